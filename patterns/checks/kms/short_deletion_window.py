"""A key with less than the longest waiting period before it is deleted."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for key in of_type(resolved, "AWS::KMS::Key"):
        window = at(key.properties, "PendingWindowInDays")
        if str(window).isdigit() and int(window) < 30:
            yield key.logical_id, ("PendingWindowInDays",)


RULE = Rule(
    id="KMS-004",
    title="Little time to notice that a deleted key is still needed",
    why=(
        "Between scheduling the deletion and losing the key, whatever uses it fails and somebody can still cancel. "
        "Seven days are over before a monthly job has run once; thirty cost nothing extra."
    ),
    source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP02",
    severity=Severity.LOW,
    places=_places,
)
