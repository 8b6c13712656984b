"""A key policy that gives everything to a principal that is not the account."""

from __future__ import annotations

from typing import Any

from patterns.checks._policies import actions, allows, is_unconditional, resource_statements
from patterns.checks._references import undecided
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in resource_statements(resolved, "AWS::KMS::Key"):
        everything = any(action in ("kms:*", "*") for action in actions(statement))
        if allows(statement) and everything and is_unconditional(statement) and _names_somebody(statement):
            yield logical_id, path


def _names_somebody(statement: dict[str, Any]) -> bool:
    """Whether a principal is a user, a role or a service: the account's root leaves the key to IAM."""
    named = [one for one in each(at(statement, "Principal", "AWS")) if one != "*" and not undecided(one)]
    people = [one for one in named if not str(one).endswith(":root") and not str(one).isdecimal()]
    return bool(people) or at(statement, "Principal", "Service") is not None


RULE = Rule(
    id="KMS-006",
    title="The key's users also administer it",
    why=(
        "kms:* covers using the key, deleting it, and changing who may do either. Give administrators the actions that "
        "manage it, and users those that encrypt and decrypt: one mistake then costs only one of the two."
    ),
    source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC08-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
