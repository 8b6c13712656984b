"""A cache whose primary nothing replaces in another zone."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for group in of_type(resolved, "AWS::ElastiCache::ReplicationGroup"):
        switches = ("AutomaticFailoverEnabled", "MultiAZEnabled")
        lacking = [name for name in switches if is_off(at(group.properties, name))]
        if lacking:
            yield group.logical_id, (lacking[0],) if lacking[0] in group.properties else ()


RULE = Rule(
    id="CACHE-001",
    title="Nothing takes over if this cache fails",
    why=(
        "Without Multi-AZ a new primary has to be made and provisioned when the old one fails, and nothing can be "
        "written until it is there. With MultiAZEnabled a replica in another zone becomes the primary, which is much "
        "faster, and the primary endpoint leads to it."
    ),
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL10-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
