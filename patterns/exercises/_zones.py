"""What exercises about zones ask: what is served, and what answers, while one is lost. Not an exercise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from patterns.sandbox.services.elbv2.traffic import Requests
from patterns.sandbox.stacks.stack import Stack
from patterns.trial import Trial, first

GROUP, TARGETS = "AWS::AutoScaling::AutoScalingGroup", "AWS::ElasticLoadBalancingV2::TargetGroup"
SETTLED_MINUTES, RECOVERY_MINUTES = 3, 15


@contextmanager
def without(trial: Trial, zone: str, *, launches: bool) -> Iterator[None]:
    """A zone lost, after what fails over has done so; without `launches`, nothing new can be launched."""
    aws = trial.aws
    aws.clock.advance(minutes=1)
    refused = None if launches else aws.faults.errors("ec2", "RunInstances", code="InsufficientInstanceCapacity")
    try:
        with aws.faults.zone_outage(zone):
            aws.clock.advance(minutes=SETTLED_MINUTES)
            yield
    finally:
        if refused is not None:
            refused.stop()
        aws.clock.advance(minutes=RECOVERY_MINUTES)


def served(trial: Trial, stack: Stack, zone: str, load: float, *, launches: bool = False) -> float:
    """The part of a load that is served without a zone, in percent."""
    name = next(name for name in stack if stack[name].type == TARGETS)
    trial.aws.clock.advance(minutes=1)
    requests = Requests(trial.aws, stack[name].physical_id, load=load)
    with without(trial, zone, launches=launches):
        return round(100 * requests.share_served, 1)


def zones(trial: Trial) -> list[str]:
    """The zones in which the answer has instances."""
    group = trial.stack[first(trial, GROUP)].physical_id
    return sorted({member.place.zone for member in trial.aws.groups.members(group)})
