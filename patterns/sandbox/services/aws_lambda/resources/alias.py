"""AWS::Lambda::Alias. Not modelled: provisioned concurrency, gradual deployments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses

WHOLE: Mapping[str, Any] = {"AdditionalVersionWeights": {}}
"""All traffic to one version."""


def weights(asked: dict[str, Any]) -> dict[str, Any]:
    """The shares by version, from CloudFormation's list."""
    listed = asked.get("AdditionalVersionWeights", [])
    return {"AdditionalVersionWeights": {one["FunctionVersion"]: one["FunctionWeight"] for one in listed}}


def weights_from_service(described: dict[str, Any]) -> dict[str, Any] | None:
    """The shares as CloudFormation's list."""
    shares = described.get("AdditionalVersionWeights", {})
    listed = [{"FunctionVersion": version, "FunctionWeight": share} for version, share in shares.items()]
    return {"AdditionalVersionWeights": listed} if listed else None


class Alias(Provider):
    """A name for a version of a function; its physical id is its ARN."""

    type = "AWS::Lambda::Alias"
    service = "lambda"
    creation = "create_alias"
    deletion = "delete_alias"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("FunctionName", create="FunctionName"),
        Property("Name", create="Name", get=Call("get_alias", "Name")),
        Property("FunctionVersion", create="FunctionVersion", get=Call("get_alias", "FunctionVersion"),
                 put=Call("update_alias", "FunctionVersion")),
        Property("Description", create="Description", get=Call("get_alias", "Description"),
                 put=Call("update_alias", "Description"), cleared="", from_service=lambda text: text or None),
        Property("RoutingConfig", create="RoutingConfig", get=Call("get_alias", "RoutingConfig"),
                 put=Call("update_alias", "RoutingConfig"), cleared=WHOLE, to_service=weights,
                 from_service=weights_from_service),
    )  # fmt: skip
    examples = (
        {"FunctionName": "{function}", "Name": "live", "FunctionVersion": "$LATEST"},
        {
            "FunctionName": "{function}",
            "Name": "live",
            "FunctionVersion": "{function_version.Version}",
            "Description": "What callers use.",
        },
        {
            "FunctionName": "{function}",
            "Name": "next",
            "FunctionVersion": "{function_version.Version}",
            "RoutingConfig": {"AdditionalVersionWeights": [{"FunctionVersion": "2", "FunctionWeight": 0.1}]},
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The alias's ARN."""
        return str(response["AliasArn"])

    def identity(self, target: Target) -> dict[str, Any]:
        """Function and name, both of which the ARN holds."""
        function, _, name = target.physical_id.rpartition(":")
        return {"FunctionName": function.rpartition(":")[2], "Name": name}

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The alias, and its function as the template names it."""
        described = super().read_one(responses)
        return described and {"FunctionName": responses.target.properties["FunctionName"], **described}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html."""
        return {"AliasArn": target.physical_id}


PROVIDER = Alias()
