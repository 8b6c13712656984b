"""A table that holds data and cannot be brought back to an earlier moment."""

from __future__ import annotations

from patterns.checks.dynamodb._tables import kept_tables
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off
from patterns.template.resolve import Resolved

SWITCH = ("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")


def _places(resolved: Resolved) -> Places:
    for table in kept_tables(resolved):
        if is_off(at(table.properties, *SWITCH)):
            yield table.logical_id, SWITCH if at(table.properties, *SWITCH) is not None else ()


RULE = Rule(
    id="DDB-002",
    title="Overwritten items in the table cannot be recovered",
    why=(
        "A faulty release or a slip deletes items in a second, and DynamoDB keeps no backup unless asked. "
        "Point-in-time recovery brings back the table of any second of the last 35 days, or of as few as are asked "
        "for, as a new table."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
