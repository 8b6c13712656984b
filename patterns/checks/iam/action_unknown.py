"""A policy that names an action which does not exist."""

from __future__ import annotations

from patterns.checks.iam._mistakes import places
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.iam.mistakes import Kind
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    return places(resolved, Kind.UNKNOWN_ACTION)


RULE = Rule(
    id="IAM-014",
    title="An action that does not exist is allowed or denied",
    why=(
        "A misspelt action grants nothing, and a misspelt denial protects nothing: the policy looks "
        "complete, and the call behaves as if the line were not there. Write it as the service "
        "authorization reference does."
    ),
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
