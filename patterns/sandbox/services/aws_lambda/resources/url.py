"""AWS::Lambda::Url. What answers at the address is not here, but in `web`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses

NO_CORS: Mapping[str, Any] = {
    "AllowCredentials": False,
    "AllowHeaders": [],
    "AllowMethods": [],
    "AllowOrigins": [],
    "ExposeHeaders": [],
    "MaxAge": 0,
}


def cors(described: dict[str, Any]) -> dict[str, Any] | None:
    """The rules for other origins, None where all of them are empty."""
    kept = {name: value for name, value in described.items() if value}
    return described if kept else None


class Url(Provider):
    """An address of a function; its physical id is the ARN of what it calls."""

    type = "AWS::Lambda::Url"
    service = "lambda"
    creation = "create_function_url_config"
    deletion = "delete_function_url_config"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("TargetFunctionArn", create="FunctionName"),
        Property("Qualifier", create="Qualifier"),
        Property("AuthType", create="AuthType", get=Call("get_function_url_config", "AuthType"),
                 put=Call("update_function_url_config", "AuthType")),
        Property("Cors", create="Cors", get=Call("get_function_url_config", "Cors"),
                 put=Call("update_function_url_config", "Cors"), cleared=NO_CORS, from_service=cors),
        Property("InvokeMode", create="InvokeMode", default="BUFFERED",
                 get=Call("get_function_url_config", "InvokeMode"),
                 put=Call("update_function_url_config", "InvokeMode"), cleared="BUFFERED"),
    )  # fmt: skip
    examples = (
        {"TargetFunctionArn": "{function}", "AuthType": "AWS_IAM"},
        {
            "TargetFunctionArn": "{function}",
            "AuthType": "NONE",
            "Cors": {
                "AllowCredentials": True,
                "AllowHeaders": ["content-type"],
                "AllowMethods": ["GET", "POST"],
                "AllowOrigins": ["https://example.com"],
                "ExposeHeaders": ["date"],
                "MaxAge": 300,
            },
            "InvokeMode": "RESPONSE_STREAM",
        },
        {"TargetFunctionArn": "{live_function}", "Qualifier": "live", "AuthType": "AWS_IAM"},
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The ARN of the function or the alias."""
        return str(response["FunctionArn"])

    def identity(self, target: Target) -> dict[str, Any]:
        """Function and qualifier."""
        named = {"FunctionName": target.properties["TargetFunctionArn"]}
        return named | ({"Qualifier": target.properties["Qualifier"]} if "Qualifier" in target.properties else {})

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The address's settings, and whose they are, as the template names it."""
        described = super().read_one(responses)
        kept = ("TargetFunctionArn", "Qualifier")
        declared = responses.target.properties
        return None if described is None else {name: declared[name] for name in kept if name in declared} | described

    def attributes(self, target: Target) -> dict[str, Any]:
        """The address, and the ARN of what it calls."""
        answer = target.account.observer("lambda").get_function_url_config(**self.identity(target))
        return {"FunctionUrl": answer["FunctionUrl"], "FunctionArn": answer["FunctionArn"]}


PROVIDER = Url()
