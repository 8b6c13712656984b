"""Policies, schedules, hooks and refreshes of moto's groups: kept by group, answered by the account's own runtime."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from patterns.sandbox.services.autoscaling.groups.model import Refusal
from patterns.sandbox.services.autoscaling.groups.refresh import (
    DEFAULT_CHECKPOINT_SECONDS,
    DEFAULT_HEALTHY_PERCENT,
    Refresh,
)
from patterns.sandbox.services.autoscaling.groups.scaling import SIMPLE, Breach, Policy
from patterns.sandbox.services.autoscaling.groups.service import Groups
from patterns.sandbox.services.autoscaling.patches.answers import Handler, answering, put_hook
from patterns.sandbox.services.autoscaling.patches.groups import plan


def apply() -> None:
    """Let each group have policies and schedules by its own names, and hooks and refreshes act."""
    from moto.autoscaling.models import AutoScalingBackend, FakeScalingPolicy, FakeScheduledAction
    from moto.autoscaling.responses import AutoScalingResponse as Response

    FakeScalingPolicy.arn = property(_policy_arn)
    FakeScalingPolicy.policy_arn = FakeScalingPolicy.arn
    FakeScheduledAction.scheduled_action_arn = property(_action_arn)
    FakeScheduledAction.time = property(lambda action: action.start_time)
    AutoScalingBackend.put_scheduled_update_group_action = _putting_action(
        AutoScalingBackend.put_scheduled_update_group_action
    )
    AutoScalingBackend.delete_scheduled_action = _delete_action
    for name, handler in HANDLERS.items():
        setattr(Response, name, answering(handler))


def _policy_arn(self: Any) -> str:
    backend = self.autoscaling_backend
    where = f"arn:aws:autoscaling:{backend.region_name}:{backend.account_id}:scalingPolicy:{self.id}"
    return f"{where}:autoScalingGroupName/{self.auto_scaling_group_name}:policyName/{self.name}"


def _action_arn(self: Any) -> str:
    where = f"arn:aws:autoscaling:{self.region}:{self.account_id}:scheduledUpdateGroupAction:{self.id}"
    return (
        f"{where}:autoScalingGroupName/{self.auto_scaling_group_name}:scheduledActionName/{self.scheduled_action_name}"
    )


def _putting_action(put: Any) -> Any:
    def put_scheduled_update_group_action(self: Any, name: str, scheduled_action_name: str, **said: Any) -> Any:
        """Keep an action under its group and name, which it then has for good."""
        from moto.moto_api._internal import mock_random

        key = f"{name}/{scheduled_action_name}"
        before = self.scheduled_actions.get(key)
        action = put(self, name=name, scheduled_action_name=scheduled_action_name, **said)
        del self.scheduled_actions[scheduled_action_name]
        action.id = before.id if before else str(mock_random.uuid4())
        action.region, action.account_id = self.region_name, self.account_id
        self.scheduled_actions[key] = action
        return action

    return put_scheduled_update_group_action


def _delete_action(self: Any, auto_scaling_group_name: str, scheduled_action_name: str) -> None:
    from moto.autoscaling.exceptions import ValidationError

    if self.scheduled_actions.pop(f"{auto_scaling_group_name}/{scheduled_action_name}", None) is None:
        raise ValidationError("Scheduled action name not found")


def _put_policy(self: Any, groups: Groups) -> dict[str, Any]:
    from moto.autoscaling.models import FakeScalingPolicy
    from moto.moto_api._internal import mock_random

    params, backend = self._get_params(), self.autoscaling_backend
    group, name = params["AutoScalingGroupName"], params["PolicyName"]
    groups.find(group)
    before = backend.policies.get(f"{group}/{name}")
    made = FakeScalingPolicy(
        name=name,
        policy_type=params.get("PolicyType") or SIMPLE,
        metric_aggregation_type=params.get("MetricAggregationType"),
        adjustment_type=params.get("AdjustmentType"),
        as_name=group,
        min_adjustment_magnitude=params.get("MinAdjustmentMagnitude"),
        scaling_adjustment=self._get_int_param("ScalingAdjustment"),
        cooldown=self._get_int_param("Cooldown"),
        target_tracking_config=params.get("TargetTrackingConfiguration") or {},
        step_adjustments=params.get("StepAdjustments") or [],
        estimated_instance_warmup=params.get("EstimatedInstanceWarmup"),
        predictive_scaling_configuration=params.get("PredictiveScalingConfiguration") or {},
        autoscaling_backend=backend,
    )
    if params.get("Cooldown") is None:
        made.cooldown = None
    made.id = before.id if before else str(mock_random.uuid4())
    made.enabled = params.get("Enabled", True)
    backend.policies[f"{group}/{name}"] = made
    groups.scaling.put(_policy(made, params))
    return {"PolicyARN": made.arn, "Alarms": groups.scaling.alarms(made.arn)}


def _policy(made: Any, params: dict[str, Any]) -> Policy:
    warmup, cooldown = params.get("EstimatedInstanceWarmup"), params.get("Cooldown")
    return Policy(
        made.name,
        made.arn,
        made.auto_scaling_group_name,
        made.policy_type,
        made.adjustment_type or "",
        int(made.scaling_adjustment or 0),
        int(params.get("MinAdjustmentMagnitude") or 0),
        None if cooldown is None else int(cooldown),
        None if warmup is None else int(warmup),
        tuple(params.get("StepAdjustments") or ()),
        params.get("TargetTrackingConfiguration") or None,
    )


def _describe_policies(self: Any, groups: Groups) -> dict[str, Any]:
    names = self._get_param("PolicyNames", [])
    answer = self.autoscaling_backend.describe_policies(
        self._get_param("AutoScalingGroupName"), None, self._get_param("PolicyTypes", [])
    )
    answer = [one for one in answer if not names or one.name in names or one.arn in names]
    for one in answer:
        one.alarms = groups.scaling.alarms(one.arn)
    return {"ScalingPolicies": answer}


def _find_policy(self: Any) -> tuple[str, Any]:
    """The policy a request names, by name or ARN, and the key it is kept under. Raises `Refusal`."""
    group, name = self._get_param("AutoScalingGroupName"), self._get_param("PolicyName")
    for key, one in self.autoscaling_backend.policies.items():
        if one.arn == name or (one.name == name and group in (None, one.auto_scaling_group_name)):
            return key, one
    raise Refusal(f"PolicyName not found - Scaling policy {name} not found")


def _delete_policy(self: Any, groups: Groups) -> None:
    key, policy = _find_policy(self)
    groups.scaling.delete(policy.arn)
    del self.autoscaling_backend.policies[key]


def _execute_policy(self: Any, groups: Groups) -> None:
    _, policy = _find_policy(self)
    value, threshold = self._get_param("MetricValue"), self._get_param("BreachThreshold")
    breach = None
    if value is not None and threshold is not None:
        breach = Breach(float(value), float(threshold), is_high=float(value) >= float(threshold))
    honour = self._get_bool_param("HonorCooldown", False)
    groups.scaling.execute(policy.arn, breach, honour_cooldown=honour)


def _put_hook(self: Any, groups: Groups) -> None:
    params = self._get_params()
    name, backend = params["AutoScalingGroupName"], self.autoscaling_backend
    groups.find(name)
    there = next(iter(backend.describe_lifecycle_hooks(name, [params["LifecycleHookName"]])), None)
    if there is None and not params.get("LifecycleTransition"):
        raise Refusal("LifecycleTransition must be specified for a new lifecycle hook")
    kept = {} if there is None else {
        "LifecycleTransition": there.lifecycle_transition, "HeartbeatTimeout": there.heartbeat_timeout,
        "DefaultResult": there.default_result, "RoleARN": there.role_arn,
        "NotificationTargetARN": there.notification_target_arn, "NotificationMetadata": there.notification_metadata,
    }  # fmt: skip
    put_hook(backend, name, kept | {key: value for key, value in params.items() if value is not None})


def _complete(self: Any, groups: Groups) -> None:
    waiting = groups.find(self._get_param("AutoScalingGroupName")).waiting
    waiting.complete(*_wait(self, groups), self._get_param("LifecycleActionResult"))


def _heartbeat(self: Any, groups: Groups) -> None:
    groups.find(self._get_param("AutoScalingGroupName")).waiting.heartbeat(*_wait(self, groups))


def _wait(self: Any, groups: Groups) -> tuple[Any, Any]:
    group = groups.find(self._get_param("AutoScalingGroupName"))
    token, instance_id = self._get_param("LifecycleActionToken"), self._get_param("InstanceId")
    return group.waiting.find(self._get_param("LifecycleHookName"), token=token, instance_id=instance_id)


def _start_refresh(self: Any, groups: Groups) -> dict[str, Any]:
    name, asked = self._get_param("AutoScalingGroupName"), self._get_param("Preferences", {})
    groups.find(name)
    own = plan(self.current_account, self.region, name)
    otherwise = own.warmup_seconds if own.warmup_seconds is not None else own.grace_seconds
    refresh = Refresh(
        groups.refreshes.new_id(name),
        name,
        int(asked.get("MinHealthyPercentage", DEFAULT_HEALTHY_PERCENT)),
        int(asked.get("InstanceWarmup", otherwise)),
        groups.now,
        [],
        str(asked.get("SkipMatching", False)).lower() == "true",
        tuple(int(percentage) for percentage in asked.get("CheckpointPercentages") or ()),
        int(asked.get("CheckpointDelay", DEFAULT_CHECKPOINT_SECONDS)),
    )
    return {"InstanceRefreshId": groups.refreshes.start(name, refresh)}


def _describe_refreshes(self: Any, groups: Groups) -> dict[str, Any]:
    ids = self._get_param("InstanceRefreshIds", [])
    found = groups.refreshes.of(self._get_param("AutoScalingGroupName"))
    return {"InstanceRefreshes": [_told(one) for one in found if not ids or one.id in ids]}


def _told(refresh: Refresh) -> dict[str, Any]:
    return {
        "InstanceRefreshId": refresh.id,
        "AutoScalingGroupName": refresh.group,
        "Status": refresh.status,
        "StartTime": refresh.begun,
        **({"EndTime": refresh.ended} if refresh.ended else {}),
        "PercentageComplete": refresh.percent,
        "InstancesToUpdate": len(refresh.old),
        "Preferences": {
            "MinHealthyPercentage": refresh.healthy_percent, "InstanceWarmup": refresh.warmup_seconds,
            "SkipMatching": refresh.skips_matching,
        },
    }  # fmt: skip


def _cancel_refresh(self: Any, groups: Groups) -> dict[str, Any]:
    return {"InstanceRefreshId": groups.refreshes.cancel(self._get_param("AutoScalingGroupName"))}


def moment(text: str | datetime | None) -> datetime | None:
    """A time of a scheduled action, as moto keeps it: the request's text or what its parser made of it."""
    if text is None or isinstance(text, datetime):
        return text if text is None or text.tzinfo else text.replace(tzinfo=UTC)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


HANDLERS: dict[str, Handler] = {
    "put_scaling_policy": _put_policy,
    "describe_policies": _describe_policies,
    "delete_policy": _delete_policy,
    "execute_policy": _execute_policy,
    "put_lifecycle_hook": _put_hook,
    "complete_lifecycle_action": _complete,
    "record_lifecycle_action_heartbeat": _heartbeat,
    "start_instance_refresh": _start_refresh,
    "describe_instance_refreshes": _describe_refreshes,
    "cancel_instance_refresh": _cancel_refresh,
}
"""Operation -> what answers it."""
