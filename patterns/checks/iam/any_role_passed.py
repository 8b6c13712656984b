"""A policy that allows iam:PassRole for every role."""

from __future__ import annotations

from typing import Any

from patterns.checks._policies import actions, allows, identity_statements, is_unconditional
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each
from patterns.template.resolve import Resolved

PASSING = ("iam:passrole", "iam:pass*")


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in identity_statements(resolved):
        passes = any(action in PASSING for action in actions(statement))
        if allows(statement) and passes and _any_role(statement) and is_unconditional(statement):
            yield logical_id, path


def _any_role(statement: dict[str, Any]) -> bool:
    resources = each(at(statement, "Resource"))
    return any(resource == "*" or str(resource).endswith(":role/*") for resource in resources)


RULE = Rule(
    id="IAM-004",
    title="The policy lets any role be passed to a service",
    why=(
        "Anyone who may pass every role can start an instance or a function with the most powerful one, and act as it. "
        "Name the roles that are meant, and the service in iam:PassedToService."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.HIGH,
    places=_places,
)
