"""AWS::ApiGateway::UsagePlanKey."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry, listed
from patterns.sandbox.services.apigateway.resources._base import SERVICE, Patched


class UsagePlanKey(Patched):
    """A key in a plan; its physical id is both of theirs."""

    type = "AWS::ApiGateway::UsagePlanKey"
    creation = "create_usage_plan_key"
    deletion = "delete_usage_plan_key"
    names_itself = True
    properties = (
        Property("UsagePlanId", create="usagePlanId", get=entry("usagePlanId")),
        Property("KeyId", create="keyId", get=entry("id")),
        Property("KeyType", create="keyType", get=entry("type")),
    )
    examples = (
        {"UsagePlanId": "{usage_plan}", "KeyId": "{api_key}", "KeyType": "API_KEY"},
        {"UsagePlanId": "{usage_plan}", "KeyId": "{other_api_key}", "KeyType": "API_KEY"},
    )

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> entry, plan by plan."""
        entries = {}
        for plan in listed(account, SERVICE, Call("get_usage_plans", "items")):
            call = Call("get_usage_plan_keys", "items", {"usagePlanId": plan["id"]})
            for key in listed(account, SERVICE, call):
                entries[f"{key['id']}:{plan['id']}"] = {**key, "usagePlanId": plan["id"]}
        return entries

    def existing(self, account: Account) -> set[str]:
        """The physical ids of all of them."""
        return set(self.entries(account, []))

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """Key and plan."""
        return f"{target.properties['KeyId']}:{target.properties['UsagePlanId']}"

    def identity(self, target: Target) -> dict[str, Any]:
        """Key and plan."""
        return {"usagePlanId": target.properties["UsagePlanId"], "keyId": target.properties["KeyId"]}

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"Id": target.physical_id}


PROVIDER = UsagePlanKey()
