"""A condition on a key that no request for the action has."""

from __future__ import annotations

from patterns.checks.iam._mistakes import places
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.iam.mistakes import Kind
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    return places(resolved, Kind.KEY_NEVER_SENT)


RULE = Rule(
    id="IAM-015",
    title="A condition tests a key that its action never carries",
    why=(
        "A key that is missing makes most conditions false and the negated ones true, so the statement "
        "never allows, or always denies, what it names. Give the actions that carry the key a statement "
        "of their own."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
