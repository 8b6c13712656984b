"""Conditions of a statement that exclude each other."""

from __future__ import annotations

from patterns.checks.iam._mistakes import places
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.iam.mistakes import Kind
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    return places(resolved, Kind.NEVER_MATCHES)


RULE = Rule(
    id="IAM-017",
    title="A statement's conditions can never all hold",
    why=(
        "All conditions of a statement must hold at once. When two exclude each other, the statement applies to no "
        "request at all: it grants nothing, or protects nothing. Split it."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
