"""A policy that allows every action on every resource."""

from __future__ import annotations

from patterns.checks._policies import actions, allows, identity_statements, is_unconditional, on_everything
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in identity_statements(resolved):
        everything = {"*", "*:*"} & set(actions(statement))
        if allows(statement) and everything and on_everything(statement) and is_unconditional(statement):
            yield logical_id, path


RULE = Rule(
    id="IAM-001",
    title="The policy allows everything",
    why=(
        "Anyone with this policy has the whole account, so a mistake or a stolen credential has no limit. Name the "
        "actions that the work needs; IAM Access Analyzer can write the list from what was used."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.HIGH,
    places=_places,
)
