"""AWS::ApiGateway::GatewayResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.apigateway.resources._base import API_ID, PartOfApi, camel, fixed, told


def row(name: str) -> Property:
    """The row of a setting: whatever changes, the response is put anew."""
    return Property(name, create=camel(name), code="put_again", get=entry(camel(name)), from_service=told)


class GatewayResponse(PartOfApi):
    """What an API says by itself of one kind of failure; its physical id is API and kind."""

    type = "AWS::ApiGateway::GatewayResponse"
    identifier = "responseType"
    creation = "put_gateway_response"
    deletion = "delete_gateway_response"
    plural = Call("get_gateway_responses", "items")
    entry_id = "responseType"
    is_named = True
    names_itself = True
    properties = (API_ID, fixed("ResponseType"), *map(row, ("StatusCode", "ResponseParameters", "ResponseTemplates")))
    examples = (
        {"RestApiId": "{rest_api}", "ResponseType": "DEFAULT_4XX", "StatusCode": "400"},
        {
            "RestApiId": "{rest_api}",
            "ResponseType": "MISSING_AUTHENTICATION_TOKEN",
            "StatusCode": "404",
            "ResponseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
            "ResponseTemplates": {"application/json": "$context.error.messageString"},
        },
    )

    def complete(self, target: Target) -> None:
        """Nothing: it is put whole."""

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put it in the place of what is there."""
        self.create(target)

    def taken(self, target: Target) -> str:
        """One that somebody has set already."""
        key = f"{target.properties['RestApiId']}|{target.properties['ResponseType']}"
        return key if key in self.entries(target.account, [target]) else ""

    def ref(self, target: Target) -> str:
        """Its id."""
        return target.physical_id

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"Id": target.physical_id}


PROVIDER = GatewayResponse()
