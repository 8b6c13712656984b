"""An access key for a user."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for key in of_type(resolved, "AWS::IAM::AccessKey"):
        yield key.logical_id, ()


RULE = Rule(
    id="IAM-011",
    title="This access key never expires",
    why=(
        "A user's access key works from anywhere until somebody deletes it. Roles bring credentials that last for "
        "hours: for instances, functions, other clouds and people alike."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP02",
    severity=Severity.HIGH,
    places=_places,
)
