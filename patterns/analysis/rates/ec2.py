"""EC2: instances, alone or in an Auto Scaling group, Linux, shared hardware; their volumes, addresses and metrics.

An instance is what it says itself, and for the rest its launch template. Its hours are bought as Spot where the launch
template asks for it or the usage says so; what is left, under a Savings Plan as far as the usage says; the rest on
demand. A Spot price is a sample of one day. A Savings Plan has no price by type here, as no page confirms one: it is
the price on demand less a discount that is an assumption.
https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html
Not modelled: CPU credits of burstable types beyond those earned, the hours of a group that scales, and what a plan
costs in hours that nothing uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Unpriceable, known
from patterns.analysis.prices import factor
from patterns.analysis.rates import _volumes
from patterns.analysis.usage import QUANTITIES
from patterns.findings import at, entries, is_on
from patterns.template.values import Unknown

PLAN, SPOT = "instance under a Savings Plan", "instance as Spot"
INSTANCE, GROUP = "AWS::EC2::Instance", "AWS::AutoScaling::AutoScalingGroup"

ROOTS = ("/dev/xvda", "/dev/sda1")
"""What images call their root device (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html)."""


def launched(billed: Billed) -> Mapping[str, Any]:
    """The properties an instance is launched with. Raises `Unpriceable` if its launch template is not at hand."""
    own = billed.resource.properties if billed.resource.type == INSTANCE else {}
    given = at(billed.resource.properties, "LaunchTemplate")
    if given is None:
        if billed.resource.type == GROUP:
            raise Unpriceable("it mixes types or purchase options, or takes a launch configuration")
        return own
    names = (billed.named("LaunchTemplate", f"LaunchTemplate{key}") for key in ("Id", "Name"))
    template = next(filter(None, names), None)
    if template is None and "InstanceType" not in own:
        raise Unpriceable("its launch template is not in this template")
    return {**(template.value("LaunchTemplateData", default={}) if template else {}), **own}


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
    if known(launched(billed), "InstanceMarketOptions", "MarketType") == "spot":
        return 1.0
    return billed.used("spot_percent") / 100


def sampled_spot_hours(billed: Billed) -> float:
    """Hours of Spot at the sampled price, which a discount of the reader's own takes the place of."""
    bought = hours(billed) * spot_share(billed)
    return bought if bought and not billed.used("spot_discount") else 0.0


def discounted_spot_hours(billed: Billed) -> float:
    """Hours of Spot at the reader's own discount."""
    bought = hours(billed) * spot_share(billed)
    return bought if bought and billed.used("spot_discount") else 0.0


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
    return "its size and type are the image's: declare it in BlockDeviceMappings"


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
    months = billed.used("hours") / QUANTITIES["hours"].default
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
    Charge(SPOT, "ec2.spot.{}", sampled_spot_hours, instance_type, advice=": the usage spot_discount gives one"),
    Charge(SPOT, "ec2.instance.{}", discounted_spot_hours, instance_type, after("spot_discount")),
    Gap("instance", other_hardware),
    *_volumes.charges(volumes),
    Gap("root volume", undeclared_volume),
    Charge("public IPv4 address", "vpc.public-ipv4.hour", addresses),
    Charge("detailed monitoring", "cloudwatch.metric", metrics),
)

RATES: dict[str, Rate] = {INSTANCE: _LINES, GROUP: _LINES}
