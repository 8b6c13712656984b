"""Amazon API Gateway, HTTP and WebSocket APIs."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service
from patterns.knowledge._facts import chosen, switched, told

SERVICE = Service("ApiGatewayV2", Family.NETWORK)

PRICES = "https://aws.amazon.com/api-gateway/pricing/"

IN_OPENAPI: Mapping[str, str | None] = {
    "Body.paths.*.x-amazon-apigateway-integration.uri": "calls",
    "Body.paths.*.x-amazon-apigateway-integration.credentials": "runs as",
    "Body.*.x-amazon-apigateway-authorizer.authorizerUri": "asks",
    "Body.*": None,
}
"""Where the definition of an API names others:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html."""

TYPES: Mapping[str, About] = {
    "AWS::ApiGatewayV2::Api": About(
        noun="HTTP API",
        family=Family.NETWORK,
        references={**IN_OPENAPI, "Target": "calls", "CredentialsArn": "runs as"},
        facts=(
            chosen("ProtocolType", value="WEBSOCKET", words="WebSocket"),
            switched("DisableExecuteApiEndpoint", words="by its own domain only"),
        ),
        lost="its address, which a new API does not get",
    ),
    "AWS::ApiGatewayV2::ApiMapping": About(
        noun="API mapping", family=Family.NETWORK, part_of=("DomainName",), facts=(told("ApiMappingKey", form="/{}"),),
        references={"ApiId": "leads to", "Stage": None}, lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGatewayV2::Authorizer": About(
        noun="authorizer", family=Family.SECURITY, part_of=("ApiId",), facts=(told("AuthorizerType"),),
        references={"AuthorizerUri": "asks", "AuthorizerCredentialsArn": "runs as"}, lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGatewayV2::Deployment": About(
        noun="API deployment", family=Family.NETWORK, part_of=("ApiId",), references={"StageName": None},
        lost="what the API routed to when it was made", free=PRICES,
    ),
    "AWS::ApiGatewayV2::DomainName": About(
        noun="domain name of APIs",
        family=Family.NETWORK,
        references={"DomainNameConfigurations.*.CertificateArn": "shows"},
        lost="the name that its records of DNS lead to: a new domain gets another",
        free=PRICES,
    ),
    "AWS::ApiGatewayV2::Integration": About(
        noun="integration", family=Family.NETWORK, part_of=("ApiId",), facts=(told("IntegrationSubtype"),),
        references={"IntegrationUri": "calls", "CredentialsArn": "runs as", "ConnectionId": "goes through",
                    "RequestParameters.*": "calls"},
        lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGatewayV2::Route": About(
        noun="route", family=Family.NETWORK, part_of=("ApiId",), facts=(told("RouteKey"), told("AuthorizationType")),
        references={"Target": "answered by", "AuthorizerId": "guarded by"}, lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGatewayV2::Stage": About(
        noun="API stage", family=Family.NETWORK, part_of=("ApiId",),
        facts=(told("StageName"), switched("AutoDeploy", words="deploys by itself")),
        references={"DeploymentId": "shows", "AccessLogSettings.DestinationArn": "logs to"},
        lost="the address that clients use, until a stage of the same name is there again",
        free=PRICES,
    ),
    "AWS::ApiGatewayV2::VpcLink": About(
        noun="VPC link", family=Family.NETWORK, references={"SubnetIds.*": "in", "SecurityGroupIds.*": "guarded by"},
        lost=DECLARED, free=PRICES,
    ),
}  # fmt: skip
