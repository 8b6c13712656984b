"""A zonal NAT gateway that subnets of other zones depend on."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.checks._network import default_routes, zone
from patterns.checks._references import target
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource


def _places(resolved: Resolved) -> Places:
    for gateway in of_type(resolved, "AWS::EC2::NatGateway"):
        home = target(resolved, at(gateway.properties, "SubnetId"))
        own = zone(home) if home else None
        if own and any(zone(subnet) not in (None, own) for subnet in _served(resolved, gateway)):
            yield gateway.logical_id, ("SubnetId",)


def _served(resolved: Resolved, gateway: Resource) -> Iterator[Resource]:
    for subnet in of_type(resolved, "AWS::EC2::Subnet"):
        routes = default_routes(resolved, subnet) or ()
        if any(target(resolved, at(route.properties, "NatGatewayId")) is gateway for route in routes):
            yield subnet


RULE = Rule(
    id="VPC-005",
    title="Other zones depend on this zone's NAT gateway",
    why=(
        "If the zone of this NAT gateway fails, the private subnets of the other zones lose their way out with it, "
        "although they themselves are fine. A gateway in each zone, or a regional one, keeps the zones independent."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL10-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
