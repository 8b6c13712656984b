"""EC2: instances, alone or in an Auto Scaling group, Linux, shared hardware; their volumes, addresses and metrics.

An instance is what it says itself, and for the rest its launch template. Its hours are bought as Spot where the launch
template asks for it or the usage says so; what is left, under a Savings Plan as far as the usage says; the rest on
demand. A Spot price is a sample of one day. A Savings Plan has no price by type here, as no page confirms one: it is
the price on demand less a discount that is an assumption.
https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html
Not modelled: the hours of a group that scales, and what a plan costs in hours that nothing uses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from patterns.analysis import burstable
from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted, Unpriceable, known, number
from patterns.analysis.prices import factor
from patterns.analysis.quantity import HOURS_A_MONTH, Quantity
from patterns.analysis.rates import _volumes
from patterns.template.properties import at, entries, is_on
from patterns.template.values import Unknown

PLAN, SPOT = "instance under a Savings Plan", "instance as Spot"
INSTANCE, GROUP = "AWS::EC2::Instance", "AWS::AutoScaling::AutoScalingGroup"

ROOTS = ("/dev/xvda", "/dev/sda1")
"""What images call their root device (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html)."""

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


def _spot_lines(place: int) -> Rate:
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


def _tenancy(billed: Billed) -> str:
    instance = launched(billed)
    return str(known(instance, "Placement", "Tenancy") or known(instance, "Tenancy", default="default"))


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
    *(line for place in range(MOST_TYPES) for line in _spot_lines(place)),
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
