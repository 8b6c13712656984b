"""What is known of a role by its template alone: who may take it on, and which rights it surely lacks.

Not here: rights of a role in the account, which its service asks for (`sandbox.services.iam.rights`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam.documents import each_there
from patterns.iam.service_access import ServiceRequest, lets_service, lists
from patterns.refusals import is_decided
from patterns.refusals._beside import Declared, Others, identity

ROLE = "AWS::IAM::Role"
APART = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
OF_ONE = "AWS::IAM::RolePolicy"


def distrusts(others: Others, value: Any, *services: str) -> bool:
    """Whether the template's role that a value names lets none of these services take it on, in any case."""
    role = others.target(value, ROLE)
    if role is None:
        return False
    statements = list(each_there(role.asked["AssumeRolePolicyDocument"]["Statement"]))
    if not all(map(is_decided, statements)):
        return False
    bare = [{**statement, "Condition": {}} for statement in statements if statement.get("Effect") == "Allow"]
    return not any(_lets({"Statement": bare}, service) for service in services)


def _lets(policy: Mapping[str, Any], service: str) -> bool:
    return lets_service(policy, ServiceRequest(service, "sts:AssumeRole", "*", "", ""))


def lacks(others: Others, value: Any, *actions: str) -> str | None:
    """The first of the actions that no policy allows of the template's role which a value names.

    None where each may be allowed: policies from outside the template, or undecided ones, may allow everything.
    """
    role = others.target(value, ROLE)
    if role is None:
        return None
    statements = list(_statements(role, others))
    if None in statements:
        return None
    return next(
        (action for action in actions if not any(_may_allow(statement, action) for statement in statements)), None
    )


def _may_allow(statement: Any, action: str) -> bool:
    return statement.get("Effect") == "Allow" and lists(statement, "Action", action, ignore_case=True)


def _statements(role: Declared, others: Others) -> Iterator[Any]:
    """The statements of a role's policies; None for what nobody can read here."""
    for policy in role.asked.get("Policies") or ():
        yield from _read(policy["PolicyDocument"])
    for arn in role.asked.get("ManagedPolicyArns") or ():
        managed = others.target(arn, APART[1])
        yield from _read(managed.asked["PolicyDocument"]) if managed is not None else [None]
    for declared in (one for name in APART for one in others.of_type(name)):
        if _is_of(declared.asked.get("Roles") or (), role):
            yield from _read(declared.asked["PolicyDocument"])
    for declared in others.of_type(OF_ONE):
        if _is_of([declared.asked["RoleName"]], role):
            yield from _read(declared.asked.get("PolicyDocument") or {})


def _is_of(names: Any, role: Declared) -> bool:
    """Whether a policy is, or may be, of the role."""
    own = {f"${{{role.logical_id}}}", None}
    if is_decided(role.asked.get("RoleName", "")) and role.asked.get("RoleName"):
        own.add(role.asked["RoleName"])
    return any(identity(name) in own for name in names)


def _read(document: Any) -> Iterator[Any]:
    for statement in each_there(document.get("Statement")):
        parts = ("Effect", "Action", "NotAction")
        known = isinstance(statement, Mapping) and all(is_decided(statement.get(name, "")) for name in parts)
        yield statement if known else None
