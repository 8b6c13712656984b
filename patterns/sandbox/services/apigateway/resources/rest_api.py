"""AWS::ApiGateway::RestApi."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider import policy_documents
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.apigateway.resources._base import (
    APIS,
    SERVICE,
    Patched,
    setting,
    switch,
    tags_row,
    to_pascal,
)

TOLD_BY_NOBODY = ("Body", "BodyS3Location", "FailOnWarnings", "Mode", "Parameters")
"""What no API reports of an API, as its schema says: what was made of it is told method by method."""
OF_A_DEFINITION = frozenset({"Body", "BodyS3Location"})
EDGE = {"Types": ["EDGE"]}


class RestApi(Patched):
    """A REST API; its physical id is what its address begins with."""

    type = "AWS::ApiGateway::RestApi"
    identifier = "restApiId"
    creation = "create_rest_api"
    deletion = "delete_rest_api"
    change_operation = "update_rest_api"
    listing = APIS
    entry_id = "id"
    lasting = frozenset(TOLD_BY_NOBODY)
    properties = (
        setting("Name"),
        setting("Description"),
        setting("ApiKeySourceType", "apiKeySource", default="HEADER"),
        setting("BinaryMediaTypes"),
        setting("MinimumCompressionSize", from_service=lambda value: value,
                effect="It is kept: no response is compressed."),
        switch("DisableExecuteApiEndpoint"),
        setting("EndpointConfiguration", default=EDGE, from_service=to_pascal,
                effect="It is kept: an API of any kind answers at its address."),
        setting("Policy", to_service=policy_documents.to_text, from_service=policy_documents.from_text),
        setting("Version", is_created=True),
        Property("Body", code="import_again"),
        Property("BodyS3Location", code="import_again"),
        Property("FailOnWarnings", code="import_again"),
        Property("Mode", code="import_again"),
        Property("Parameters", code="import_again"),
        tags_row(),
    )  # fmt: skip
    examples = (
        {"Name": "items"},
        {
            "Name": "items",
            "Description": "What the shop has.",
            "ApiKeySourceType": "AUTHORIZER",
            "BinaryMediaTypes": ["image/png", "image/jpeg"],
            "MinimumCompressionSize": 1024,
            "DisableExecuteApiEndpoint": True,
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            "Policy": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
                ],
            },
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Name": "other",
            "Version": "2",
            "BinaryMediaTypes": ["image/png"],
            "MinimumCompressionSize": 0,
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {
            "Body": {
                "openapi": "3.0.1",
                "info": {"title": "from a definition", "version": "2"},
                "paths": {
                    "/items/{itemId}": {
                        "get": {
                            "x-amazon-apigateway-integration": {
                                "type": "aws_proxy",
                                "httpMethod": "POST",
                                "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function.Arn}"
                                "/invocations",
                            }
                        }
                    }
                },
            },
            "FailOnWarnings": True,
            "Mode": "overwrite",
            "Parameters": {"endpointConfigurationTypes": "REGIONAL"},
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
        },
        {"Name": "from a bucket", "BodyS3Location": {"Bucket": "stage-code", "Key": "rest-api.yaml"}},
    )

    def create(self, target: Target) -> str:
        """Make the API, of its definition where it has one; what the template says beside that goes on top."""
        if not OF_A_DEFINITION & target.properties.keys():
            return super().create(target)
        client = target.account.administrator(SERVICE)
        made = client.import_rest_api(
            body=_definition(target), failOnWarnings=_fails(target), parameters=target.properties.get("Parameters", {})
        )
        return str(made["id"])

    def complete(self, target: Target) -> None:
        """Set what the definition does not say."""
        if OF_A_DEFINITION & target.properties.keys():
            self._on_top(target)
            self.set_tags(target, {})

    def _on_top(self, target: Target) -> None:
        """Set what the template says, whatever the definition does."""
        declared = [row.name for row in self.properties if row.code == "change" and row.name in target.properties]
        there = self.read(target.account, [target])[target.physical_id] or {}
        self.change(target, {**target.properties, **{name: there.get(name) for name in declared}})

    def import_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Let the definition take the place of what is there; a definition that is gone leaves it as it is."""
        if OF_A_DEFINITION & target.properties.keys():
            client = target.account.administrator(SERVICE)
            client.put_rest_api(
                restApiId=target.physical_id,
                body=_definition(target),
                mode=target.properties.get("Mode", "overwrite"),
                failOnWarnings=_fails(target),
                parameters=target.properties.get("Parameters", {}),
            )
            self._on_top(target)

    def path(self, target: Target) -> str:
        """The API's own."""
        return f"restapis/{target.physical_id}"

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The API, with what only the stack knows of it."""
        found, declared = super().read_one(responses), responses.target.properties
        return None if found is None else found | {n: declared[n] for n in TOLD_BY_NOBODY if n in declared}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html."""
        return {
            "RestApiId": target.physical_id,
            "RootResourceId": lambda: self.entry(target).get("rootResourceId"),
        }


def _fails(target: Target) -> bool:
    return bool(target.properties.get("FailOnWarnings", False))


def _definition(target: Target) -> bytes:
    """The text of the definition, from the template or from its bucket."""
    asked = target.properties
    if "Body" in asked:
        return (asked["Body"] if isinstance(asked["Body"], str) else json.dumps(asked["Body"])).encode()
    place = asked["BodyS3Location"]
    version = {"VersionId": place["Version"]} if "Version" in place else {}
    answer = target.account.administrator("s3").get_object(Bucket=place["Bucket"], Key=place["Key"], **version)
    return bytes(answer["Body"].read())


PROVIDER = RestApi()
