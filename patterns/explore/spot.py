"""Spot capacity to look at: pools, what a fleet runs, and what strategies come to over many histories.

Prices and room are made up from the seed; nothing here is AWS's data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from patterns.explore.measures import Line, Measures
from patterns.sandbox.services.autoscaling.strategy_comparison import Outcome, Wish, over_histories
from patterns.sandbox.services.ec2.spot.market import STEP, Pool
from patterns.sandbox.services.ec2.spot.on_demand import hourly_usd
from patterns.table import Table

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.stack import Stack

HISTORIES = 200


def running(aws: Sandbox) -> Table:
    """The pools that Spot Instances run in: their price, what it is of the one on demand, and how many they hold."""
    rows = []
    for pool, number in sorted(Counter(instance.pool for instance in aws.spot.running).items()):
        price = aws.spot.price_usd(pool)
        share = f"{price / hourly_usd(pool.instance_type):.0%}"
        rows.append((pool.instance_type, pool.zone, str(number), f"{price:.4f}", share, str(aws.spot.room(pool))))
    return Table(("type", "zone", "instances", "USD an hour", "of on demand", "room for"), tuple(rows))


def histories(aws: Sandbox, *pools: tuple[str, str], hours: float = 48) -> Measures:
    """The room and the price of pools from now on, `("m5.large", "us-east-1a")` each, as the seed has them."""
    moments = [aws.clock.now + number * STEP for number in range(int(timedelta(hours=hours) / STEP) + 1)]
    lines = []
    for pool in (Pool(*one) for one in pools):
        history = aws.spot.market.history(pool)
        lines += [
            Line(f"{pool.instance_type} {pool.zone[-1]}: room", tuple((at, float(history.room(at))) for at in moments)),
            Line(f"{pool.instance_type} {pool.zone[-1]}: USD", tuple((at, history.price_usd(at)) for at in moments)),
        ]
    return Measures(tuple(lines))


def placement(aws: Sandbox, capacity: int, types: Sequence[str]) -> Table:
    """How likely each zone is to give so many instances of these types now: AWS's score, from 1 to 10."""
    ec2 = aws.observer("ec2")
    names = {zone["ZoneId"]: zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]}
    spot_placement_scores = ec2.get_spot_placement_scores(
        InstanceTypes=list(types), TargetCapacity=capacity, SingleAvailabilityZone=True, RegionNames=[aws.region]
    )["SpotPlacementScores"]
    rows = tuple(
        (names[spot_placement_score["AvailabilityZoneId"]], str(spot_placement_score["Score"]))
        for spot_placement_score in spot_placement_scores
    )
    return Table(("zone", f"score for {capacity} of {len(types)} types"), rows)


def serving(aws: Sandbox, stack: Stack) -> Mapping[str, Callable[[], float]]:
    """What to measure in a drill on a stack of SpotFleet: members in service, and all instances that are up.

    One that was taken out of the group is up as long as it runs, one that is launched from when it is in service.
    """
    group = stack["Group"].physical_id

    def members(*states: str) -> float:
        # As the group itself knows it: a drill asks hundreds of times, and a request takes as long as the rest of it.
        return float(sum(member.state in states for member in aws.groups.members(group)))

    def up() -> float:
        # A drill asks hundreds of times, and DescribeInstances tells of each instance a hundred things more.
        ec2 = aws.observer("ec2")
        of_group = [
            {"Name": "resource-type", "Values": ["instance"]},
            {"Name": "key", "Values": ["aws:autoscaling:groupName"]},
            {"Name": "value", "Values": [group]},
        ]
        instances = [tag["ResourceId"] for tag in ec2.describe_tags(Filters=of_group)["Tags"]]
        # Without ids the call would answer for the whole account.
        running = ec2.describe_instance_status(InstanceIds=instances)["InstanceStatuses"] if instances else []
        return float(len(running)) - members("Pending", "Pending:Wait")

    return {"in service": lambda: members("InService"), "up": up}


def compared(wishes: Mapping[str, Wish], *, seed: int = 0, hours: float = 24) -> Compared:
    """What each wish comes to over the same 200 seeded histories of a day. No request is made."""
    outcomes = over_histories(wishes.values(), histories=HISTORIES, hours=hours, seed=seed)
    return Compared(dict(zip(wishes, outcomes, strict=True)))


class Compared:
    """Outcomes by name: `compared["lowest price"].interruptions`, and the table of all."""

    def __init__(self, outcomes: Mapping[str, Outcome]) -> None:
        self._outcomes = outcomes

    def __getitem__(self, name: str) -> Outcome:
        return self._outcomes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    @property
    def table(self) -> Table:
        """For each: interruptions, the price of an instance hour, the capacity held, and what was missing at worst."""
        rows = tuple(
            (name, f"{one.interruptions:,}", f"{one.hourly_usd:.4f}", f"{one.held:.3%}", str(one.worst))
            for name, one in self._outcomes.items()
        )
        return Table(("", "interruptions", "USD an hour", "capacity held", "missing at worst"), rows)

    def __repr__(self) -> str:
        return repr(self.table)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()
