"""AWS::ApiGatewayV2::Route. Not kept: keys, models, parameters and selection expressions, which WebSocket APIs have."""

from __future__ import annotations

from patterns.sandbox.services.apigatewayv2.resources._base import API_ID, PartOfApi, setting


class Route(PartOfApi):
    """Which requests go to which integration, and who may send them."""

    type = "AWS::ApiGatewayV2::Route"
    creation = "create_route"
    deletion = "delete_route"
    change_operation = "update_route"
    plural = "get_routes"
    entry_id = "RouteId"
    properties = (
        API_ID,
        setting("RouteKey"),
        setting("Target"),
        setting("AuthorizationType", cleared="NONE", default="NONE"),
        setting("AuthorizerId"),
        setting("AuthorizationScopes", cleared=[]),
        setting("OperationName"),
    )
    examples = (
        {"ApiId": "{other_http_api}", "RouteKey": "GET /items/{itemId}"},
        {
            "ApiId": "{http_api}",
            "RouteKey": "ANY /{proxy+}",
            "Target": "integrations/{integration}",
            "AuthorizationType": "JWT",
            "AuthorizerId": "{jwt_authorizer}",
            "AuthorizationScopes": ["items.read"],
            "OperationName": "everything",
        },
        {
            "ApiId": "{http_api}",
            "RouteKey": "$default",
            "Target": "integrations/{integration}",
            "AuthorizationType": "AWS_IAM",
        },
    )


PROVIDER = Route()
