"""A secret's policy that lets everybody in."""

from __future__ import annotations

from patterns.checks._policies import is_open_to_everyone, resource_statements
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in resource_statements(resolved, "AWS::SecretsManager::ResourcePolicy"):
        if is_open_to_everyone(statement):
            yield logical_id, path


RULE = Rule(
    id="SEC-006",
    title="Everybody may read this secret",
    why=(
        "The principal * without a condition lets every AWS account ask for the secret. Name the roles that read it, "
        "and set BlockPublicPolicy, which makes the service refuse such a policy."
    ),
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.CRITICAL,
    places=_places,
)
