"""AWS::ApiGateway::UsagePlan."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Target
from patterns.sandbox.provider.numbers import number
from patterns.sandbox.services.apigateway.resources._base import (
    Patched,
    setting,
    tags_row,
    to_camel,
    to_pascal,
)


def stages(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stages of a plan: the methods for which one sets a rate keep their names."""
    return [
        {**to_camel({name: value for name, value in each.items() if name != "Throttle"}), **_throttles(each)}
        for each in asked
    ]


def _throttles(stage: dict[str, Any]) -> dict[str, Any]:
    throttle = stage.get("Throttle") or stage.get("throttle")
    shape, name = (to_camel, "throttle") if "Throttle" in stage else (from_throttle, "Throttle")
    return {name: {method: shape(each) for method, each in throttle.items()}} if throttle else {}


def from_stages(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As CloudFormation has them."""
    return [
        {**to_pascal({name: value for name, value in each.items() if name != "throttle"}), **_throttles(each)}
        for each in entries
    ]


def from_throttle(described: dict[str, Any]) -> dict[str, Any]:
    """Rates without a fraction that says nothing."""
    shown = to_pascal(described)
    return {name: number(value) if name == "RateLimit" else value for name, value in shown.items()}


class UsagePlan(Patched):
    """How much the clients with its keys may ask of which stages."""

    type = "AWS::ApiGateway::UsagePlan"
    identifier = "usagePlanId"
    creation = "create_usage_plan"
    deletion = "delete_usage_plan"
    change_operation = "update_usage_plan"
    listing = Call("get_usage_plans", "items")
    entry_id = "id"
    properties = (
        setting("UsagePlanName", "name"),
        setting("Description"),
        setting("ApiStages", to_service=stages, from_service=from_stages),
        setting("Quota", from_service=to_pascal),
        setting("Throttle", from_service=from_throttle),
        tags_row(),
    )
    examples = (
        {"UsagePlanName": "basic"},
        {
            "UsagePlanName": "basic",
            "Description": "For everybody.",
            "ApiStages": [
                {
                    "ApiId": "{routed_rest_api}",
                    "Stage": "{rest_stage}",
                    "Throttle": {"/stage/GET": {"BurstLimit": 2, "RateLimit": 1}},
                }
            ],
            "Quota": {"Limit": 1000, "Offset": 1, "Period": "MONTH"},
            "Throttle": {"BurstLimit": 10, "RateLimit": 5.5},
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "UsagePlanName": "other",
            "Quota": {"Limit": 10, "Period": "DAY"},
            "Throttle": {"BurstLimit": 1, "RateLimit": 1},
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name made of the stack's where none is given."""
        return {"name": target.name(longest=128), **given}

    def path(self, target: Target) -> str:
        """The plan's own."""
        return f"usageplans/{target.physical_id}"

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"Id": target.physical_id}


PROVIDER = UsagePlan()
