"""A key policy that lets every principal use the key."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for key in of_type(resolved, "AWS::KMS::Key"):
        for number, statement in enumerate(each(at(key.properties, "KeyPolicy", "Statement"))):
            principal = at(statement, "Principal")
            everyone = principal == "*" or "*" in each(at(principal, "AWS"))
            if at(statement, "Effect") == "Allow" and everyone and not at(statement, "Condition"):
                yield key.logical_id, ("KeyPolicy", "Statement", number)


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
