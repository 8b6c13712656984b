"""A VPC whose subnets all stand in one Availability Zone."""

from __future__ import annotations

from patterns.checks._network import subnets_of, zone
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for vpc in of_type(resolved, "AWS::EC2::VPC"):
        subnets = subnets_of(resolved, vpc)
        zones = [zone(subnet) for subnet in subnets]
        if len(subnets) == 1 or (None not in zones and len(set(zones)) == 1):
            yield vpc.logical_id, ()


RULE = Rule(
    id="VPC-004",
    title="One zone holds everything",
    why=(
        "An Availability Zone can fail as a whole: power, cooling or network. With subnets in one zone "
        "only, nothing in this network can run anywhere else."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL10-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
