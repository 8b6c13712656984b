"""AWS::ApiGatewayV2::Api. WebSocket APIs are kept, and take no connection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target, same
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.apigatewayv2.resources._base import APIS, SERVICE, TAGGING, Changing, arn, setting

TOLD_BY_NOBODY = ("Body", "BodyS3Location", "CredentialsArn", "FailOnWarnings", "RouteKey", "Target")
"""What no API reports of an API, as its schema says: what was made of it is told route by route."""

OF_A_DEFINITION = frozenset({"Body", "BodyS3Location", "FailOnWarnings"})


class Api(Changing):
    """An API; its physical id is what its address begins with."""

    type = "AWS::ApiGatewayV2::Api"
    identifier = "ApiId"
    creation = "create_api"
    deletion = "delete_api"
    change_operation = "update_api"
    listing = APIS
    entry_id = "ApiId"
    tagging = TAGGING
    lasting = frozenset(TOLD_BY_NOBODY)
    properties = (
        setting("Name"),
        Property("ProtocolType", create="ProtocolType", default="HTTP", get=entry("ProtocolType")),
        setting("Description"),
        setting("Version"),
        Property("CorsConfiguration", create="CorsConfiguration", put=Call("update_api", "CorsConfiguration"),
                 remove="delete_cors_configuration", get=entry("CorsConfiguration")),
        setting("DisableExecuteApiEndpoint", cleared=False, default=False, from_service=same),
        setting("RouteSelectionExpression", cleared="$request.method $request.path",
                default="$request.method $request.path"),
        setting("ApiKeySelectionExpression", cleared="$request.header.x-api-key",
                default="$request.header.x-api-key"),
        Property("Body", code="import_again"),
        Property("BodyS3Location", code="import_again"),
        Property("FailOnWarnings", code="import_again"),
        Property("Target", create="Target", code="change", cleared=""),
        Property("RouteKey", create="RouteKey", code="change", cleared="$default"),
        Property("CredentialsArn", create="CredentialsArn", code="change", cleared=""),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"Name": "items", "ProtocolType": "HTTP"},
        {
            "Name": "items",
            "ProtocolType": "HTTP",
            "Description": "What the shop has.",
            "Version": "1.2",
            "CorsConfiguration": {
                "AllowCredentials": True,
                "AllowHeaders": ["authorization"],
                "AllowMethods": ["GET", "PUT"],
                "AllowOrigins": ["https://shop.example.com"],
                "ExposeHeaders": ["date"],
                "MaxAge": 600,
            },
            "DisableExecuteApiEndpoint": True,
            "ApiKeySelectionExpression": "$request.header.x-api-key",
            "RouteSelectionExpression": "$request.method $request.path",
            "Tags": {"Project": "cookbook"},
        },
        {
            "Name": "other",
            "ProtocolType": "HTTP",
            "Target": "{function.Arn}",
            "RouteKey": "GET /quick",
            "CredentialsArn": "{function_role.Arn}",
            "Tags": {"Project": "other", "Owner": "data"},
        },
        {
            "ProtocolType": "HTTP",
            "Body": {
                "openapi": "3.0.1",
                "info": {"title": "from a definition", "version": "2"},
                "paths": {
                    "/items/{itemId}": {
                        "get": {
                            "x-amazon-apigateway-integration": {
                                "type": "aws_proxy",
                                "httpMethod": "POST",
                                "uri": "{function.Arn}",
                                "payloadFormatVersion": "2.0",
                            }
                        }
                    }
                },
            },
            "FailOnWarnings": True,
        },
        {"ProtocolType": "HTTP", "BodyS3Location": {"Bucket": "stage-code", "Key": "api.yaml"}},
        {"Name": "rooms", "ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "$request.body.action"},
    )

    def create(self, target: Target) -> str:
        """Make the API, of its definition where it has one; what the template says beside that goes on top."""
        if not OF_A_DEFINITION & target.properties.keys():
            return super().create(target)
        client = target.account.administrator(SERVICE)
        made = client.import_api(Body=_definition(target), FailOnWarnings=_fails(target))
        return str(made["ApiId"])

    def complete(self, target: Target) -> None:
        """Set what the definition does not say."""
        if not OF_A_DEFINITION & target.properties.keys():
            return
        self._apply(target, {}, [row for row in self.properties if not row.code or row.code in ("change", "set_tags")])

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The id that the service gave."""
        return str(response["ApiId"])

    def import_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Let the definition take the place of what is there; a definition that is gone leaves it as it is."""
        if {"Body", "BodyS3Location"} & target.properties.keys():
            client = target.account.administrator(SERVICE)
            client.reimport_api(ApiId=target.physical_id, Body=_definition(target), FailOnWarnings=_fails(target))
            self._apply(target, {}, [row for row in self.properties if not row.code or row.code == "change"])

    def tagged(self, target: Target) -> str:
        """The API's ARN."""
        return arn(target.account, f"apis/{target.physical_id}")

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The API, with what only the stack knows of it."""
        found, declared = super().read_one(responses), responses.target.properties
        return None if found is None else found | {n: declared[n] for n in TOLD_BY_NOBODY if n in declared}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html."""
        account = target.account
        return {
            "ApiId": target.physical_id,
            "ApiEndpoint": _endpoint(account, target.physical_id),
            "ExecuteApiArn": f"arn:aws:execute-api:{account.region}:{account.account_id}:{target.physical_id}",
        }


def _endpoint(account: Account, api_id: str) -> str:
    return f"https://{api_id}.execute-api.{account.region}.amazonaws.com"


def _fails(target: Target) -> bool:
    return bool(target.properties.get("FailOnWarnings", False))


def _definition(target: Target) -> str:
    """The text of the definition, from the template or from its bucket."""
    asked = target.properties
    if "Body" in asked:
        return asked["Body"] if isinstance(asked["Body"], str) else json.dumps(asked["Body"])
    place = asked.get("BodyS3Location", {})
    version = {"VersionId": place["Version"]} if "Version" in place else {}
    answer = target.account.administrator("s3").get_object(Bucket=place["Bucket"], Key=place["Key"], **version)
    return str(answer["Body"].read().decode())


PROVIDER = Api()
