"""AWS::ApiGateway::Authorizer."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Target, same
from patterns.sandbox.services.apigateway.resources._base import API_ID, PartOfApi, setting

URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function.Arn}/invocations"


class Authorizer(PartOfApi):
    """Who may call a method: whomever a function lets through, or whoever has a token of a user pool."""

    type = "AWS::ApiGateway::Authorizer"
    identifier = "authorizerId"
    creation = "create_authorizer"
    deletion = "delete_authorizer"
    change_operation = "update_authorizer"
    plural = Call("get_authorizers", "items")
    entry_id = "id"
    properties = (
        API_ID,
        setting("Name"),
        setting("Type"),
        setting("AuthType"),
        setting("AuthorizerCredentials"),
        setting("AuthorizerResultTtlInSeconds", default=300, from_service=same),
        setting("AuthorizerUri"),
        setting("IdentitySource"),
        setting("IdentityValidationExpression"),
        setting("ProviderARNs", "providerARNs"),
    )
    examples = (
        {
            "RestApiId": "{rest_api}",
            "Name": "token",
            "Type": "TOKEN",
            "AuthType": "custom",
            "AuthorizerUri": URI,
            "AuthorizerCredentials": "{function_role.Arn}",
            "AuthorizerResultTtlInSeconds": 60,
            "IdentitySource": "method.request.header.Authorization",
            "IdentityValidationExpression": "^Bearer",
        },
        {
            "RestApiId": "{rest_api}",
            "Name": "request",
            "Type": "REQUEST",
            "AuthorizerUri": URI,
            "AuthorizerResultTtlInSeconds": 0,
            "IdentitySource": "method.request.querystring.key",
        },
        {
            "RestApiId": "{other_rest_api}",
            "Name": "pool",
            "Type": "COGNITO_USER_POOLS",
            "ProviderARNs": ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc123456"],
            "IdentitySource": "method.request.header.Authorization",
        },
    )

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"AuthorizerId": target.physical_id}


PROVIDER = Authorizer()
