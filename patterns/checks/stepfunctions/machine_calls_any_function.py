"""A state machine whose role may call every function of an account."""

from __future__ import annotations

from typing import Any

from patterns.checks._policies import actions, allows, identity_statements, is_unconditional
from patterns.checks._references import target
from patterns.checks.stepfunctions._machines import machines
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each
from patterns.template.resolve import Resolved

CALLING = ("lambda:invokefunction", "lambda:invoke*", "lambda:*")


def _places(resolved: Resolved) -> Places:
    roles = [target(resolved, at(machine.properties, "RoleArn")) for machine in machines(resolved)]
    names = {role.logical_id for role in roles if role is not None}
    for logical_id, path, statement in identity_statements(resolved):
        calls = allows(statement) and any(action in CALLING for action in actions(statement))
        if logical_id in names and calls and is_unconditional(statement) and _every_function(statement):
            yield logical_id, path


def _every_function(statement: dict[str, Any]) -> bool:
    """Whether the functions are named by a star in an ARN; a star alone is IAM-002's and IAM-003's."""
    return any(str(resource).endswith((":function:*", ":function/*")) for resource in each(at(statement, "Resource")))


RULE = Rule(
    id="SFN-003",
    title="The state machine may call every function of the account",
    why=(
        "Anyone who may change the definition may have the machine call any function, the neighbour's included, with "
        "its rights. Name the functions that the definition calls, with their versions where it calls those."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/lambda-iam.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
