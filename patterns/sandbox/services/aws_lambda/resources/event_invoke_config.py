"""AWS::Lambda::EventInvokeConfig: what becomes of calls that nobody waits for."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses


def setting(name: str) -> Property:
    """The row of a setting, all of which go in together."""
    return Property(name, create=name, get=Call("get_function_event_invoke_config", name), code="put_again")


class EventInvokeConfig(Provider):
    """The settings of a function, a version or an alias; the physical id, function and qualifier, is made up."""

    type = "AWS::Lambda::EventInvokeConfig"
    service = "lambda"
    creation = "put_function_event_invoke_config"
    deletion = "delete_function_event_invoke_config"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("FunctionName", create="FunctionName"),
        Property("Qualifier", create="Qualifier"),
        setting("MaximumEventAgeInSeconds"),
        setting("MaximumRetryAttempts"),
        setting("DestinationConfig"),
    )
    examples = (
        {"FunctionName": "{function}", "Qualifier": "$LATEST", "MaximumRetryAttempts": 0},
        {
            "FunctionName": "{function}",
            "Qualifier": "$LATEST",
            "MaximumEventAgeInSeconds": 600,
            "MaximumRetryAttempts": 1,
            "DestinationConfig": {
                "OnFailure": {"Destination": "{queue.Arn}"},
                "OnSuccess": {"Destination": "{other_queue.Arn}"},
            },
        },
        {
            "FunctionName": "{function}",
            "Qualifier": "{function_version.Version}",
            "MaximumEventAgeInSeconds": 300,
            "DestinationConfig": {"OnFailure": {"Destination": "{queue.Arn}"}},
        },
    )

    def taken(self, target: Target) -> str:
        """The settings that the function has, which the service would change."""
        client = target.account.observer("lambda")
        try:
            client.get_function_event_invoke_config(**self.identity(target))
        except client.exceptions.ResourceNotFoundException:
            return ""
        return self.created_id(target, {})

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """Function and qualifier: the service names the settings by them."""
        return f"{target.properties['FunctionName']}|{target.properties['Qualifier']}"

    def put_again(self, target: Target, old: Any) -> None:
        """Put all settings: the call forgets what it is not told."""
        target.account.administrator("lambda").put_function_event_invoke_config(**target.properties)

    def identity(self, target: Target) -> dict[str, Any]:
        """Function and qualifier."""
        return {name: target.properties[name] for name in ("FunctionName", "Qualifier")}

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The settings, and whose they are."""
        described = super().read_one(responses)
        return None if described is None else {**self.identity(responses.target), **described}


PROVIDER = EventInvokeConfig()
