"""A secret that its stack deletes when it is deleted."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved

KEEPS = ("Retain", "RetainExceptOnCreate")


def _places(resolved: Resolved) -> Places:
    for secret in of_type(resolved, "AWS::SecretsManager::Secret"):
        if secret.deletion_policy not in KEEPS:
            yield secret.logical_id, ()


RULE = Rule(
    id="SEC-007",
    title="Deleting the stack deletes the only copy of the password",
    why=(
        "A generated password is written down nowhere else: with the secret gone, nobody can log in until somebody "
        "sets a new one in the database. Set DeletionPolicy to RetainExceptOnCreate."
    ),
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP02",
    severity=Severity.LOW,
    places=_places,
)
