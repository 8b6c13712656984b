"""A log group that goes with its stack."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved

KEEPS = ("Retain", "RetainExceptOnCreate")


def _places(resolved: Resolved) -> Places:
    for group in of_type(resolved, "AWS::Logs::LogGroup"):
        if (group.deletion_policy or "Delete") == "Delete":
            yield group.logical_id, ()


RULE = Rule(
    id="LOGS-002",
    title="Deleting the stack deletes its logs",
    why=(
        "The logs of a stack that failed, or was broken into, are wanted just after it was deleted. "
        "DeletionPolicy RetainExceptOnCreate keeps them, and the retention removes them in time."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC04-BP01",
    severity=Severity.LOW,
    places=_places,
)
