"""A table that holds data and that one call deletes."""

from __future__ import annotations

from patterns.checks.dynamodb._tables import kept_tables
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for table in kept_tables(resolved):
        declared = at(table.properties, "DeletionProtectionEnabled")
        if is_off(declared):
            yield table.logical_id, () if declared is None else ("DeletionProtectionEnabled",)


RULE = Rule(
    id="DDB-003",
    title="One call deletes the table",
    why=(
        "A deletion policy binds only the stack: a script or a click deletes the table all the same, and so does an "
        "update that replaces it. Set DeletionProtectionEnabled: it costs nothing, and refuses until somebody switches "
        "it off."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP02",
    severity=Severity.LOW,
    places=_places,
)
