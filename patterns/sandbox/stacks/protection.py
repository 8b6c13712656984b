"""What keeps a stack, or single resources of it, from being changed: termination protection and stack policies.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
Not modelled: a policy that holds during one update only.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.core.errors import DeploymentRefused

ACTIONS = ("Update:Modify", "Update:Replace", "Update:Delete", "Update:*")
MOST_BYTES = 16_384
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html"""


@dataclass(frozen=True)
class StackPolicy:
    """A checked policy; once there is one, it denies what it does not allow."""

    statements: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, given: Any) -> StackPolicy:
        """Read a policy, a mapping or JSON text. Raises `DeploymentRefused` for what is none."""
        try:
            body = json.loads(given) if isinstance(given, str) else json.loads(json.dumps(given))
        except (TypeError, ValueError):
            raise DeploymentRefused("Error validating stack policy: Invalid stack policy: it is no JSON") from None
        if len(json.dumps(body)) > MOST_BYTES:
            raise DeploymentRefused(f"Error validating stack policy: it is over {MOST_BYTES:,} bytes")
        statements = _listed(body.get("Statement")) if isinstance(body, dict) else []
        if not statements or not all(map(_is_statement, statements)):
            raise DeploymentRefused(
                "Error validating stack policy: Invalid stack policy: Statement is a list of Effect (Allow, Deny), "
                f"Action ({', '.join(ACTIONS)}), Principal (*), and Resource or NotResource (LogicalResourceId/...)"
            )
        return cls(tuple(statements))

    def refusal(self, action: str, logical_id: str, type_name: str) -> str:
        """Why an action on a resource is denied, in CloudFormation's words; empty where it is allowed."""
        matching = [
            (number, statement["Effect"])
            for number, statement in enumerate(self.statements, 1)
            if _matches(statement, action, logical_id, type_name)
        ]
        denying = next((number for number, effect in matching if effect == "Deny"), None)
        if denying is not None:
            return (
                f"Action denied by stack policy: Statement [#{denying}] does not allow [{action}] for resource "
                f"[{logical_id}]"
            )
        return "" if matching else f"Action not allowed by stack policy: [{action}] for resource [{logical_id}]"


def _is_statement(statement: Any) -> bool:
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        return False
    actions = _listed(statement.get("Action", statement.get("NotAction")))
    places = _listed(statement.get("Resource", statement.get("NotResource")))
    named = all(isinstance(each, str) and (each == "*" or each.startswith("LogicalResourceId/")) for each in places)
    principal = statement.get("Principal") in ("*", {"AWS": "*"})
    return bool(actions and places) and named and principal and all(each in ACTIONS for each in actions)


def _matches(statement: Mapping[str, Any], action: str, logical_id: str, type_name: str) -> bool:
    place = f"LogicalResourceId/{logical_id}"
    for key, wanted in (("Action", action), ("Resource", place)):
        if key in statement and not _any(statement[key], wanted):
            return False
        if f"Not{key}" in statement and _any(statement[f"Not{key}"], wanted):
            return False
    conditions = [*(statement.get("Condition") or {}).values()]
    return all(_any(_listed(each.get("ResourceType", "*")), type_name) for each in conditions)


def _any(patterns: Any, text: str) -> bool:
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in _listed(patterns))


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def refuse_deletion(name: str, *, protected: bool) -> None:
    """Refuse to delete a stack that is protected."""
    if protected:
        raise DeploymentRefused(
            f"Stack [{name}] cannot be deleted while TerminationProtection is enabled: "
            "stack.update_termination_protection(False) turns it off"
        )


def refused_removals(policy: StackPolicy | None, members: Iterable[Any]) -> str:
    """Why the first of the members that an update takes away may not go; empty where all may."""
    found = (policy.refusal("Update:Delete", each.logical_id, each.type) for each in members) if policy else ()
    return next((reason for reason in found if reason), "")
