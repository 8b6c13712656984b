"""A subnet that holds data, under the default network ACL, which allows everything."""

from __future__ import annotations

from patterns.checks._network import data_subnets, vpc_of
from patterns.checks._references import mentions, undecided
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    associations = of_type(resolved, "AWS::EC2::SubnetNetworkAclAssociation")
    guarded = [at(association.properties, "SubnetId") for association in associations]
    for subnet in data_subnets(resolved):
        if vpc_of(resolved, subnet) and not any(mentions(value, subnet) or undecided(value) for value in guarded):
            yield subnet.logical_id, ()


RULE = Rule(
    id="VPC-013",
    title="Only security groups guard the data tier",
    why=(
        "One security group opened by mistake, and the databases answer anyone who asks. A network ACL around their "
        "subnets still holds: it is a second wall, and somebody else can look after it."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP02",
    severity=Severity.INFO,
    places=_places,
)
