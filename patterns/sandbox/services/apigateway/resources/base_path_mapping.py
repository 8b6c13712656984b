"""AWS::ApiGateway::BasePathMapping."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry, listed
from patterns.sandbox.services.apigateway.resources._base import SERVICE, Patched, setting

NONE = "(none)"
"""The path of what stands right behind a domain."""


class BasePathMapping(Patched):
    """A stage behind a path of a domain; its physical id is domain and path."""

    type = "AWS::ApiGateway::BasePathMapping"
    creation = "create_base_path_mapping"
    deletion = "delete_base_path_mapping"
    change_operation = "update_base_path_mapping"
    names_itself = True
    properties = (
        Property("DomainName", create="domainName", get=entry("domainName")),
        Property("BasePath", create="basePath", get=entry("basePath"), default="",
                 from_service=lambda path: "" if path == NONE else path),
        setting("RestApiId", "restApiId"),
        setting("Stage"),
    )  # fmt: skip
    examples = (
        {"DomainName": "{rest_domain}", "BasePath": "items", "RestApiId": "{routed_rest_api}"},
        {"DomainName": "{rest_domain}", "BasePath": "items", "RestApiId": "{routed_rest_api}", "Stage": "{rest_stage}"},
        {"DomainName": "{other_rest_domain}", "BasePath": "items", "RestApiId": "{routed_rest_api}"},
    )

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> entry, domain by domain."""
        entries = {}
        for domain in listed(account, SERVICE, Call("get_domain_names", "items")):
            name = domain["domainName"]
            call = Call("get_base_path_mappings", "items", {"domainName": name})
            for mapping in listed(account, SERVICE, call):
                entries[f"{name}|{mapping['basePath']}"] = {**mapping, "domainName": name}
        return entries

    def existing(self, account: Account) -> set[str]:
        """The physical ids of all of them."""
        return set(self.entries(account, []))

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """Domain and path."""
        return f"{target.properties['DomainName']}|{response.get('basePath', NONE)}"

    def identity(self, target: Target) -> dict[str, Any]:
        """Domain and path."""
        domain, _, path = target.physical_id.partition("|")
        return {"domainName": domain, "basePath": path}


PROVIDER = BasePathMapping()
