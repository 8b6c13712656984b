"""What Auto Scaling refuses of policies, scheduled actions and hooks.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html
https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html
https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html
In which words Auto Scaling refuses them no page says. Not here: groups, whose launch templates and networks EC2 knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

VALIDATION = "ValidationError"
SIMPLE, STEP, TRACKING = "SimpleScaling", "StepScaling", "TargetTrackingScaling"
ADJUSTMENTS = ("ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity")
BY_BALANCER = "ALBRequestCountPerTarget"
SIZES = ("MinSize", "MaxSize", "DesiredCapacity")
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
    """A metric of a load balancer that does not say of which."""
    metric = (asked.get("TargetTrackingConfiguration") or {}).get("PredefinedMetricSpecification") or {}
    if metric.get("PredefinedMetricType") == BY_BALANCER and metric.get("ResourceLabel") is None:
        yield VALIDATION, f"ResourceLabel must be specified for {BY_BALANCER}"


def scheduled(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A scheduled action that changes nothing."""
    if all(asked.get(name) is None for name in SIZES):
        yield VALIDATION, "Must provide at least one of MinSize, MaxSize, or DesiredCapacity"


def hook(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """How long a hook waits."""
    seconds = asked.get("HeartbeatTimeout")
    least, most = HEARTBEAT_SECONDS
    if seconds is not None and not least <= int(seconds) <= most:
        yield VALIDATION, f"HeartbeatTimeout must be from {least} to {most} seconds, and is {seconds}"


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::AutoScaling::ScalingPolicy": (policy, tracked),
    "AWS::AutoScaling::ScheduledAction": (scheduled,),
    "AWS::AutoScaling::LifecycleHook": (hook,),
}
