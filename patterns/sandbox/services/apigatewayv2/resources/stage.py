"""AWS::ApiGatewayV2::Stage. Not kept: client certificates, which WebSocket APIs have."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target, same
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.numbers import number
from patterns.sandbox.services.apigatewayv2.resources._base import API_ID, TAGGING, PartOfApi, arn, setting

PLAIN = {"DetailedMetricsEnabled": False}


def from_settings(described: dict[str, Any]) -> dict[str, Any]:
    """What is set; whether there are metrics is told also where nobody chose it."""
    told = {name: value for name, value in described.items() if not (name == "DetailedMetricsEnabled" and not value)}
    return told | {name: number(told[name]) for name in ("ThrottlingRateLimit",) if name in told}


def from_all(described: dict[str, Any]) -> dict[str, Any]:
    """The settings of single routes."""
    return {route: from_settings(each) for route, each in described.items()}


class Stage(PartOfApi):
    """A published state of an API; its physical id is the API's before its name, which `Ref` gives."""

    type = "AWS::ApiGatewayV2::Stage"
    creation = "create_stage"
    deletion = "delete_stage"
    change_operation = "update_stage"
    plural = "get_stages"
    entry_id = "StageName"
    tagging = TAGGING
    names_itself = True
    properties = (
        API_ID,
        Property("StageName", create="StageName", get=entry("StageName")),
        setting("AutoDeploy", cleared=False, default=False, from_service=same),
        setting("DeploymentId"),
        setting("Description"),
        setting("StageVariables", cleared={}),
        setting("DefaultRouteSettings", cleared=PLAIN, from_service=from_settings),
        setting("RouteSettings", cleared={}, from_service=from_all),
        Property("AccessLogSettings", create="AccessLogSettings", put=Call("update_stage", "AccessLogSettings"),
                 remove="delete_access_log_settings", get=entry("AccessLogSettings")),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"ApiId": "{routed_api}", "StageName": "live", "AutoDeploy": True},
        {
            "ApiId": "{routed_api}",
            "StageName": "prod",
            "AutoDeploy": False,
            "DeploymentId": "{http_deployment}",
            "Description": "What customers see.",
            "StageVariables": {"table": "items"},
            "DefaultRouteSettings": {"ThrottlingBurstLimit": 10, "ThrottlingRateLimit": 5.5},
            "RouteSettings": {"GET /stage": {"ThrottlingBurstLimit": 2, "ThrottlingRateLimit": 1}},
            "AccessLogSettings": {"DestinationArn": "{log_group.Arn}", "Format": "$context.requestId $context.status"},
            "Tags": {"Project": "cookbook"},
        },
        {
            "ApiId": "{routed_api}",
            "StageName": "prod",
            "AutoDeploy": True,
            "DefaultRouteSettings": {"DetailedMetricsEnabled": True},
            "Tags": {"Project": "other", "Owner": "data"},
        },
    )

    def key(self, described: dict[str, Any]) -> str:
        """API and name."""
        return f"{described['ApiId']}|{described['StageName']}"

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """API and name."""
        return f"{target.properties['ApiId']}|{response['StageName']}"

    def ref(self, target: Target) -> str:
        """The name."""
        return _name(target)

    def identity(self, target: Target) -> dict[str, Any]:
        """API and name."""
        return {"ApiId": target.properties["ApiId"], "StageName": _name(target)}

    def tagged(self, target: Target) -> str:
        """The stage's ARN."""
        return arn(target.account, f"apis/{target.properties['ApiId']}/stages/{_name(target)}")

    def attributes(self, target: Target) -> dict[str, Any]:
        """None: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-stage.html."""
        return {}


def _name(target: Target) -> str:
    return target.physical_id.partition("|")[2]


PROVIDER = Stage()
