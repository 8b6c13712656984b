"""A Spot Fleet: the hours of its capacity, on demand for the part that is said so and the rest as Spot.

Its Spot hours are priced as if spread evenly over its types (the first twelve), at the sampled price of each: which
pools they come from is EC2's choice. Not modelled: weights, and what its launch template adds to each instance.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted, Unpriceable, known
from patterns.analysis.rates._buying import MOST_TYPES, NO_SAMPLE, SPOT, after
from patterns.template.properties import at, entries

CONFIG = "SpotFleetRequestConfigData"


def types(billed: Billed) -> list[str]:
    """The types the fleet names, each once. Raises `Unpriceable` if it names none."""
    config = at(billed.resource.properties, CONFIG)
    templates = entries(at(config, "LaunchTemplateConfigs"))
    pools = [*entries(at(config, "LaunchSpecifications")),
             *(entry for template in templates for entry in entries(at(template, "Overrides")))]  # fmt: skip
    named = [str(known(pool, "InstanceType")) for pool in pools if at(pool, "InstanceType") is not None]
    if not named:
        wanted: Any = billed.value(CONFIG, "TargetCapacity", default=0)
        raise Unpriceable(f"which pools its capacity of {wanted} comes from, and at what price, is EC2's choice")
    return list(dict.fromkeys(named))[:MOST_TYPES]


def on_demand_hours(billed: Billed) -> float:
    """Hours of the capacity that is to be on demand."""
    wanted = billed.number(CONFIG, "OnDemandTargetCapacity", default=0)
    return billed.used("hours") * wanted if types(billed) else 0.0


def spot_hours(place: int, billed: Billed) -> float:
    """Hours of Spot of one of the types: all of them alike."""
    named = types(billed)
    if place >= len(named):
        return 0.0
    target = billed.number(CONFIG, "TargetCapacity", default=0)
    spot = target - billed.number(CONFIG, "OnDemandTargetCapacity", default=0)
    return billed.used("hours") * max(0.0, spot) / len(named)


def sampled_hours(place: int, billed: Billed) -> float:
    """Hours of Spot at the sampled price, which a discount of the reader's own replaces."""
    bought = spot_hours(place, billed)
    return bought if bought and not billed.used("spot_discount") else 0.0


def discounted_hours(place: int, billed: Billed) -> float:
    """Hours of Spot at the reader's own discount."""
    bought = spot_hours(place, billed)
    return bought if bought and billed.used("spot_discount") else 0.0


def _type(place: int, billed: Billed) -> str:
    return types(billed)[place]


def _lines(place: int) -> Rate:
    kind = partial(_type, place)
    return (
        Charge(SPOT, "ec2.spot.{}", partial(sampled_hours, place), kind, advice=NO_SAMPLE),
        Charge(SPOT, "ec2.instance.{}", partial(discounted_hours, place), kind, after("spot_discount")),
    )


RATES: dict[str, Rate] = {
    "AWS::EC2::SpotFleet": (
        Charge("instance on demand", "ec2.instance.{}", on_demand_hours, partial(_type, 0)),
        *(line for place in range(MOST_TYPES) for line in _lines(place)),
        Uncounted("volumes, addresses, metrics and CPU credits of its instances"),
    )
}
