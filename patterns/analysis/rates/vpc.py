"""VPC: NAT gateways, public IPv4 addresses, endpoints, and data that leaves its zone or the network.

Traffic out to the internet stands with the internet gateway, traffic between zones with the VPC, once in each direction
as AWS bills it. A regional NAT gateway is charged for each zone it stands in: those it names, else those of the
template's subnets, with one public address in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Setting, Uncounted, Unpriceable
from patterns.analysis.quantity import Quantity
from patterns.template.properties import at


def is_regional(billed: Billed) -> bool:
    """Whether a NAT gateway stands in several zones as one."""
    return bool(billed.value("AvailabilityMode", default="zonal") == "regional")


def nat_zones(billed: Billed) -> int:
    """How many zones a NAT gateway is charged for."""
    if not is_regional(billed):
        return 1
    named = billed.value("AvailabilityZoneAddresses", default=[])
    zones = len(named) or len(_zones(billed))
    if not zones:
        raise Unpriceable("its zones are those of subnets that are not in this template")
    return zones


def nat_hours(billed: Billed) -> float:
    """NAT gateway-hours in a month."""
    return billed.used("hours") * nat_zones(billed)


def nat_addresses(billed: Billed) -> float:
    """Hours of the public addresses a regional NAT gateway takes by itself; others are declared, and stand there."""
    takes_its_own = is_regional(billed) and not billed.value("AvailabilityZoneAddresses")
    return billed.used("hours") * nat_zones(billed) if takes_its_own else 0.0


def address(billed: Billed) -> float:
    """Hours of an Elastic IP address, used or idle."""
    for pool in ("PublicIpv4Pool", "IpamPoolId"):
        if at(billed.resource.properties, pool) is not None:
            raise Unpriceable(f"addresses from a {pool} may be your own, which AWS does not charge for")
    return billed.used("hours")


def endpoint_hours(billed: Billed) -> float:
    """Hours of an interface endpoint, in each zone it has a subnet in; gateway endpoints are free."""
    if _endpoint_type(billed) != "Interface":
        return 0.0
    return billed.used("hours") * len(billed.value("SubnetIds", default=[]))


def endpoint_data(billed: Billed) -> float:
    """GB through an interface endpoint."""
    return billed.used("endpoint_gb") if _endpoint_type(billed) == "Interface" else 0.0


def other_endpoint(billed: Billed) -> str | None:
    """Why an endpoint that is neither a gateway nor an interface has no price."""
    kind = _endpoint_type(billed)
    return None if kind in ("Gateway", "Interface") else f"the price of {kind} endpoints is not confirmed"


def cross_zone(billed: Billed) -> float:
    """GB between zones, once for each direction; none in a network of one zone."""
    return 2 * billed.shared("cross_zone_gb") if len(_zones(billed)) > 1 else 0.0


def _endpoint_type(billed: Billed) -> str:
    return str(billed.value("VpcEndpointType", default="Gateway"))


def _zones(billed: Billed) -> frozenset[str]:
    """The zones of the subnets in the same VPC."""
    return _zones_of_networks(billed.setting).get(_network(billed), frozenset())


@lru_cache(maxsize=1)
def _zones_of_networks(setting: Setting) -> Mapping[Any, frozenset[str]]:
    zones_of_networks: dict[Any, frozenset[str]] = {}
    for subnet in setting.by_type.get("AWS::EC2::Subnet", ()):
        zone = at(subnet.resource.properties, "AvailabilityZone")
        if zone is not None:
            network = _network(subnet)
            zones_of_networks[network] = zones_of_networks.get(network, frozenset()) | {str(zone)}
    return zones_of_networks


def _network(billed: Billed) -> Any:
    """The VPC a resource is in, as itself if it is one of the template's, else as it is written."""
    if billed.resource.type == "AWS::EC2::VPC":
        return billed
    written = at(billed.resource.properties, "VpcId")
    return billed.setting.named(written) or written


QUANTITIES: dict[str, Quantity] = {
    "nat_gb": Quantity("Through NAT", 100, "GB a month", "Through all NAT gateways together.", place=60),
    "endpoint_gb": Quantity("Through endpoints", 10, "GB a month", "Through each interface endpoint.", place=60),
    "internet_out_gb": Quantity(
        "Out to the internet",
        100,
        "GB a month",
        "From the network, through all internet gateways; that the first 100 GB cost nothing is not counted.",
        place=80,
    ),
    "cross_zone_gb": Quantity(
        "Between zones", 100, "GB a month", "Between zones of a network that has more than one.", place=80
    ),
}

RATES: dict[str, Rate] = {
    "AWS::EC2::NatGateway": (
        Charge("gateway", "vpc.nat-gateway.hour", nat_hours),
        Charge("data through it", "vpc.nat-gateway.data", lambda billed: billed.shared("nat_gb")),
        Charge("its public IPv4 addresses", "vpc.public-ipv4.hour", nat_addresses),
    ),
    "AWS::EC2::EIP": (Charge("public IPv4 address", "vpc.public-ipv4.hour", address),),
    "AWS::EC2::VPCEndpoint": (
        Charge("endpoint, each zone", "vpc.interface-endpoint.hour", endpoint_hours),
        Charge("data through it", "vpc.interface-endpoint.data", endpoint_data),
        Gap("endpoint", other_endpoint),
    ),
    "AWS::EC2::InternetGateway": (
        Charge("data to the internet", "transfer.internet-out", lambda billed: billed.shared("internet_out_gb")),
    ),
    "AWS::EC2::VPC": (
        Charge("data between zones", "transfer.cross-zone", cross_zone),
        Uncounted("data to other regions and networks"),
    ),
}
