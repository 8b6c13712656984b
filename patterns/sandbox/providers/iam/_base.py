"""What all IAM types share: everything of the account in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

GONE = frozenset({"NoSuchEntity"})


def details(account: Sandbox, kind: str, filters: str) -> list[dict[str, Any]]:
    """One list of `GetAccountAuthorizationDetails`: `RoleDetailList` goes with the filter "Role"."""
    pages = account.observer("iam").get_paginator("get_account_authorization_details").paginate(Filter=[filters])
    return [entry for page in pages for entry in page[kind]]


def roles(account: Sandbox) -> dict[str, dict[str, Any]]:
    """Role name -> role with its inline and attached policies, of all roles."""
    return {role["RoleName"]: role for role in details(account, "RoleDetailList", "Role")}


def inline(role: dict[str, Any]) -> dict[str, Any]:
    """Policy name -> document, of a role's inline policies."""
    return {policy["PolicyName"]: policy["PolicyDocument"] for policy in role.get("RolePolicyList", [])}


def attached(role: dict[str, Any]) -> list[str]:
    """The ARNs of the managed policies of a role."""
    return [policy["PolicyArn"] for policy in role.get("AttachedManagedPolicies", [])]


def unless_gone(operation: Any, **arguments: Any) -> None:
    """Call an operation that takes something away; what is away already is no error."""
    try:
        operation(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
