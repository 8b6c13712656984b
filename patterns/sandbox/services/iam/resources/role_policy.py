"""AWS::IAM::RolePolicy."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.policy_documents import as_text
from patterns.sandbox.services.iam.resources._base import GONE, ROLE, identities
from patterns.sandbox.services.iam.resources._identity import LIST, READ


class RolePolicy(ListedProvider):
    """One inline policy of one role; its physical id is made of both names: `read|app`."""

    type = "AWS::IAM::RolePolicy"
    service = "iam"
    creation = "put_role_policy"
    deletion = "delete_role_policy"
    gone = GONE
    listing = Call("get_account_authorization_details", "RoleDetailList")
    properties = (
        Property("RoleName", create="RoleName", get=entry("RoleName")),
        Property("PolicyName", create="PolicyName", get=entry("PolicyName")),
        Property("PolicyDocument", create="PolicyDocument", get=entry("PolicyDocument"),
                 put=Call("put_role_policy", "PolicyDocument"), to_service=as_text),
    )  # fmt: skip
    examples = (
        {"RoleName": "{role}", "PolicyName": "read", "PolicyDocument": READ},
        {"RoleName": "{role}", "PolicyName": "list", "PolicyDocument": LIST},
    )

    def taken(self, target: Target) -> str:
        """The role's policy that has the name, which the service would overwrite."""
        physical_id = self.created_id(target, {})
        return physical_id if physical_id in self.entries(target.account, []) else ""

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """Policy and role."""
        return f"{target.properties['PolicyName']}|{target.properties['RoleName']}"

    def identity(self, target: Target) -> dict[str, Any]:
        """Role and policy."""
        return {name: target.properties[name] for name in ("RoleName", "PolicyName")}

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Policy id -> policy, of all roles."""
        return {
            f"{policy}|{name}": {"RoleName": name, "PolicyName": policy, "PolicyDocument": document}
            for (_, name), role in identities(account, ROLE).items()
            for policy, document in ROLE.inline(role).items()
        }


PROVIDER = RolePolicy()
