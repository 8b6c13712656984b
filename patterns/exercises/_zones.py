"""What exercises about zones ask: what is served, and what answers, while one is lost. Not an exercise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from patterns.exercises._rights import made
from patterns.sandbox.services.elasticache.answers import cache_answers
from patterns.sandbox.services.elbv2.traffic import Requests
from patterns.sandbox.services.rds.answers import database_answers
from patterns.sandbox.stacks.stack import Stack
from patterns.trial import Lacking, Trial

GROUP, TARGETS = "AWS::AutoScaling::AutoScalingGroup", "AWS::ElasticLoadBalancingV2::TargetGroup"
SUBNET, DATABASE, CACHE = "AWS::EC2::Subnet", "AWS::RDS::DBInstance", "AWS::ElastiCache::ReplicationGroup"
ANSWERS = {DATABASE: database_answers, CACHE: cache_answers}
SETTLED_MINUTES, RECOVERY_MINUTES = 3, 15


@dataclass(frozen=True)
class Loss:
    """What was so three minutes after a zone was lost: the percentage served, and the stores that were still away."""

    zone: str
    served: float
    away: tuple[str, ...]


def losses(trial: Trial, load: float, *, launches: bool) -> tuple[Loss, ...]:
    """Every zone in which the answer has something, lost one after another, each after the last has come back.

    `load` is what the requests take, in the capacities of one instance; every balancer gets it, and the worst counts.
    Raises `Lacking` where no balancer sends requests anywhere.
    """
    found = []
    for zone in zones(trial):
        trial.aws.clock.advance(minutes=1)
        requests = asked(trial, load)
        with without(trial, zone, launches=launches):
            served = min(round(100 * request.share_served, 1) for request in requests)
            found.append(Loss(zone, served, tuple(_away(trial))))
    return tuple(found)


def unserved(found: tuple[Loss, ...]) -> str:
    """That without some zone not all requests are served; nothing where they are."""
    worst = min(found, key=lambda loss: loss.served)
    return "" if worst.served == 100 else f"without {worst.zone}, {worst.served:g}% of the requests are served"


def still_away(trial: Trial, found: tuple[Loss, ...], kind: str) -> str:
    """That a store of a type is away without some zone. Raises `Lacking` where the answer has none."""
    names = {store.logical_id for store in made(trial, kind)}
    for loss in found:
        for name in loss.away:
            if name in names:
                return f"without {loss.zone}, {name}: it is still away after {SETTLED_MINUTES} minutes"
    return ""


def asked(trial: Trial, load: float) -> list[Requests]:
    """A load on every target group that a balancer sends requests to. Raises `Lacking` where there is none."""
    found = [Requests(trial.aws, group.physical_id, load=load) for group in made(trial, TARGETS)]
    reached = [one for one in found if one.is_reached]
    if not reached:
        raise Lacking("no load balancer sends requests to its instances: add a listener that forwards to them")
    return reached


def served(trial: Trial, stack: Stack, zone: str, load: float) -> float:
    """The part of a load that a stack of this module's asker serves without a zone, in percent, launching nothing."""
    name = next(name for name in stack if stack[name].type == TARGETS)
    trial.aws.clock.advance(minutes=1)
    requests = Requests(trial.aws, stack[name].physical_id, load=load)
    with without(trial, zone, launches=False):
        return round(100 * requests.share_served, 1)


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


def members(trial: Trial) -> list[Any]:
    """The members of every Auto Scaling group of the answer. Raises `Lacking` where it has no group."""
    return [member for group in made(trial, GROUP) for member in trial.aws.groups.members(group.physical_id)]


def zones(trial: Trial) -> list[str]:
    """The zones in which the answer has instances or subnets. Raises `Lacking` where it has no group."""
    subnets = [trial.stack[name] for name in trial.stack if trial.stack[name].type == SUBNET]
    there = {str(subnet.actual["AvailabilityZone"]) for subnet in subnets}
    return sorted(there | {member.place.zone for member in members(trial)})


def _away(trial: Trial) -> Iterator[str]:
    for name in trial.stack:
        store = trial.stack[name]
        if store.type in ANSWERS and not ANSWERS[store.type](trial.aws, store.physical_id):
            yield name
