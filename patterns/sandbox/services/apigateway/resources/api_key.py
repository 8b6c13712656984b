"""AWS::ApiGateway::ApiKey. Stages by key, which usage plans took the place of, are kept with the key."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Target
from patterns.sandbox.services.apigateway.resources._base import Patched, fixed, setting, switch, tags_row


class ApiKey(Patched):
    """What a client shows to be counted by a usage plan."""

    type = "AWS::ApiGateway::ApiKey"
    identifier = "apiKey"
    creation = "create_api_key"
    deletion = "delete_api_key"
    change_operation = "update_api_key"
    listing = Call("get_api_keys", "items", {"includeValues": True})
    entry_id = "id"
    properties = (
        fixed("Name"),
        fixed("Value"),
        setting("CustomerId"),
        setting("Description"),
        switch("Enabled"),
        tags_row(),
    )
    examples = (
        {"Enabled": True},
        {
            "Name": "shop",
            "Value": "0123456789abcdefghij0123",
            "CustomerId": "customer",
            "Description": "For the shop.",
            "Enabled": True,
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name made of the stack's where none is given."""
        return {"name": target.name(longest=128), **given}

    def path(self, target: Target) -> str:
        """The key's own."""
        return f"apikeys/{target.physical_id}"

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"APIKeyId": target.physical_id}


PROVIDER = ApiKey()
