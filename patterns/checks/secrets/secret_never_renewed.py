"""A secret that nothing rotates."""

from __future__ import annotations

from patterns.checks._references import mentions
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    schedules = [
        at(resource.properties, "SecretId") for resource in of_type(resolved, "AWS::SecretsManager::RotationSchedule")
    ]
    for secret in of_type(resolved, "AWS::SecretsManager::Secret"):
        named = at(secret.properties, "Name")
        if not any(mentions(schedule, secret) or (named and schedule == named) for schedule in schedules):
            yield secret.logical_id, ()


RULE = Rule(
    id="SEC-005",
    title="The secret is never renewed",
    why=(
        "A leaked password opens the door until somebody changes it, and nobody knows that it leaked. Add a rotation "
        "schedule with a function that renews it."
    ),
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP05",
    severity=Severity.MEDIUM,
    places=_places,
)
