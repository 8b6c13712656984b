"""A zone outage as an experiment: what a stack has left while it lasts, as numbers over the account's time.

What is measured is what stands in the stack: capacity behind its load balancer, requests served, database, cache,
subnets that lost their way out, and what all of it costs. Not here: what is lost with a zone, which is the account's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from patterns.analysis.cost import cost
from patterns.analysis.usage import QUANTITIES
from patterns.explore.measures import Measures, measured
from patterns.network.reachability import reachability
from patterns.sandbox.services.elasticache.answers import cache_answers
from patterns.sandbox.services.elbv2.health import Health
from patterns.sandbox.services.elbv2.traffic import Requests
from patterns.sandbox.services.rds.answers import database_answers
from patterns.table import Table
from patterns.template.properties import at

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.stack import Stack

HEALTHY, SERVED = "healthy targets", "requests served, %"
DATABASE, CACHE = "database answers", "cache answers"
CUT_OFF, DOLLARS = "subnets cut off", "$ an hour"

Readers = dict[str, Callable[[], float]]

GROUP, TARGETS = "AWS::AutoScaling::AutoScalingGroup", "AWS::ElasticLoadBalancingV2::TargetGroup"
POLICY = "AWS::AutoScaling::ScalingPolicy"
STORES = {
    "AWS::RDS::DBInstance": (DATABASE, database_answers),
    "AWS::ElastiCache::ReplicationGroup": (CACHE, cache_answers),
}
ALL = 100.0
NOT_THERE = "-"
HEADINGS = (
    "", "min healthy", "min served", "not all served", "no database", "no cache", "cut off", "$ an hour",
)  # fmt: skip


def zone_drill(
    aws: Sandbox, stack: Stack, zone: str, *, minutes: float = 60, before: float = 5, lasting: float = 30,
    load: float | None = None, every_seconds: float = 10,
) -> Measures:  # fmt: skip
    """What a stack has left while a zone is lost, `before` minutes into the drill and for `lasting` minutes of it.

    `load` is what the requests take, in the capacities of one instance; without it, what the group carries at the
    target of its scaling policy. Every other fault that is active goes on as well.
    """
    with ExitStack() as after:
        fault = aws.faults.zone_outage(zone, after=60 * before, lasting=60 * lasting)
        after.callback(fault.stop)
        return measured(aws, readers(aws, stack, load=load), minutes=minutes, every_seconds=every_seconds)


def readers(aws: Sandbox, stack: Stack, *, load: float | None = None) -> Readers:
    """A way to read each number that a stack has, by its name."""
    readers: Readers = {}
    if TARGETS in _types(stack):
        readers |= _balanced(aws, stack, _usual_load(stack) if load is None else load)
    for kind, (words, answers) in STORES.items():
        for name in _ids(stack, kind):
            readers[words] = lambda answers=answers, name=name: float(answers(aws, name))  # type: ignore[misc]
    readers[CUT_OFF] = _cut_off(aws, stack)
    readers[DOLLARS] = _hourly(aws, stack)
    return readers


def outcomes(drills: Mapping[str, Measures]) -> Table:
    """Several drills, one a row: what was served at worst, how long what did not answer, what an hour cost.

    What none of them measured has no column.
    """
    rows = [(name, *_outcome(found)) for name, found in drills.items()]
    kept = [number for number in range(len(HEADINGS)) if any(row[number] != NOT_THERE for row in rows)]
    return Table(tuple(HEADINGS[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows))


def _outcome(measures: Measures) -> Iterator[str]:
    names = {line.name for line in measures.lines}

    def least(name: str) -> str:
        return f"{min(measures[name].values):g}" if name in names else NOT_THERE

    def time_below(name: str, limit: float) -> str:
        return str(measures[name].time_below(limit)) if name in names else NOT_THERE

    yield least(HEALTHY)
    yield f"{least(SERVED)}%" if SERVED in names else NOT_THERE
    yield time_below(SERVED, ALL)
    yield time_below(DATABASE, 1)
    yield time_below(CACHE, 1)
    yield f"{max(measures[CUT_OFF].values):g}"
    least_usd, most_usd = (f"{figure(measures[DOLLARS].values):.2f}" for figure in (min, max))
    yield least_usd if least_usd == most_usd else f"{least_usd} to {most_usd}"


def _balanced(aws: Sandbox, stack: Stack, load: float) -> Readers:
    arn = _ids(stack, TARGETS)[0]
    requests = Requests(aws, arn, load=load)

    def healthy() -> float:
        return float(sum(one.health is Health.HEALTHY for one in aws.balancing.of(arn)))

    return {HEALTHY: healthy, SERVED: lambda: round(100 * requests.share_served, 1)}


def _usual_load(stack: Stack) -> float:
    """What the group carries when its instances are as busy as its policy wants them; without one, all they can."""
    resources = stack.resolved.resources.values()
    group = next((resource for resource in resources if resource.type == GROUP), None)
    policy = next((resource for resource in resources if resource.type == POLICY), None)
    percent = at(policy.properties, "TargetTrackingConfiguration", "TargetValue") if policy else 100
    return float(at(group.properties, "MinSize")) * float(percent) / 100 if group else 0.0


def _cut_off(aws: Sandbox, stack: Stack) -> Callable[[], float]:
    """How many subnets, in zones that are there, have lost their way out; what routes lead to is found once."""
    network = reachability(stack.resolved)
    by_zone = {zone: {cut_off.subnet for cut_off in network.cut_off_by(zone)} for zone in network.zones}
    zone_of = {subnet.logical_id: subnet.zone for subnet in network.subnets}

    def count() -> float:
        lost = aws.zones.lost
        names = {name for zone in lost for name in by_zone.get(zone, ())}
        return float(sum(zone_of[name] not in lost for name in names))

    return count


def _hourly(aws: Sandbox, stack: Stack) -> Callable[[], float]:
    """What an hour costs with as many instances as there are; an instance that answers nobody is paid for all the same.

    Not in it: what has no confirmed price (`cost(stack).unpriced`), and what outages bring in data between zones.
    """
    items, groups = cost(stack.resolved).items, set(_logical_ids(stack, GROUP))
    hours = QUANTITIES["hours"].default
    fixed = sum(item.monthly_usd for item in items if item.resource not in groups) / hours
    resources = stack.resolved.resources
    names = {stack[name].physical_id: name for name in groups}
    each = {
        physical: sum(item.monthly_usd for item in items if item.resource == name)
        / hours / float(at(resources[name].properties, "MinSize"))
        for physical, name in names.items()
    }  # fmt: skip
    return lambda: round(fixed + sum(len(aws.groups.members(name)) * usd for name, usd in each.items()), 3)


def _types(stack: Stack) -> set[str]:
    return {resource.type for resource in stack.resolved.resources.values()}


def _logical_ids(stack: Stack, kind: str) -> Iterator[str]:
    return (name for name, one in stack.resolved.resources.items() if one.type == kind)


def _ids(stack: Stack, kind: str) -> list[str]:
    return [stack[name].physical_id for name in _logical_ids(stack, kind)]
