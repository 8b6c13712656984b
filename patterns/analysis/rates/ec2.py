"""EC2: instances, alone or in an Auto Scaling group, Linux, shared hardware; their volumes, addresses and metrics.

An instance is what it says itself, and for the rest its launch template. Its hours are bought as Spot where the launch
template asks for it or the usage says so; what is left, under a Savings Plan as far as the usage says; the rest on
demand. A Spot price is a sample of one day. A Savings Plan has no price by type here, as no page confirms one: it is
the price on demand less a discount that is an assumption.
https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html
Not modelled: the hours of a group that scales, and what a plan costs in hours that nothing uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from patterns.analysis import burstable
from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted, Unpriceable, known
from patterns.analysis.prices import factor
from patterns.analysis.quantity import HOURS_A_MONTH, Quantity
from patterns.analysis.rates import _volumes
from patterns.analysis.rates._buying import (
    GROUP,
    INSTANCE,
    MOST_TYPES,
    after,
    count,
    hours,
    instance_type,
    launched,
    mixed_types,
    on_demand_hours,
    other_hardware,
    plan_hours,
    spot_lines,
    spot_share,
)
from patterns.template.properties import at, entries, is_on
from patterns.template.values import Unknown

ROOTS = ("/dev/xvda", "/dev/sda1")
"""What images call their root device (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html)."""


def surplus(families: tuple[str, ...], billed: Billed) -> float:
    """vCPU-hours above the baseline of the burstable types among `families`, unless they are not to have more.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode.html
    """
    types = [str(name) for name in mixed_types(billed)] or [instance_type(billed)]
    if not any(name.split(".")[0] in families and burstable.is_burstable(name) for name in types):
        return 0.0
    said = known(launched(billed), "CreditSpecification", default={})
    if "standard" in (known(said, "CPUCredits"), known(said, "CpuCredits")):
        return 0.0
    load, share = billed.used("cpu_percent"), spot_share(billed)
    total = 0.0
    for place, name in enumerate(types):
        bought = share / len(types) + (1 - share if place == 0 else 0.0)
        total += burstable.surplus(name, load) * bought if name.split(".")[0] in families else 0.0
    return total * hours(billed)


def egress(billed: Billed) -> float:
    """GB to the internet from instances with a public address; in a network of the template it stands there."""
    if "AWS::EC2::InternetGateway" in billed.setting.by_type or not addresses(billed):
        return 0.0
    return billed.shared("egress_gb")


def volumes(billed: Billed) -> Iterator[tuple[Any, float]]:
    """The volumes of the instances, as far as they are declared; the image's own stand as a gap."""
    for mapping in entries(known(launched(billed), "BlockDeviceMappings", default=[])):
        if at(mapping, "Ebs") is not None:
            yield at(mapping, "Ebs"), count(billed)


def undeclared_volume(billed: Billed) -> str | None:
    """Why the root volume has no price where the template leaves it to the image."""
    mappings = entries(known(launched(billed), "BlockDeviceMappings", default=[]))
    if any(at(mapping, "DeviceName") in ROOTS for mapping in mappings):
        return None
    return "its size and type come from the image: declare it in BlockDeviceMappings"


def addresses(billed: Billed) -> float:
    """Hours of the public IPv4 addresses that instances get when they start."""
    instance = launched(billed)
    interface = at(instance, "NetworkInterfaces", 0)
    stated = known(interface, "AssociatePublicIpAddress")
    public = is_on(stated) if stated is not None else _subnet_gives_one(billed, at(interface, "SubnetId"))
    return billed.used("hours") * count(billed) if public else 0.0


def metrics(billed: Billed) -> float:
    """Metrics of detailed monitoring, each for the part of the month its instance runs."""
    instance = billed.value("Monitoring") if billed.resource.type == INSTANCE else None
    detailed = instance if instance is not None else known(launched(billed), "Monitoring", "Enabled")
    if not is_on(detailed):
        return 0.0
    months = billed.used("hours") / HOURS_A_MONTH
    return factor("ec2.detailed-monitoring.metrics") * count(billed) * months


def _subnet_gives_one(billed: Billed, of_interface: Any) -> bool:
    own = billed.resource.properties
    subnet = of_interface or at(own, "SubnetId") or at(own, "VPCZoneIdentifier", 0)
    if subnet is None:
        # https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
        return True
    found = billed.setting.named(subnet)
    if found is None or found.resource.type != "AWS::EC2::Subnet":
        where = subnet.text if isinstance(subnet, Unknown) else subnet
        raise Unpriceable(f"whether the subnet {where} gives one is not in this template")
    return found.is_on("MapPublicIpOnLaunch")


_LINES: Rate = (
    Charge("instance on demand", "ec2.instance.{}", on_demand_hours, instance_type),
    Charge(
        "instance under a Savings Plan", "ec2.instance.{}", plan_hours, instance_type, after("savings_plan_discount")
    ),
    *(line for place in range(MOST_TYPES) for line in spot_lines(place)),
    Gap("instance", other_hardware),
    *_volumes.charges(volumes),
    Gap("root volume", undeclared_volume),
    Charge("public IPv4 address", "vpc.public-ipv4.hour", addresses),
    Charge("detailed monitoring", "cloudwatch.metric", metrics),
    Charge("CPU credits beyond those earned", "ec2.credits.t4g", partial(surplus, ("t4g",))),
    Charge("CPU credits beyond those earned", "ec2.credits.t3", partial(surplus, ("t3", "t3a"))),
    Charge("data to the internet", "transfer.internet-out", egress),
    Uncounted("licences of images but Linux's, snapshots, data to other regions"),
)

QUANTITIES: dict[str, Quantity] = {
    "cpu_percent": Quantity(
        "Load of instances",
        5,
        "% of the vCPUs",
        "Of each burstable instance, on average; above the baseline of its type it costs extra.",
        100,
        place=15,
    ),
    "egress_gb": Quantity(
        "Out to the internet",
        10,
        "GB a month",
        "From instances with a public address, and balancers, whose network is not in the template; that the first "
        "100 GB cost nothing is not counted.",
        place=80,
    ),
    "spot_percent": Quantity(
        "Bought as Spot",
        0,
        "% of the hours",
        "Of each instance; where the template asks for Spot, all hours are.",
        100,
        place=20,
    ),
    "spot_discount": Quantity(
        "Spot discount",
        0,
        "% off",
        "Your own figure, off the on-demand price; 0 uses the sampled Spot price.",
        factor("ec2.spot.most"),
        place=20,
    ),
    "savings_plan_percent": Quantity(
        "Under a Savings Plan",
        0,
        "% of the hours",
        "Of what is not Spot: one year, nothing paid upfront.",
        100,
        place=20,
    ),
    "savings_plan_discount": Quantity(
        "Savings Plan discount",
        factor("ec2.savings-plan.discount"),
        "% off",
        "Off the on-demand price; an assumption, for a Compute plan: AWS lists the rate of each type.",
        factor("ec2.savings-plan.most"),
        place=20,
    ),
}

RATES: dict[str, Rate] = {INSTANCE: _LINES, GROUP: _LINES}
