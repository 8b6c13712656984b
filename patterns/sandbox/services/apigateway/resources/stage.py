"""AWS::ApiGateway::Stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.numbers import number
from patterns.sandbox.services.apigateway.resources import _stage_settings as settings
from patterns.sandbox.services.apigateway.resources._base import (
    API_ID,
    SERVICE,
    PartOfApi,
    fixed,
    setting,
    switch,
    tags_row,
    to_pascal,
)

CACHE = "It is kept: no response comes from a cache."


def from_canary(described: Mapping[str, Any]) -> dict[str, Any]:
    """Shares without a fraction that says nothing."""
    shown = to_pascal(described)
    return {name: number(value) if name == "PercentTraffic" else value for name, value in shown.items()}


class Stage(PartOfApi):
    """A published state of an API; its physical id is the API's before its name, which `Ref` gives."""

    type = "AWS::ApiGateway::Stage"
    identifier = "stageName"
    creation = "create_stage"
    deletion = "delete_stage"
    change_operation = "update_stage"
    plural = Call("get_stages", "item")
    entry_id = "stageName"
    is_named = True
    names_itself = True
    properties = (
        API_ID,
        fixed("StageName"),
        setting("DeploymentId"),
        setting("Description"),
        setting("Variables"),
        switch("TracingEnabled", effect="It is kept: no trace is made."),
        switch("CacheClusterEnabled", effect=CACHE),
        setting("CacheClusterSize", effect=CACHE),
        setting("CanarySetting", "canarySettings", from_service=from_canary,
                effect="It is kept: every request goes to the stage's own deployment."),
        setting("ClientCertificateId", is_created=False, effect="It is kept: no backend is shown a certificate."),
        setting("DocumentationVersion"),
        setting("AccessLogSetting", "accessLogSettings", is_created=False, from_service=to_pascal),
        Property("MethodSettings", code="set_for_methods", get=entry("methodSettings"), from_service=settings.shown),
        tags_row(),
    )  # fmt: skip
    examples = (
        {"RestApiId": "{routed_rest_api}", "StageName": "live", "DeploymentId": "{rest_deployment}"},
        {
            "RestApiId": "{routed_rest_api}",
            "StageName": "prod",
            "DeploymentId": "{rest_deployment}",
            "Description": "What customers see.",
            "Variables": {"table": "items"},
            "TracingEnabled": True,
            "CacheClusterEnabled": True,
            "CacheClusterSize": "0.5",
            "DocumentationVersion": "1",
            "AccessLogSetting": {"DestinationArn": "{log_group.Arn}", "Format": "$context.requestId $context.status"},
            "MethodSettings": [
                {"ResourcePath": "/*", "HttpMethod": "*", "ThrottlingBurstLimit": 10, "ThrottlingRateLimit": 5.5},
                {"ResourcePath": "/stage", "HttpMethod": "GET", "MetricsEnabled": True},
            ],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "RestApiId": "{routed_rest_api}",
            "StageName": "prod",
            "DeploymentId": "{rest_deployment}",
            "Variables": {"table": "other", "mode": "slow"},
            "ClientCertificateId": "abc123",
            "CanarySetting": {"DeploymentId": "{rest_deployment}", "PercentTraffic": 10, "UseStageCache": False},
            "MethodSettings": [
                {"ResourcePath": "/*", "HttpMethod": "*", "LoggingLevel": "INFO", "DataTraceEnabled": False},
            ],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def complete(self, target: Target) -> None:
        """Set what the create call does not carry."""
        given = {row.name for row in self.properties if row.create}
        self.change(target, {name: value for name, value in target.properties.items() if name in given})
        self.set_for_methods(target, {})

    def set_for_methods(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs for methods."""
        patch = list(settings.patch(old.get("MethodSettings") or [], target.properties.get("MethodSettings") or []))
        if patch:
            target.account.administrator(SERVICE).update_stage(**self.identity(target), patchOperations=patch)

    def path(self, target: Target) -> str:
        """The API's, and its own."""
        return f"restapis/{target.properties['RestApiId']}/stages/{self.own_name(target)}"


PROVIDER = Stage()
