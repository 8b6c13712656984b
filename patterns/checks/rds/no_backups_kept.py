"""A database whose automated backups are off."""

from __future__ import annotations

from patterns.checks.rds._databases import alone
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for instance in alone(resolved):
        if str(at(instance.properties, "BackupRetentionPeriod")) == "0":
            yield instance.logical_id, ("BackupRetentionPeriod",)


RULE = Rule(
    id="RDS-004",
    title="No backup of this database is kept",
    why=(
        "With a retention of zero days there are no automated backups, and no point in time to go back to. Seven days"
        " of them are stored without a charge as long as all backups of the region together are no larger than its "
        "databases."
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP03",
    severity=Severity.HIGH,
    places=_places,
)
