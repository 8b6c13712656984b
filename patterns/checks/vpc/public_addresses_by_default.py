"""A subnet that gives public addresses by default."""

from __future__ import annotations

from patterns.checks._network import gives_public_addresses
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for subnet in of_type(resolved, "AWS::EC2::Subnet"):
        if gives_public_addresses(subnet):
            yield subnet.logical_id, ("MapPublicIpOnLaunch",)


RULE = Rule(
    id="VPC-001",
    title="Everything launched in this subnet gets a public address",
    why=(
        "An instance then faces the internet because of where it is, not because anybody decided so. Leave the default "
        "off, and give an address only to what needs one, such as a load balancer."
    ),
    source="https://docs.aws.amazon.com/config/latest/developerguide/subnet-auto-assign-public-ip-disabled.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
