"""What moto's Auto Scaling answers on groups and their instances, from the account's own runtime. Not the runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.autoscaling.groups import causes
from patterns.sandbox.services.autoscaling.groups.activity_log import METRICS
from patterns.sandbox.services.autoscaling.groups.model import Refusal
from patterns.sandbox.services.autoscaling.groups.service import Groups
from patterns.sandbox.services.autoscaling.patches.groups import groups_of, keep, plan

MOST_ACTIVITIES = 100

Handler = Callable[[Any, Groups], Any]


def apply() -> None:
    """Answer for what a group does."""
    from moto.autoscaling.responses import AutoScalingResponse as Response

    Response.create_auto_scaling_group = _creating(Response.create_auto_scaling_group)
    Response.update_auto_scaling_group = _updating(Response.update_auto_scaling_group)
    Response.resume_processes = _followed(Response.resume_processes)
    for name, handler in HANDLERS.items():
        setattr(Response, name, answering(handler))


def answering(handler: Handler) -> Callable[[Any], Any]:
    """Moto's answer to one request, whose refusals become errors of the service."""

    def answer(self: Any) -> Any:
        from moto.autoscaling.exceptions import AutoscalingClientError
        from moto.core.responses import ActionResult

        groups = groups_of(self.region)
        try:
            return ActionResult(handler(self, groups) or {})
        except Refusal as refusal:
            raise AutoscalingClientError(refusal.code, str(refusal)) from None

    return answer


def _creating(create: Any) -> Any:
    def handler(self: Any, groups: Groups) -> None:
        name, params = self._get_param("AutoScalingGroupName"), self._get_params()
        if params.get("LaunchConfigurationName"):
            raise NotSimulated(
                "the sandbox launches the instances of a group from a launch template: AWS lets new accounts make no "
                "launch configurations (https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html)"
            )
        if name in self.autoscaling_backend.autoscaling_groups:
            told = f"AutoScalingGroup by this name already exists - A group with the name {name} already exists"
            raise Refusal(told, "AlreadyExists")
        least, most = self._get_int_param("MinSize"), self._get_int_param("MaxSize")
        _check_sizes(least, most, self._get_int_param("DesiredCapacity"))
        create(self)
        found = self.autoscaling_backend.autoscaling_groups[name]
        found.health_check_grace_period = self._get_int_param("HealthCheckGracePeriod") or 0
        keep(found, params)
        for hook in self._get_param("LifecycleHookSpecificationList", []):
            put_hook(self.autoscaling_backend, name, hook)
        groups.created(name, found.arn)

    return answering(handler)


def _updating(update: Any) -> Any:
    def handler(self: Any, groups: Groups) -> None:
        name, params = self._get_param("AutoScalingGroupName"), self._get_params()
        groups.find(name)
        before = plan(self.current_account, self.region, name)
        found = self.autoscaling_backend.autoscaling_groups[name]
        least = _or(self._get_int_param("MinSize"), before.least)
        most = _or(self._get_int_param("MaxSize"), before.most)
        desired = self._get_int_param("DesiredCapacity")
        _check_sizes(least, most, desired)
        mixed = found.mixed_instances_policy
        update(self)
        if not params.get("LaunchTemplate") and not params.get("MixedInstancesPolicy"):
            found.mixed_instances_policy = mixed
        found.desired_capacity = _or(desired, min(most, max(least, before.desired)))
        keep(found, params)
        groups.updated(name, before)

    return answering(handler)


def _followed(original: Any) -> Any:
    """Let the group look at itself again after moto took note."""

    def answer(self: Any) -> Any:
        said = original(self)
        groups, name = groups_of(self.region), self._get_param("AutoScalingGroupName")
        groups.find(name).soon()
        return said

    return answer


def put_hook(backend: Any, name: str, asked: dict[str, Any]) -> None:
    """Keep a lifecycle hook, and all that is said of it."""
    hook = backend.create_lifecycle_hook(
        name=asked["LifecycleHookName"],
        as_name=name,
        transition=asked.get("LifecycleTransition"),
        timeout=int(asked.get("HeartbeatTimeout") or 3600),
        result=asked.get("DefaultResult"),
    )
    hook.role_arn = asked.get("RoleARN")
    hook.notification_target_arn = asked.get("NotificationTargetARN")
    hook.notification_metadata = asked.get("NotificationMetadata")
    hook.global_timeout = min(172_800, 100 * hook.heartbeat_timeout)


def _check_sizes(least: int, most: int, desired: int | None) -> None:
    if most < least:
        raise Refusal(f"Max bound, {most}, must be greater than or equal to min bound, {least}")
    if desired is not None and not least <= desired <= most:
        raise Refusal(f"Desired capacity:{desired} must be between the specified min size:{least} and max size:{most}")


def _or(given: int | None, otherwise: int) -> int:
    return otherwise if given is None else given


