"""AWS::ApiGatewayV2::ApiMapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry, listed
from patterns.sandbox.services.apigatewayv2.resources._base import SERVICE, Changing, setting


class ApiMapping(Changing):
    """Which stage answers below a path of a domain."""

    type = "AWS::ApiGatewayV2::ApiMapping"
    creation = "create_api_mapping"
    deletion = "delete_api_mapping"
    entry_id = "ApiMappingId"
    properties = (
        Property("DomainName", create="DomainName", get=entry("DomainName")),
        setting("ApiId"),
        setting("Stage"),
        setting("ApiMappingKey"),
    )
    examples = (
        {"DomainName": "{other_http_domain}", "ApiId": "{routed_api}", "Stage": "{routed_stage}"},
        {
            "DomainName": "{http_domain}",
            "ApiId": "{routed_api}",
            "Stage": "{routed_stage}",
            "ApiMappingKey": "shop/v1",
        },
    )

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> mapping, of all domains."""
        names = [domain["DomainName"] for domain in listed(account, SERVICE, Call("get_domain_names", "Items"))]
        calls = [Call("get_api_mappings", "Items", {"DomainName": name}) for name in names]
        found = [dict(one, **call.arguments) for call in calls for one in listed(account, SERVICE, call)]
        return {str(one["ApiMappingId"]): one for one in found}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The id that the service gave."""
        return str(response["ApiMappingId"])

    def identity(self, target: Target) -> dict[str, Any]:
        """The domain, and the mapping."""
        return {"DomainName": target.properties["DomainName"], "ApiMappingId": target.physical_id}

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what differs; the call names the API in any case."""
        asked = {name: target.properties.get(name, "") for name in ("ApiId", "Stage", "ApiMappingKey")}
        target.account.administrator(SERVICE).update_api_mapping(**self.identity(target), **asked)

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"ApiMappingId": target.physical_id}


PROVIDER = ApiMapping()
