"""A table that goes with its stack although nobody decided so."""

from __future__ import annotations

from patterns.checks.dynamodb._tables import kept_tables
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for table in kept_tables(resolved):
        if table.deletion_policy is None:
            yield table.logical_id, ()


RULE = Rule(
    id="DDB-001",
    title="Deleting the stack deletes the table and what is in it",
    why=(
        "Without a DeletionPolicy a table goes with its stack, items and all, and nobody decided that. Set it "
        "to RetainExceptOnCreate, or to Delete where what the table remembers may be forgotten."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
