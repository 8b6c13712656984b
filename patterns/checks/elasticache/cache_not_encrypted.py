"""A cache that is not encrypted at rest or on the way."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for group in of_type(resolved, "AWS::ElastiCache::ReplicationGroup"):
        switches = ("AtRestEncryptionEnabled", "TransitEncryptionEnabled")
        lacking = [name for name in switches if is_off(at(group.properties, name))]
        if lacking:
            yield group.logical_id, (lacking[0],) if lacking[0] in group.properties else ()


RULE = Rule(
    id="CACHE-002",
    title="The cache is stored or sent in the clear",
    why=(
        "Sessions and whatever else is cached can be read where it is stored, or on the way to it. Both kinds of "
        "encryption are a switch."
    ),
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/encryption.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC09-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
