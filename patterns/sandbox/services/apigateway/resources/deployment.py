"""AWS::ApiGateway::Deployment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.apigateway.documents import operations
from patterns.sandbox.services.apigateway.resources import _stage_settings as settings
from patterns.sandbox.services.apigateway.resources._base import API_ID, SERVICE, PartOfApi, setting, to_camel

TOLD_BY_NOBODY = ("StageName", "StageDescription")
"""What only the stage tells, as long as it shows the deployment."""


class Deployment(PartOfApi):
    """What an API routes to at one moment, for stages to show."""

    type = "AWS::ApiGateway::Deployment"
    identifier = "deploymentId"
    creation = "create_deployment"
    deletion = "delete_deployment"
    change_operation = "update_deployment"
    plural = Call("get_deployments", "items")
    entry_id = "id"
    shared = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html"
    lasting = frozenset({"StageDescription", "StageName"})
    properties = (
        API_ID,
        setting("Description"),
        Property("StageName", code="show"),
        Property("StageDescription", code="show"),
    )
    examples = (
        {"RestApiId": "{other_routed_rest_api}", "Description": "The first."},
        {
            "RestApiId": "{routed_rest_api}",
            "StageName": "prod",
            "StageDescription": {
                "Description": "What customers see.",
                "Variables": {"table": "items"},
                "ThrottlingBurstLimit": 10,
                "ThrottlingRateLimit": 5.5,
                "MethodSettings": [{"ResourcePath": "/stage", "HttpMethod": "GET", "MetricsEnabled": True}],
            },
        },
    )

    def complete(self, target: Target) -> None:
        """Let the stage that is named show it."""
        self.show(target, {})

    def show(self, target: Target, old: Mapping[str, Any]) -> None:
        """Let the stage that is named show it; it is made where it is not there."""
        name = target.properties.get("StageName")
        if name is None:
            return
        client = target.account.administrator(SERVICE)
        where = {"restApiId": target.properties["RestApiId"], "stageName": name}
        there = {stage["stageName"] for stage in client.get_stages(restApiId=where["restApiId"])["item"]}
        if name not in there:
            client.create_stage(**where, deploymentId=target.physical_id)
        before = _stage(old) if name in there else {}
        patch = list(operations(before, {**_stage(target.properties), "deploymentId": target.physical_id}))
        client.update_stage(
            **where, patchOperations=[*patch, *settings.patch(_settings(old), _settings(target.properties))]
        )
        described = target.properties.get("StageDescription") or {}
        if described.get("Tags"):
            arn = f"arn:aws:apigateway:{target.account.region}::/restapis/{where['restApiId']}/stages/{name}"
            client.tag_resource(resourceArn=arn, tags=tags.by_key(described["Tags"]))

    def delete(self, target: Target) -> None:
        """Delete it, and before it the stage that it made, where that one shows nothing else."""
        name, api_id = target.properties.get("StageName"), target.properties["RestApiId"]
        client = target.account.administrator(SERVICE)
        if name is not None:
            try:
                stage = client.get_stage(restApiId=api_id, stageName=name)
                if stage.get("deploymentId") == target.physical_id:
                    client.delete_stage(restApiId=api_id, stageName=name)
            except ClientError as error:
                if error.response["Error"]["Code"] not in self.gone:
                    raise
        super().delete(target)

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The deployment, with what only the stack knows of it."""
        found, declared = super().read_one(responses), responses.target.properties
        return None if found is None else found | {n: declared[n] for n in TOLD_BY_NOBODY if n in declared}

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"DeploymentId": target.physical_id}


OF_THE_STAGE = {
    "AccessLogSetting": "accessLogSettings", "CacheClusterEnabled": "cacheClusterEnabled",
    "CacheClusterSize": "cacheClusterSize", "ClientCertificateId": "clientCertificateId", "Description": "description",
    "DocumentationVersion": "documentationVersion", "TracingEnabled": "tracingEnabled", "Variables": "variables",
}  # fmt: skip


def _stage(properties: Mapping[str, Any]) -> dict[str, Any]:
    described = properties.get("StageDescription") or {}
    return {OF_THE_STAGE[name]: to_camel({name: value})[_camel(name)] for name, value in described.items()
            if name in OF_THE_STAGE}  # fmt: skip


def _camel(name: str) -> str:
    return name[:1].lower() + name[1:]


def _settings(properties: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What is set for methods: what a description says without naming one is for all."""
    described = properties.get("StageDescription") or {}
    general = {name: value for name, value in described.items() if name in settings.NAMES}
    return [*([{"ResourcePath": "/*", "HttpMethod": "*", **general}] if general else []),
            *(described.get("MethodSettings") or [])]  # fmt: skip


PROVIDER = Deployment()
