"""A database without deletion protection."""

from __future__ import annotations

from patterns.checks.rds._databases import stores
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for database in stores(resolved):
        if is_off(at(database.properties, "DeletionProtection")):
            yield database.logical_id, ("DeletionProtection",) if "DeletionProtection" in database.properties else ()


RULE = Rule(
    id="RDS-005",
    title="One wrong call deletes this database",
    why=("Its automated backups go with it. With deletion protection it takes two calls, at no cost."),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    pillar=Pillar.RELIABILITY,
    best_practice="OPS06-BP01",
    severity=Severity.LOW,
    places=_places,
)
