"""A database with nothing in another zone that takes over."""

from __future__ import annotations

from patterns.checks.rds._databases import CLUSTER, INSTANCE, alone
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for instance in alone(resolved):
        if is_off(at(instance.properties, "MultiAZ")):
            yield instance.logical_id, ("MultiAZ",) if "MultiAZ" in instance.properties else ()
    members = [member.properties.get("DBClusterIdentifier") for member in of_type(resolved, INSTANCE)]
    named = [logical_id for member in members if isinstance(member, Unknown) for logical_id, _ in member.references]
    for cluster in of_type(resolved, CLUSTER):
        if named.count(cluster.logical_id) == 1:
            yield cluster.logical_id, ()


RULE = Rule(
    id="RDS-001",
    title="Nothing takes over if this database fails",
    why=(
        "When its zone or its hardware fails, a single instance is gone until it is repaired or restored. "
        "With MultiAZ a standby in another zone takes over in one to two minutes, and a cluster needs a "
        "second instance for the same."
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL10-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
