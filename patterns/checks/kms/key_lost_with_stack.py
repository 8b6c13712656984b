"""A key that its stack schedules for deletion when it is deleted."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved

KEEPS = ("Retain", "RetainExceptOnCreate")


def _places(resolved: Resolved) -> Places:
    for key in of_type(resolved, "AWS::KMS::Key"):
        if key.deletion_policy not in KEEPS:
            yield key.logical_id, ()


RULE = Rule(
    id="KMS-003",
    title="Deleting the stack makes what the key encrypted unreadable",
    why=(
        "A key that goes with its stack takes everything encrypted with it along, backups and "
        "retained buckets included. After the waiting period nobody, AWS included, can bring it back."
    ),
    source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
