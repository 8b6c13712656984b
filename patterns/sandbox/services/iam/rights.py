"""What a role of the account may do, asked by a service that is to act in it. Not the decisions about calls.

A service asks when something is set up in the role: no request exists yet, so condition keys of one are unknown.
"""

from __future__ import annotations

from patterns.iam import Policies, Request, evaluate
from patterns.iam.request import Value
from patterns.sandbox.core.account import Account
from patterns.sandbox.permissions import service_of
from patterns.sandbox.services.iam.patches import identities


def role_may(account: Account, role_arn: str, action: str, resource: str, region: str) -> bool:
    """Whether a session of the role may do `action` to the resource with this ARN ("*" for none in particular).

    The role's policies count, its boundary, and the policy of the resource.
    """
    session = f"arn:aws:sts::{account.account_id}:assumed-role/{role_arn.rpartition('/')[2]}/setup"
    carried = identities.carried(account.account_id, identities.Holder(session, "", role_arn))
    request = Request(
        principal=session,
        action=action,
        resource=resource,
        resource_account=_owner(resource) or account.account_id,
        context=_context(account, role_arn, region),
    )
    policies = Policies(
        identity=carried.identity, boundary=carried.boundary, resource=_policy(account, resource, region)
    )
    return evaluate(request, policies).allowed


def _owner(resource: str) -> str:
    return resource.split(":")[4] if resource.startswith("arn:") else ""


def _context(account: Account, role_arn: str, region: str) -> dict[str, Value]:
    now = account.clock.now
    tags = {f"aws:PrincipalTag/{key}": value for key, value in identities.tags(account.account_id, role_arn).items()}
    return {
        "aws:SecureTransport": True,
        "aws:CurrentTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "aws:EpochTime": int(now.timestamp()),
        "aws:RequestedRegion": region,
        **tags,
    }


def _policy(account: Account, resource: str, region: str) -> object:
    owner, parts = service_of(resource), resource.split(":", 5)
    if owner is None or owner.policy is None:
        return None
    return owner.policy(parts[4] or account.account_id, parts[3] or region, parts[5])
