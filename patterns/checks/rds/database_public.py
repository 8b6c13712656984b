"""A database with a public address."""

from __future__ import annotations

from patterns.checks.rds._databases import INSTANCE
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_on, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for instance in of_type(resolved, INSTANCE):
        if is_on(at(instance.properties, "PubliclyAccessible")):
            yield instance.logical_id, ("PubliclyAccessible",)


RULE = Rule(
    id="RDS-002",
    title="The database has a public address",
    why=(
        "Anything its security group lets in can try passwords from anywhere. Keep databases in private subnets, and "
        "reach them from within the network."
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP02",
    severity=Severity.HIGH,
    places=_places,
)
