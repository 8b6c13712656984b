"""Whether a resource's policy, or a role's trust policy, lets a service of AWS act: for which of its resources.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
Not here: what identity policies give a role or a user.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.iam.conditions import UnknownOperator, read
from patterns.iam.documents import each_there
from patterns.iam.matching import matches


@dataclass(frozen=True)
class ServiceRequest:
    """What a service asks for: "events.amazonaws.com", an action, a resource, and for which resource of its own."""

    service: str
    action: str
    resource: str
    source_arn: str
    source_account: str

    @property
    def context(self) -> dict[str, str]:
        """The condition keys the request carries, in lower case."""
        return {
            "aws:sourcearn": self.source_arn,
            "aws:sourceaccount": self.source_account,
            "aws:principalservicename": self.service,
            "aws:principalisawsservice": "true",
            "aws:securetransport": "true",
        }


def lets_service(policy: Mapping[str, Any], request: ServiceRequest) -> bool:
    """Whether some statement of the policy allows the request and none denies it."""
    statements = [statement for statement in each_there(policy.get("Statement")) if _applies(statement, request)]
    effects = {statement.get("Effect") for statement in statements}
    return "Allow" in effects and "Deny" not in effects


def _applies(statement: Any, request: ServiceRequest) -> bool:
    # A role's trust policy has no Resource: the role is.
    has_resource = "Resource" in statement or "NotResource" in statement
    return (
        isinstance(statement, Mapping)
        and _names(statement, request.service)
        and lists(statement, "Action", request.action, ignore_case=True)
        and (not has_resource or lists(statement, "Resource", request.resource))
        and _meets(statement, request.context)
    )


def _names(statement: Mapping[str, Any], service: str) -> bool:
    name = "NotPrincipal" if "NotPrincipal" in statement else "Principal"
    principal = statement.get(name)
    named = principal == "*"
    if isinstance(principal, Mapping):
        named = service in each_there(principal.get("Service")) or "*" in each_there(principal.get("AWS"))
    return named == (name == "Principal")


def lists(statement: Mapping[str, Any], name: str, value: str, *, ignore_case: bool = False) -> bool:
    """Whether `Action` or `Resource` has the value, or `NotAction` or `NotResource` has it not."""
    patterns = each_there(statement.get(name, statement.get(f"Not{name}")))
    found = any(matches(str(pattern), value, ignore_case=ignore_case) for pattern in patterns)
    return found if name in statement else f"Not{name}" in statement and not found


def _meets(statement: Mapping[str, Any], context: Mapping[str, str]) -> bool:
    """Whether every condition holds. One by an operator that IAM does not have stands in the way of no denial."""
    for written, tests in (statement.get("Condition") or {}).items():
        try:
            operator = read(str(written))
        except UnknownOperator:
            return statement.get("Effect") == "Deny"
        for key, wanted in tests.items():
            given = context.get(key.lower())
            if not operator.holds([str(one) for one in each_there(wanted)], None if given is None else [given]):
                return False
    return True
