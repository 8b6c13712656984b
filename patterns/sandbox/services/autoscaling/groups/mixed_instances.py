"""Whether a mixed group's next instance is bought on demand or as Spot, and of which type. Pure.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/mixed-instances-groups-set-up-overview.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/allocation-strategies.html
Not here: prices and spare capacity, by which strategies other than by priority choose (`Groups.choose_pool`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from patterns.sandbox.services.autoscaling.groups.model import Member
from patterns.sandbox.services.ec2.spot.mix import Kind, Mix


def on_demand_capacity(mix: Mix, capacity: int) -> int:
    """How much of a capacity is bought on demand: the base, and the share above it rounded up."""
    above = max(0, capacity - mix.base)
    return min(capacity, mix.base + math.ceil(above * mix.percent_above_base / 100))


def next_is_spot(mix: Mix, on_demand: int, capacity: int) -> bool:
    """Whether one more instance is to be Spot, for a group that has `on_demand` and is to have `capacity`."""
    return on_demand >= on_demand_capacity(mix, capacity)


def first_pool(mix: Mix, **about: object) -> Kind:
    """The pool with the highest priority: the first listed."""
    return mix.pools[0]


def to_end(mix: Mix, members: Iterable[Member], capacity: int) -> list[Member]:
    """The members of the purchase option that there is too much of, once the group has `capacity`.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
    """
    there = list(members)
    on_demand = sum(member.weight for member in there if not member.is_spot)
    spot = on_demand <= on_demand_capacity(mix, capacity)
    return [member for member in there if member.is_spot == spot] or there
