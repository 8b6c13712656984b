"""What the account would say to a call that nobody makes: its own policies, as they stand, and any context.

So that hundreds of actions can be asked about, also those that no client here can call. Not here: the calls themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from patterns.iam import Decision, Policies, Request, evaluate
from patterns.iam.request import Value
from patterns.sandbox.authorisation import resource_policies
from patterns.sandbox.authorisation.authoriser import ADMINISTRATOR, EVERYTHING
from patterns.sandbox.core.account import Account
from patterns.sandbox.services.iam.patches import identities
from patterns.sandbox.services.iam.patches.identities import Carried, Holder

SESSION = "asking"


def decided(
    account: Account,
    who: str,
    action: str,
    resource: str,
    context: Mapping[str, Value] | None = None,
    *,
    identity: Mapping[str, Any] | None = None,
) -> Decision:
    """What all policies of the account say to one request, over HTTPS and now unless the context says otherwise.

    `who` is the ARN of a role or user, a service such as "lambda.amazonaws.com", or "*". A role asks as a session of
    its own. Somebody from another account carries every right that an account can give him. `identity` takes the place
    of the identity policies of `who`. Raises `InvalidRequest` and `MalformedPolicy`.
    """
    account_id, region = account.account_id, account.region
    carried = _carried(account_id, who)
    # Tags of the resource are not in such a request: no exercise has a policy about them.
    request = Request(
        principal=_asking(who),
        action=action,
        resource=resource,
        resource_account=_owner(resource) or account_id,
        context=at(account.clock.now) | _caller(who, action) | dict(context or {}),
    )
    is_about_trust = resource.split(":")[2:3] != ["iam"] or action.startswith("sts:")
    return evaluate(
        request,
        Policies(
            identity=carried.identity if identity is None else identity,
            boundary=carried.boundary,
            resource=resource_policies.policy(account_id, region, resource) if is_about_trust else None,
            grants=resource_policies.grants(account_id, region, resource),
            public_access_block=resource_policies.public_access_block(account_id, resource),
        ),
    )


def at(moment: datetime) -> dict[str, Value]:
    """The keys of a request over HTTPS at a moment, by both of the names that it has in a policy."""
    return {
        "aws:CurrentTime": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "aws:EpochTime": int(moment.timestamp()),
        "aws:SecureTransport": True,
    }


def _caller(who: str, action: str) -> dict[str, Value]:
    """The key of KMS for the account that asks, which KMS puts into every request.

    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
    """
    return {"kms:CallerAccount": who.split(":")[4]} if action.startswith("kms:") and who.startswith("arn:") else {}


def identity_policies(account: Account, arn: str) -> Mapping[str, str]:
    """The identity policies of a role or user, by name or, for managed ones, ARN."""
    return _carried(account.account_id, arn).identity


def concerned(account: Account, who: str, resource: str) -> list[Any]:
    """The documents of which one must allow what `who` does to a resource, of another account or of this one."""
    policy = resource_policies.policy(account.account_id, account.region, resource)
    own = [] if _is_foreign(account.account_id, who) else list(_carried(account.account_id, who).identity.values())
    return [*own, *([policy] if policy else [])]


def _is_foreign(account_id: str, who: str) -> bool:
    return not who.startswith("arn:") or who.split(":")[4] != account_id


def _carried(account_id: str, who: str) -> Carried:
    if not who.startswith("arn:"):
        return Carried()
    if _is_foreign(account_id, who) or who == identities.administrator(account_id):
        return Carried({ADMINISTRATOR: EVERYTHING})
    is_role = ":role/" in who
    return identities.carried(account_id, Holder(who, "", role_arn=who if is_role else ""))


def _asking(who: str) -> str:
    """The session of a role; anybody else is who he is."""
    if ":role/" not in who:
        return who
    partition, account_id = who.split(":")[1], who.split(":")[4]
    return f"arn:{partition}:sts::{account_id}:assumed-role/{who.rpartition('/')[2]}/{SESSION}"


def _owner(resource: str) -> str:
    owner = resource.split(":")[4] if resource.startswith("arn:") else ""
    return "" if owner == "aws" else owner
