"""A subnet that gives public addresses and has no route to the internet."""

from __future__ import annotations

from patterns.checks._network import gives_public_addresses, ways_out
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for subnet in of_type(resolved, "AWS::EC2::Subnet"):
        ways = ways_out(resolved, subnet)
        if gives_public_addresses(subnet) and ways is not None and not ways & {"internet", "undecided"}:
            yield subnet.logical_id, ("MapPublicIpOnLaunch",)


RULE = Rule(
    id="VPC-003",
    title="This public subnet is not public",
    why=(
        "It gives out public addresses but has no route to an internet gateway, so nothing from outside arrives. A "
        "public subnet needs a gateway, a route table with a route to it, and an association."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="REL02-BP01",
    severity=Severity.HIGH,
    places=_places,
)
