"""AWS::ApiGatewayV2::Deployment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.apigatewayv2.resources._base import API_ID, SERVICE, PartOfApi, setting

TOLD_BY_NOBODY = ("StageName",)
"""Which stage a deployment was made for is told by the stage alone, as long as it shows it."""


class Deployment(PartOfApi):
    """What an API routes to at one moment, for stages to show."""

    type = "AWS::ApiGatewayV2::Deployment"
    creation = "create_deployment"
    deletion = "delete_deployment"
    change_operation = "update_deployment"
    plural = "get_deployments"
    entry_id = "DeploymentId"
    shared = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html"
    properties = (
        API_ID,
        setting("Description"),
        Property("StageName", create="StageName", code="show"),
    )
    examples = (
        {"ApiId": "{other_routed_api}", "StageName": "{other_routed_stage}"},
        {"ApiId": "{routed_api}", "Description": "The first.", "StageName": "{routed_stage}"},
    )

    def show(self, target: Target, old: Mapping[str, Any]) -> None:
        """Let the stage that is named now show it."""
        if (stage := target.properties.get("StageName")) is not None:
            client = target.account.administrator(SERVICE)
            client.update_stage(ApiId=target.properties["ApiId"], StageName=stage, DeploymentId=target.physical_id)

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The deployment, with what only the stack knows of it."""
        found, declared = super().read_one(responses), responses.target.properties
        return None if found is None else found | {n: declared[n] for n in TOLD_BY_NOBODY if n in declared}


PROVIDER = Deployment()
