"""AWS::ApiGatewayV2::Authorizer."""

from __future__ import annotations

from patterns.sandbox.provider.base import same
from patterns.sandbox.services.apigatewayv2.resources._base import API_ID, PartOfApi, setting


class Authorizer(PartOfApi):
    """Who may call a route: whoever has a token of an issuer, or whomever a function lets through."""

    type = "AWS::ApiGatewayV2::Authorizer"
    creation = "create_authorizer"
    deletion = "delete_authorizer"
    change_operation = "update_authorizer"
    plural = "get_authorizers"
    entry_id = "AuthorizerId"
    properties = (
        API_ID,
        setting("Name"),
        setting("AuthorizerType"),
        setting("IdentitySource", cleared=[]),
        setting("JwtConfiguration", cleared={}),
        setting("AuthorizerUri"),
        setting("AuthorizerPayloadFormatVersion"),
        setting("AuthorizerCredentialsArn"),
        setting("AuthorizerResultTtlInSeconds", cleared=0, default=0, from_service=same),
        setting("EnableSimpleResponses", cleared=False, default=False, from_service=same),
        setting("IdentityValidationExpression", effect="It is kept: HTTP APIs do not use it."),
    )
    examples = (
        {
            "ApiId": "{other_http_api}",
            "Name": "tokens",
            "AuthorizerType": "JWT",
            "IdentitySource": ["$request.header.Authorization"],
            "JwtConfiguration": {"Issuer": "https://login.example.com", "Audience": ["shop"]},
        },
        {
            "ApiId": "{http_api}",
            "Name": "function",
            "AuthorizerType": "REQUEST",
            "AuthorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function.Arn}/invocations",
            "AuthorizerPayloadFormatVersion": "2.0",
            "AuthorizerCredentialsArn": "{function_role.Arn}",
            "AuthorizerResultTtlInSeconds": 300,
            "EnableSimpleResponses": True,
            "IdentitySource": ["$request.header.Authorization"],
            "IdentityValidationExpression": "^Bearer",
        },
        {
            "ApiId": "{http_api}",
            "Name": "function",
            "AuthorizerType": "REQUEST",
            "AuthorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function.Arn}/invocations",
            "AuthorizerPayloadFormatVersion": "1.0",
            "AuthorizerResultTtlInSeconds": 0,
            "EnableSimpleResponses": False,
            "IdentitySource": ["$request.querystring.key"],
        },
    )


PROVIDER = Authorizer()
