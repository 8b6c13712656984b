"""EC2: instances, alone or in an Auto Scaling group, on demand, Linux, shared hardware; their volumes and addresses.

An instance is what it says itself, and for the rest its launch template. Spot has no price here: it follows the market,
and no page holds it still. Nor have Savings Plans: no page confirms a price. Not modelled: CPU credits of burstable
types beyond those earned, and the hours of a group that scales.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Unpriceable, is_on, known
from patterns.analysis.rates import _volumes
from patterns.findings import at, entries
from patterns.template.values import Unknown

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
    """Instance-hours on demand in a month."""
    instance = launched(billed)
    if known(instance, "InstanceMarketOptions", "MarketType") == "spot":
        raise Unpriceable("Spot prices follow the market")
    tenancy = known(instance, "Placement", "Tenancy") or known(instance, "Tenancy", default="default")
    if tenancy != "default":
        raise Unpriceable(f"the price of {tenancy} hardware is not confirmed")
    return billed.used("hours") * count(billed)


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


def monitoring(billed: Billed) -> str | None:
    """Why detailed monitoring has no price."""
    instance = billed.value("Monitoring") if billed.resource.type == INSTANCE else None
    detailed = instance if instance is not None else known(launched(billed), "Monitoring", "Enabled")
    return "how many metrics it is charged for is not confirmed" if is_on(detailed) else None


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
    Charge("instance on demand", "ec2.instance.{}", hours, kind=instance_type),
    *_volumes.charges(volumes),
    Gap("root volume", undeclared_volume),
    Charge("public IPv4 address", "vpc.public-ipv4.hour", addresses),
    Gap("detailed monitoring", monitoring),
)

RATES: dict[str, Rate] = {INSTANCE: _LINES, GROUP: _LINES}
