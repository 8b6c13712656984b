"""A database whose storage is not encrypted."""

from __future__ import annotations

from patterns.checks.rds._databases import stores
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for database in stores(resolved):
        if is_off(at(database.properties, "StorageEncrypted")) and "KmsKeyId" not in database.properties:
            yield database.logical_id, ("StorageEncrypted",) if "StorageEncrypted" in database.properties else ()


RULE = Rule(
    id="RDS-003",
    title="The database is stored in the clear",
    why=(
        "So are its backups, its snapshots and its replicas. Encryption costs nothing, but a database that was made "
        "without it must be copied to get it."
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC08-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
