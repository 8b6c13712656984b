"""AWS::ApiGateway::RequestValidator."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Target
from patterns.sandbox.services.apigateway.resources._base import API_ID, PartOfApi, fixed, switch


class RequestValidator(PartOfApi):
    """Which parts of a request are looked at before it goes on."""

    type = "AWS::ApiGateway::RequestValidator"
    identifier = "requestValidatorId"
    creation = "create_request_validator"
    deletion = "delete_request_validator"
    change_operation = "update_request_validator"
    plural = Call("get_request_validators", "items")
    entry_id = "id"
    properties = (API_ID, fixed("Name"), switch("ValidateRequestBody"), switch("ValidateRequestParameters"))
    examples = (
        {"RestApiId": "{rest_api}", "Name": "body", "ValidateRequestBody": True},
        {
            "RestApiId": "{rest_api}",
            "Name": "all",
            "ValidateRequestBody": True,
            "ValidateRequestParameters": True,
        },
    )

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"RequestValidatorId": target.physical_id}


PROVIDER = RequestValidator()
