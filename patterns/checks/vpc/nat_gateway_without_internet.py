"""A NAT gateway in a subnet that has no route to the internet."""

from __future__ import annotations

from patterns.checks._network import ways_out
from patterns.checks._references import target
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for gateway in of_type(resolved, "AWS::EC2::NatGateway"):
        home = target(resolved, at(gateway.properties, "SubnetId"))
        public = at(gateway.properties, "ConnectivityType") in (None, "public")
        ways = ways_out(resolved, home) if home and home.type == "AWS::EC2::Subnet" and public else None
        if ways is not None and not ways & {"internet", "undecided"}:
            yield gateway.logical_id, ("SubnetId",)


RULE = Rule(
    id="VPC-006",
    title="This NAT gateway leads nowhere",
    why=(
        "A public NAT gateway passes traffic on through the internet gateway of its own subnet. That "
        "subnet has no route to one, so whatever is sent here is lost."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="REL02-BP01",
    severity=Severity.HIGH,
    places=_places,
)
