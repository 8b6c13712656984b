"""Load balancers: their hours and capacity units, of application and network balancers.

A unit is the greatest of new connections, open connections, bytes and rules in an hour: the usage says how many.
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Gap, Rate
from patterns.analysis.quantity import Quantity

PRICED = ("application", "network")


def kind(billed: Billed) -> str:
    """The type of a load balancer."""
    return str(billed.value("Type", default="application"))


def hours(billed: Billed) -> float:
    """Hours of a balancer whose price is known."""
    return billed.used("hours") if kind(billed) in PRICED else 0.0


def units(billed: Billed) -> float:
    """Capacity unit-hours of a balancer whose price is known."""
    return billed.used("hours") * billed.used("balancer_units") if kind(billed) in PRICED else 0.0


def other(billed: Billed) -> str | None:
    """Why another kind of load balancer has no price."""
    return None if kind(billed) in PRICED else f"the price of {kind(billed)} load balancers is not confirmed"


QUANTITIES: dict[str, Quantity] = {
    "balancer_units": Quantity(
        "Load of balancers",
        1,
        "capacity units",
        "Of each load balancer, on average: 1 GB an hour, or 25 connections.",
        place=70,
    ),
}

RATES: dict[str, Rate] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        Charge("load balancer", "elb.{}.hour", hours, kind),
        Charge("capacity units", "elb.{}.unit", units, kind),
        Gap("load balancer", other),
    ),
}
