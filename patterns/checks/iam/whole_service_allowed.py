"""A policy that allows every action of a service on every resource."""

from __future__ import annotations

from patterns.checks._policies import actions, allows, identity_statements, is_unconditional, on_everything
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in identity_statements(resolved):
        whole = [a for a in actions(statement) if a.endswith(":*") and a != "*:*"]
        if allows(statement) and whole and on_everything(statement) and is_unconditional(statement):
            yield logical_id, path


RULE = Rule(
    id="IAM-002",
    title="The policy allows everything in a service",
    why=(
        "A wildcard for a whole service includes deleting, sharing and changing who may do what, and "
        "every action the service gets next year. Name the actions, or at least the resources."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
