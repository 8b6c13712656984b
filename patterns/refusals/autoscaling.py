"""What Auto Scaling refuses of policies, scheduled actions and hooks.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html
https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html
https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html
In which words Auto Scaling refuses them no page says. Not here: launch templates and networks of groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from patterns.refusals import Question, Refusal
from patterns.schedules import parse_unix
from patterns.schedules.cron import ScheduleError

VALIDATION = "ValidationError"
SIMPLE, STEP, TRACKING = "SimpleScaling", "StepScaling", "TargetTrackingScaling"
ADJUSTMENTS = ("ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity")
BY_BALANCER = "ALBRequestCountPerTarget"
SIZES = ("MinSize", "MaxSize", "DesiredCapacity")
METRICS = ("PredefinedMetricSpecification", "CustomizedMetricSpecification")
PREDEFINED = (
    "ASGAverageCPUUtilization", "ASGAverageNetworkIn", "ASGAverageNetworkOut", BY_BALANCER,
)  # fmt: skip
TERMINATION = (
    "AllocationStrategy", "ClosestToNextInstanceHour", "Default", "NewestInstance", "OldestInstance",
    "OldestLaunchConfiguration", "OldestLaunchTemplate",
)  # fmt: skip
"""https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html"""
STRATEGIES: Mapping[str, tuple[str, ...]] = {
    "OnDemandAllocationStrategy": ("lowest-price", "prioritized"),
    "SpotAllocationStrategy": (
        "capacity-optimized", "capacity-optimized-prioritized", "lowest-price", "price-capacity-optimized",
    ),
}  # fmt: skip
HEARTBEAT_SECONDS = (30, 7200)
OF_KIND: Mapping[str, tuple[str, ...]] = {
    SIMPLE: ("AdjustmentType", "ScalingAdjustment"),
    STEP: ("AdjustmentType", "StepAdjustments"),
    TRACKING: ("TargetTrackingConfiguration",),
}
"""What a policy of a kind has to say."""


def policy(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a scaling policy: what its kind asks for, and does not take."""
    kind = asked.get("PolicyType") or SIMPLE
    for name in OF_KIND.get(kind, ()):
        if asked.get(name) is None:
            yield VALIDATION, f"You must specify {name} for policy type: {kind}"
    if asked.get("AdjustmentType") is None:
        return
    if kind == TRACKING:
        yield VALIDATION, f"AdjustmentType is not supported for policy type: {kind}"
    if asked["AdjustmentType"] not in ADJUSTMENTS:
        yield VALIDATION, f"AdjustmentType {asked['AdjustmentType']} is none of {', '.join(ADJUSTMENTS)}"


def tracked(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """Not one metric, one that there is not, or one of a load balancer that does not say of which."""
    metric = (asked.get("TargetTrackingConfiguration") or {}).get("PredefinedMetricSpecification") or {}
    wanted = asked.get("TargetTrackingConfiguration") or {}
    given = [name for name in METRICS if wanted.get(name) is not None]
    if wanted and len(given) != 1:
        yield VALIDATION, f"TargetTrackingConfiguration must have exactly one of {' and '.join(METRICS)}"
    kind = metric.get("PredefinedMetricType")
    if kind is not None and kind not in PREDEFINED:
        yield VALIDATION, f"PredefinedMetricType {kind} is none of {', '.join(PREDEFINED)}"
    if metric.get("PredefinedMetricType") == BY_BALANCER and metric.get("ResourceLabel") is None:
        yield VALIDATION, f"ResourceLabel must be specified for {BY_BALANCER}"


def scheduled(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A scheduled action that changes nothing."""
    if all(asked.get(name) is None for name in SIZES):
        yield VALIDATION, "Must provide at least one of MinSize, MaxSize, or DesiredCapacity"
    if asked.get("Recurrence") is not None:
        try:
            parse_unix(asked["Recurrence"])
        except ScheduleError:
            yield VALIDATION, "Given recurrence string is invalid"
    try:
        ZoneInfo(asked.get("TimeZone") or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield VALIDATION, f"Invalid time zone {asked['TimeZone']}"


def group(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with how a group is mixed and made smaller.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html
    """
    for name in asked.get("TerminationPolicies") or ():
        if name not in TERMINATION and not name.startswith("arn:"):
            yield VALIDATION, f"Termination policy {name} is none of {', '.join(TERMINATION)}"
    mixed = (asked.get("MixedInstancesPolicy") or {}).get("InstancesDistribution") or {}
    share = mixed.get("OnDemandPercentageAboveBaseCapacity")
    if share is not None and not 0 <= int(share) <= 100:
        yield VALIDATION, f"OnDemandPercentageAboveBaseCapacity must be from 0 to 100, got {share}"
    for name, allowed in STRATEGIES.items():
        if mixed.get(name) is not None and mixed[name] not in allowed:
            yield VALIDATION, f"{name} {mixed[name]} is none of {', '.join(allowed)}"


def sizes(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """How many instances a group has: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html."""
    least, most = int(asked["MinSize"]), int(asked["MaxSize"])
    desired = asked.get("DesiredCapacity")
    if least > most:
        yield VALIDATION, f"Min bound, {least}, must be less than or equal to max bound, {most}"
    elif desired is not None and not least <= int(desired) <= most:
        told = f"between the specified min size:{least} and max size:{most}"
        yield VALIDATION, f"Desired capacity:{desired} must be {told}"


VERSION = re.compile(r"\d+|\$Latest|\$Default")
BAD_VERSION = "Invalid launch template version: either '$Default', '$Latest', or a numeric version are allowed."


def version(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """Which version of its template a group starts, and how finely it counts.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html
    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnableMetricsCollection.html
    """
    named = (asked.get("LaunchTemplate") or {}).get("Version")
    if named is not None and not VERSION.fullmatch(named):
        yield VALIDATION, BAD_VERSION
    for one in asked.get("MetricsCollection") or ():
        if one["Granularity"] != "1Minute":
            yield VALIDATION, "Valid metrics granularity type is [1Minute]."


PLACES = ("AvailabilityZones", "VPCZoneIdentifier", "AvailabilityZoneIds", "InstanceId")


def place(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """Where a group starts its instances."""
    if all(asked.get(name) in (None, []) for name in PLACES):
        yield VALIDATION, "At least one Availability Zone or VPC Subnet is required."


def hook(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """How long a hook waits."""
    seconds = asked.get("HeartbeatTimeout")
    least, most = HEARTBEAT_SECONDS
    if seconds is not None and not least <= int(seconds) <= most:
        yield VALIDATION, f"HeartbeatTimeout must be from {least} to {most} seconds, and is {seconds}"


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::AutoScaling::AutoScalingGroup": (group, sizes, place, version),
    "AWS::AutoScaling::ScalingPolicy": (policy, tracked),
    "AWS::AutoScaling::ScheduledAction": (scheduled,),
    "AWS::AutoScaling::LifecycleHook": (hook,),
}