def _set_desired_capacity(self: Any, groups: Groups) -> None:
    name = self._get_param("AutoScalingGroupName")
    groups.scaling.check_cooldown(name, self._get_bool_param("HonorCooldown", False))
    groups.want(name, self._get_int_param("DesiredCapacity"), causes.asked)


def _delete(self: Any, groups: Groups) -> None:
    name = self._get_param("AutoScalingGroupName")
    groups.delete(name, force=self._get_bool_param("ForceDelete", False))
    backend = self.autoscaling_backend
    for kept in (backend.lifecycle_hooks, backend.policies, backend.scheduled_actions):
        for key in [key for key, one in kept.items() if one.auto_scaling_group_name == name]:
            del kept[key]
    del backend.autoscaling_groups[name]


def _activities(self: Any, groups: Groups) -> dict[str, Any]:
    name, wanted = self._get_param("AutoScalingGroupName"), self._get_param("ActivityIds", [])
    deleted = self._get_bool_param("IncludeDeletedGroups", False)
    if name and not deleted:
        groups.find(name)
    activities = groups.activities(name, deleted=deleted)
    start = int(self._get_param("NextToken") or 0)
    most = self._get_int_param("MaxRecords") or MOST_ACTIVITIES
    activities = [activity for activity in activities if not wanted or activity.activity_id in wanted]
    more = {"NextToken": str(start + most)} if len(activities) > start + most else {}
    return {"Activities": activities[start : start + most], **more}


def _terminate(self: Any, groups: Groups) -> dict[str, Any]:
    decrement = self._get_bool_param("ShouldDecrementDesiredCapacity", False)
    return {"Activity": groups.requests.terminate(self._get_param("InstanceId"), decrement=decrement)}


def _attach(self: Any, groups: Groups) -> None:
    groups.requests.attach(self._get_param("AutoScalingGroupName"), self._get_param("InstanceIds", []))


def _leaving(leave: str) -> Handler:
    def handler(self: Any, groups: Groups) -> dict[str, Any]:
        name, ids = self._get_param("AutoScalingGroupName"), self._get_param("InstanceIds", [])
        decrement = self._get_bool_param("ShouldDecrementDesiredCapacity", False)
        return {"Activities": getattr(groups.requests, leave)(name, ids, decrement=decrement)}

    return handler


def _exit_standby(self: Any, groups: Groups) -> dict[str, Any]:
    name, ids = self._get_param("AutoScalingGroupName"), self._get_param("InstanceIds", [])
    return {"Activities": groups.requests.exit_standby(name, ids)}


def _set_health(self: Any, groups: Groups) -> None:
    health = self._get_param("HealthStatus")
    if health not in ("Healthy", "Unhealthy"):
        raise Refusal(f"Valid instance health states are: [Healthy, Unhealthy], not {health}")
    respect = self._get_bool_param("ShouldRespectGracePeriod", True)
    groups.judge(self._get_param("InstanceId"), is_healthy=health == "Healthy", respect_grace=respect)


def _enable_metrics(self: Any, groups: Groups) -> None:
    name = self._get_param("AutoScalingGroupName")
    asked = self._get_param("Metrics", []) or METRICS
    autoscaling_group = self.autoscaling_backend.autoscaling_groups[name]
    autoscaling_group.metrics = sorted({*autoscaling_group.metrics, *asked})
    groups.find(name).soon()


def _disable_metrics(self: Any, groups: Groups) -> None:
    name = self._get_param("AutoScalingGroupName")
    found, gone = self.autoscaling_backend.autoscaling_groups[name], self._get_param("Metrics", [])
    found.metrics = [metric for metric in found.metrics if gone and metric not in gone]
    groups.find(name).soon()


def _target_groups(change: Callable[[list[str], list[str]], list[str]]) -> Handler:
    def handler(self: Any, groups: Groups) -> None:
        name = self._get_param("AutoScalingGroupName")
        groups.find(name)
        before = plan(self.current_account, self.region, name)
        found = self.autoscaling_backend.autoscaling_groups[name]
        found.target_group_arns = change(list(found.target_group_arns), self._get_param("TargetGroupARNs", []))
        groups.updated(name, before)

    return handler


HANDLERS: dict[str, Handler] = {
    "set_desired_capacity": _set_desired_capacity,
    "delete_auto_scaling_group": _delete,
    "describe_scaling_activities": _activities,
    "terminate_instance_in_auto_scaling_group": _terminate,
    "attach_instances": _attach,
    "detach_instances": _leaving("detach"),
    "enter_standby": _leaving("enter_standby"),
    "exit_standby": _exit_standby,
    "set_instance_health": _set_health,
    "enable_metrics_collection": _enable_metrics,
    "disable_metrics_collection": _disable_metrics,
    "attach_load_balancer_target_groups": _target_groups(lambda has, new: has + [one for one in new if one not in has]),
    "detach_load_balancer_target_groups": _target_groups(lambda has, gone: [one for one in has if one not in gone]),
}
"""Operation -> what answers it."""
