"""IAM counts characters and policies, and looks for a boundary, before it takes them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
Not here: how many users, roles and groups an account has, and password policies of its own.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from patterns.refusals import iam
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call

KINDS = ("role", "user", "group")


def install(account: Account) -> None:
    """Stand before the calls that bring a policy, a boundary or a password."""
    checks: dict[str, Any] = {"CreatePolicy": _managed, "CreatePolicyVersion": _managed, "CreateLoginProfile": _login}
    for kind in KINDS:
        title = kind.title()
        checks[f"Put{title}Policy"] = partial(_inline, kind)
        checks[f"Attach{title}Policy"] = partial(_attached, kind)
    for name in ("CreateRole", "CreateUser", "PutRolePermissionsBoundary", "PutUserPermissionsBoundary"):
        checks[name] = _boundary
    account.gateway.judge(account, "iam", checks)


def _managed(account: Account, call: Call) -> None:
    refuse(iam.managed(call.params))


def _inline(kind: str, account: Account, call: Call) -> None:
    name, client = call.params[f"{kind.title()}Name"], account.observer("iam")
    named = {f"{kind.title()}Name": name}
    try:
        there = getattr(client, f"list_{kind}_policies")(**named)["PolicyNames"]
        read = getattr(client, f"get_{kind}_policy")
        kept = {one: read(**named, PolicyName=one)["PolicyDocument"] for one in there}
    except ClientError:
        return  # nobody of that name, which moto says
    refuse(iam.inline(kind, name, {**kept, call.params["PolicyName"]: call.params["PolicyDocument"]}))


def _attached(kind: str, account: Account, call: Call) -> None:
    named = {f"{kind.title()}Name": call.params[f"{kind.title()}Name"]}
    try:
        pages = account.observer("iam").get_paginator(f"list_attached_{kind}_policies").paginate(**named)
        there = {attached_policy["PolicyArn"] for page in pages for attached_policy in page["AttachedPolicies"]}
    except ClientError:
        return
    refuse(iam.attached(kind, len(there | {call.params["PolicyArn"]})))


def _boundary(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html."""
    arn = call.params.get("PermissionsBoundary")
    if arn is None:
        return
    client = account.observer("iam")
    try:
        client.get_policy(PolicyArn=arn)
    except ClientError:
        raise Refused("NoSuchEntity", f"Scope ARN: {arn} does not exist or is not attachable.", 404) from None


def _login(account: Account, call: Call) -> None:
    refuse(iam.password(call.params.get("Password") or ""))
