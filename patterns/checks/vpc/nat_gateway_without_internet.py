"""A NAT gateway in a subnet that has no route to the internet, or one that leads to the gateway again."""

from __future__ import annotations

from patterns.checks._network import route_tables, ways_out
from patterns.checks._references import target
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource


def _places(resolved: Resolved) -> Places:
    for gateway in of_type(resolved, "AWS::EC2::NatGateway"):
        home = target(resolved, at(gateway.properties, "SubnetId"))
        public = at(gateway.properties, "ConnectivityType") in (None, "public")
        ways = ways_out(resolved, home) if home and home.type == "AWS::EC2::Subnet" and public else None
        if ways is not None and (not ways & {"internet", "undecided"} or _goes_round(resolved, gateway, home)):
            yield gateway.logical_id, ("SubnetId",)


def _goes_round(resolved: Resolved, gateway: Resource, home: Resource | None) -> bool:
    """Whether a route of the gateway's own subnet sends something to the gateway again: a loop."""
    tables = route_tables(resolved, home) if home else None
    return any(
        target(resolved, at(route.properties, "NatGatewayId")) is gateway
        and (table := target(resolved, at(route.properties, "RouteTableId"))) is not None
        and table.logical_id in (tables or ())
        for route in of_type(resolved, "AWS::EC2::Route")
    )


RULE = Rule(
    id="VPC-006",
    title="This NAT gateway leads nowhere",
    why=(
        "A public NAT gateway passes traffic on by the routes of its own subnet to an internet gateway. This subnet "
        "has no route to one, or sends some of it to the NAT gateway again: whatever takes this way is lost."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="REL02-BP01",
    severity=Severity.HIGH,
    places=_places,
)
