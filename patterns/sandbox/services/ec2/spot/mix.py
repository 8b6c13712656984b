"""What somebody who takes several kinds of instances at once wants of them. Not which of them there are.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """A version of a launch template, by number."""

    id: str
    name: str
    version: str


@dataclass(frozen=True)
class Kind:
    """One kind of instance a mixed group may take: a type, what it counts for, and its own launch template."""

    instance_type: str
    weight: int = 1
    template: Template | None = None


@dataclass(frozen=True)
class Mix:
    """What a group with a mixed instances policy takes, and how much of it on demand."""

    pools: tuple[Kind, ...]
    base: int = 0
    percent_above_base: int = 100
    on_demand_strategy: str = "prioritized"
    spot_strategy: str = "lowest-price"
    spot_pools: int = 2
    highest_price: str = ""
