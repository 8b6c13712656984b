"""Load balancers: their hours and capacity units, of application and network balancers.

A unit is the greatest of new connections, open connections, bytes and rules in an hour: the usage says how many.
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted
from patterns.analysis.quantity import Quantity
from patterns.template.properties import at, entries

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


def addresses(billed: Billed) -> float:
    """Hours of the public IPv4 addresses of a balancer that faces the internet: one in each zone, none brought along.

    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html#vpc-public-ipv4-addresses
    """
    if not faces_internet(billed) or billed.value("IpAddressType") == "dualstack-without-public-ipv4":
        return 0.0
    subnets, mappings = (entries(billed.value(name)) for name in ("Subnets", "SubnetMappings"))
    brought = sum(at(each, "AllocationId") is not None for each in mappings)
    return billed.used("hours") * (len(subnets) + len(mappings) - brought)


def faces_internet(billed: Billed) -> bool:
    """Whether a balancer of a known price answers the internet."""
    return kind(billed) in PRICED and billed.value("Scheme", default="internet-facing") == "internet-facing"


def egress(billed: Billed) -> float:
    """GB to the internet through a balancer; in a network of the template it stands with its internet gateway."""
    if "AWS::EC2::InternetGateway" in billed.setting.by_type or not faces_internet(billed):
        return 0.0
    return billed.shared("egress_gb")


def reserved(billed: Billed) -> str | None:
    """Why capacity that is kept ready has no price."""
    return "its price is not confirmed" if billed.value("MinimumLoadBalancerCapacity") else None


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
    "balancer_log_gb": Quantity(
        "Access logs of balancers",
        10,
        "GB a month",
        "Written by each load balancer that keeps an access log, some 500 bytes a request, compressed.",
        place=70,
    ),
}

RATES: dict[str, Rate] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        Charge("load balancer", "elb.{}.hour", hours, kind),
        Charge("capacity units", "elb.{}.unit", units, kind),
        Charge("its public IPv4 addresses", "vpc.public-ipv4.hour", addresses),
        Charge("data to the internet", "transfer.internet-out", egress),
        Gap("load balancer", other),
        Gap("capacity kept ready", reserved),
        Uncounted("trust stores of listeners that ask for a certificate"),
    ),
}
