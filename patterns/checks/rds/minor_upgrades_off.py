"""A database or cache that does not take minor versions by itself."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved

TYPES = ("AWS::RDS::DBInstance", "AWS::ElastiCache::ReplicationGroup")


def _places(resolved: Resolved) -> Places:
    for type_name in TYPES:
        for engine in of_type(resolved, type_name):
            said = at(engine.properties, "AutoMinorVersionUpgrade")
            if said is not None and is_off(said):
                yield engine.logical_id, ("AutoMinorVersionUpgrade",)


RULE = Rule(
    id="RDS-006",
    title="Security fixes of the engine wait until somebody applies them",
    why=(
        "Minor versions carry the fixes for known holes. With AutoMinorVersionUpgrade they are applied in the "
        "maintenance window."
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP01",
    severity=Severity.LOW,
    places=_places,
)
