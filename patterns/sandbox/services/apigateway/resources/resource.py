"""AWS::ApiGateway::Resource."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Target
from patterns.sandbox.services.apigateway.resources._base import API_ID, PartOfApi, fixed


class Resource(PartOfApi):
    """A step of a path, below another or the root."""

    type = "AWS::ApiGateway::Resource"
    identifier = "resourceId"
    creation = "create_resource"
    deletion = "delete_resource"
    plural = Call("get_resources", "items", {"embed": ["methods"]})
    entry_id = "id"
    properties = (API_ID, fixed("ParentId"), fixed("PathPart"))
    examples = (
        {"RestApiId": "{rest_api}", "ParentId": "{rest_api.RootResourceId}", "PathPart": "items"},
        {"RestApiId": "{rest_api}", "ParentId": "{rest_resource}", "PathPart": "{proxy+}"},
    )

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"ResourceId": target.physical_id}


PROVIDER = Resource()
