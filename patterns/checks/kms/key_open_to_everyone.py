"""A key policy that lets every principal use the key."""

from __future__ import annotations

from patterns.checks._policies import is_open_to_everyone, resource_statements
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in resource_statements(resolved, "AWS::KMS::Key"):
        if is_open_to_everyone(statement):
            yield logical_id, path


RULE = Rule(
    id="KMS-002",
    title="Everybody may use this key",
    why=(
        "A key policy that allows the principal * without a condition gives the key to every AWS account. What it "
        "encrypts is then protected only by whatever else happens to stand in the way."
    ),
    source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC08-BP01",
    severity=Severity.CRITICAL,
    places=_places,
)
