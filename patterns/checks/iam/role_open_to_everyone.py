"""A role that trusts everybody."""

from __future__ import annotations

from patterns.checks._policies import is_open_to_everyone, trust_statements
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in trust_statements(resolved):
        if is_open_to_everyone(statement):
            yield logical_id, path


RULE = Rule(
    id="IAM-006",
    title="Anyone with an AWS account may assume this role",
    why=(
        "The principal * is everybody with any AWS account, not everybody in yours. Name the account, role or service "
        "that is to assume the role."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.CRITICAL,
    places=_places,
)
