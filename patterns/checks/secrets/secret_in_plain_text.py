"""A secret written out where its name says that one stands."""

from __future__ import annotations

from patterns.checks._secrets import is_literal_secret, written_secrets
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, value in written_secrets(resolved):
        if is_literal_secret(value):
            yield logical_id, path


RULE = Rule(
    id="SEC-001",
    title="The secret is in the template",
    why=(
        "Anyone who can read the template, its history or the stack can read the secret. Keep it in Secrets Manager "
        "and refer to it: {{resolve:secretsmanager:name:SecretString:key}}."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP03",
    severity=Severity.HIGH,
    places=_places,
)
