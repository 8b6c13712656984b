"""What Auto Scaling asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
Not modelled: what a launch template asks of EC2 when a group with it is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pairs, pass_role
from patterns.sandbox.permissions.refusals import Wording


def _group(situation: Situation, named: str | None = None) -> str:
    """A group by its name: its ARN has an id before it, which a policy leaves open."""
    name = named or situation.text("AutoScalingGroupName") or "*"
    answer = situation.ask("autoscaling", "describe_auto_scaling_groups", AutoScalingGroupNames=[name])
    for group in answer.get("AutoScalingGroups", ()):
        return str(group["AutoScalingGroupARN"])
    return situation.arn("autoscaling", f"autoScalingGroup:*:autoScalingGroupName/{name}")


def _of_instance(situation: Situation) -> str:
    """The group of a machine that a call names instead of it."""
    ids = [situation.text("InstanceId") or "*"]
    answer = situation.ask("autoscaling", "describe_auto_scaling_instances", InstanceIds=ids)
    names = [instance["AutoScalingGroupName"] for instance in answer.get("AutoScalingInstances", ())]
    return _group(situation, names[0] if names else None)


def _tag(situation: Situation) -> Iterator[Ask]:
    """Each tag says which group it is for."""
    tags: Any = situation.params.get("Tags") or ()
    for name in dict.fromkeys(tag.get("ResourceId") for tag in tags):
        yield Ask(f"autoscaling:{situation.operation}", _group(situation, name))


def _made(situation: Situation) -> Iterator[Ask]:
    if role := situation.params.get("ServiceLinkedRoleARN"):
        yield from pass_role(role, "autoscaling.amazonaws.com")
    if situation.params.get("Tags"):
        yield Ask("autoscaling:CreateOrUpdateTags", _group(situation))


def _hook(situation: Situation) -> Iterator[Ask]:
    yield from pass_role(situation.params.get("RoleARN"), "autoscaling.amazonaws.com")


def _configuration(situation: Situation) -> str:
    name = situation.text("LaunchConfigurationName") or "*"
    return situation.arn("autoscaling", f"launchConfiguration:*:launchConfigurationName/{name}")


def _keys(situation: Situation) -> dict[str, Value]:
    params: Any = situation.params
    named = {
        "MinSize": "autoscaling:MinSize", "MaxSize": "autoscaling:MaxSize",
        "CapacityRebalance": "autoscaling:CapacityRebalance",
        "LaunchConfigurationName": "autoscaling:LaunchConfigurationName",
    }  # fmt: skip
    context: dict[str, Value] = {key: params[name] for name, key in named.items() if params.get(name) is not None}
    if groups := params.get("TargetGroupARNs"):
        context["autoscaling:TargetGroupARNs"] = tuple(groups)
    if zones := params.get("VPCZoneIdentifier"):
        context["autoscaling:VPCZoneIdentifiers"] = tuple(str(zones).split(","))
    if template := params.get("LaunchTemplate"):
        context["autoscaling:LaunchTemplateVersionSpecified"] = str(template.get("Version") or "").isdigit()
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    name = arn.rpartition("autoScalingGroupName/")[2]
    filters = [{"Name": "auto-scaling-group", "Values": [name]}]
    return dict(pairs(situation.ask("autoscaling", "describe_tags", Filters=filters).get("Tags")))


SERVICE = Service(
    prefix="autoscaling",
    resources={"group": _group, "of instance": _of_instance, "configuration": _configuration},
    operations={
        "": """
            DescribeAccountLimits DescribeAdjustmentTypes DescribeAutoScalingGroups DescribeAutoScalingInstances
            DescribeInstanceRefreshes DescribeLaunchConfigurations DescribeLifecycleHookTypes DescribeLifecycleHooks
            DescribeLoadBalancerTargetGroups DescribeLoadBalancers DescribeMetricCollectionTypes
            DescribeNotificationConfigurations DescribePolicies DescribeScalingActivities DescribeScalingProcessTypes
            DescribeScheduledActions DescribeTags DescribeTerminationPolicyTypes DescribeTrafficSources
            DescribeWarmPool GetPredictiveScalingForecast
        """,
        "group": """
            AttachInstances AttachLoadBalancerTargetGroups AttachLoadBalancers AttachTrafficSources
            BatchDeleteScheduledAction BatchPutScheduledUpdateGroupAction CancelInstanceRefresh
            CompleteLifecycleAction CreateAutoScalingGroup DeleteAutoScalingGroup DeleteLifecycleHook
            DeleteNotificationConfiguration DeletePolicy DeleteScheduledAction DeleteWarmPool DetachInstances
            DetachLoadBalancerTargetGroups DetachLoadBalancers DetachTrafficSources DisableMetricsCollection
            EnableMetricsCollection EnterStandby ExecutePolicy ExitStandby PutLifecycleHook
            PutNotificationConfiguration PutScalingPolicy PutScheduledUpdateGroupAction PutWarmPool
            RecordLifecycleActionHeartbeat ResumeProcesses RollbackInstanceRefresh SetDesiredCapacity
            SetInstanceProtection StartInstanceRefresh SuspendProcesses UpdateAutoScalingGroup
        """,
        "of instance": "SetInstanceHealth TerminateInstanceInAutoScalingGroup",
        "configuration": "CreateLaunchConfiguration DeleteLaunchConfiguration",
    },
    several={"CreateOrUpdateTags": _tag, "DeleteTags": _tag},
    also={"CreateAutoScalingGroup": _made, "PutLifecycleHook": _hook},
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "autoscaling:ResourceTag"),
    wording=Wording(code="AccessDenied", status=403),
)
