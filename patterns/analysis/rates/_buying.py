"""How instances are bought: what is launched, how many, and which of their hours as Spot, under a plan or on demand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from patterns.analysis.charges import Billed, Charge, Rate, Unpriceable, known, number
from patterns.template.properties import at, entries

PLAN, SPOT = "instance under a Savings Plan", "instance as Spot"
INSTANCE, GROUP = "AWS::EC2::Instance", "AWS::AutoScaling::AutoScalingGroup"

NO_SAMPLE = ": the usage spot_discount gives one"
MIXED = "MixedInstancesPolicy"
MOST_TYPES = 12


def launched(billed: Billed) -> Mapping[str, Any]:
    """The properties an instance is launched with. Raises `Unpriceable` if its launch template is not at hand."""
    own = billed.resource.properties if billed.resource.type == INSTANCE else {}
    path: tuple[str, ...] = ("LaunchTemplate",)
    if mixed_types(billed):
        path = (MIXED, "LaunchTemplate", "LaunchTemplateSpecification")
        own = {"InstanceType": mixed_types(billed)[0]}
    if at(billed.resource.properties, *path) is None:
        if billed.resource.type == GROUP:
            raise Unpriceable("it names no launch template and no types: it may use a launch configuration")
        return own
    names = (billed.named(*path, f"LaunchTemplate{key}") for key in ("Id", "Name"))
    template = next(filter(None, names), None)
    if template is None and "InstanceType" not in own:
        raise Unpriceable("its launch template is not in this template")
    return {**(template.value("LaunchTemplateData", default={}) if template else {}), **own}


def mixed_types(billed: Billed) -> list[Any]:
    """The types that a mixed group names, none for another resource."""
    overrides = entries(at(billed.resource.properties, MIXED, "LaunchTemplate", "Overrides"))
    return [one for override in overrides if (one := known(override, "InstanceType"))][:MOST_TYPES]


def count(billed: Billed) -> float:
    """How many instances run: one, or what a group wants, or its least."""
    if billed.resource.type == INSTANCE:
        return 1.0
    wanted = "DesiredCapacity" if at(billed.resource.properties, "DesiredCapacity") is not None else "MinSize"
    return billed.number(wanted)


def hours(billed: Billed) -> float:
    """Hours of all instances in a month, of those on shared hardware."""
    return billed.used("hours") * count(billed) if _tenancy(billed) == "default" else 0.0


def other_hardware(billed: Billed) -> str | None:
    """Why an instance that is not on shared hardware has no price."""
    tenancy = _tenancy(billed)
    return None if tenancy == "default" else f"the price of {tenancy} hardware is not confirmed"


def spot_share(billed: Billed) -> float:
    """The part of the hours that is bought as Spot."""
    if mixed_types(billed):
        return _mixed_spot_share(billed)
    if known(launched(billed), "InstanceMarketOptions", "MarketType") == "spot":
        return 1.0
    return billed.used("spot_percent") / 100


def _mixed_spot_share(billed: Billed) -> float:
    """What a mixed group does not buy on demand: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html."""
    said, capacity = at(billed.resource.properties, MIXED, "InstancesDistribution"), count(billed)
    base = min(capacity, number(said, "OnDemandBaseCapacity", default=0))
    percent = number(said, "OnDemandPercentageAboveBaseCapacity", default=100)
    on_demand = base + math.ceil((capacity - base) * percent / 100)
    return 1 - on_demand / capacity if capacity else 0.0


def spot_hours(place: int, billed: Billed) -> float:
    """Hours of Spot of one of the types: all of them alike in a mixed group, the only one of another resource."""
    bought, types = hours(billed) * spot_share(billed), max(1, len(mixed_types(billed)))
    return bought / types if place < types else 0.0


def spot_type(place: int, billed: Billed) -> str:
    """The type whose hours of Spot those are."""
    types = mixed_types(billed)
    return str(types[place]) if types else instance_type(billed)


def sampled_spot_hours(place: int, billed: Billed) -> float:
    """Hours of Spot at the sampled price, which a discount of the reader's own replaces."""
    bought = spot_hours(place, billed)
    return bought if bought and not billed.used("spot_discount") else 0.0


def discounted_spot_hours(place: int, billed: Billed) -> float:
    """Hours of Spot at the reader's own discount."""
    bought = spot_hours(place, billed)
    return bought if bought and billed.used("spot_discount") else 0.0


def spot_lines(place: int) -> Rate:
    """The lines of one of the types that is bought as Spot."""
    kind = partial(spot_type, place)
    return (
        Charge(SPOT, "ec2.spot.{}", partial(sampled_spot_hours, place), kind, advice=NO_SAMPLE),
        Charge(SPOT, "ec2.instance.{}", partial(discounted_spot_hours, place), kind, after("spot_discount")),
    )


def plan_hours(billed: Billed) -> float:
    """Hours under a Savings Plan, which never covers Spot."""
    left = hours(billed) * (1 - spot_share(billed))
    return left * billed.used("savings_plan_percent") / 100 if left else 0.0


def on_demand_hours(billed: Billed) -> float:
    """Hours that are neither Spot nor under a Savings Plan."""
    return hours(billed) * (1 - spot_share(billed)) - plan_hours(billed)


def after(discount: str) -> Callable[[Billed], float]:
    """The part of a price that is paid after the discount which a usage quantity names, in percent."""
    return lambda billed: 1 - billed.used(discount) / 100


def instance_type(billed: Billed) -> str:
    """The instance type, which CloudFormation takes for m1.small if none is given."""
    return str(known(launched(billed), "InstanceType", default="m1.small"))


def _tenancy(billed: Billed) -> str:
    instance = launched(billed)
    return str(known(instance, "Placement", "Tenancy") or known(instance, "Tenancy", default="default"))
