"""Amazon API Gateway, its second API: HTTP APIs, and WebSocket APIs as far as they are kept."""

from patterns.sandbox.core.names import Names

NAMES = Names(
    cloudformation="ApiGatewayV2",
    boto3="apigatewayv2",
    moto="apigatewayv2",
    arn="apigateway",
    at_path=("apigateway", "/v2/"),
)
