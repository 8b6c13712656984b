"""What API Gateway refuses of the parts of an HTTP API, by themselves: not what hangs on the API they are of.

https://docs.aws.amazon.com/apigateway/latest/api/API_CreateIntegration.html
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

CODE = "BadRequestException"
LEAST_MS, MOST_MS = 50, 30_000
MOST_TTL_SECONDS = 3600
WITH_AUTHORIZER = ("JWT", "CUSTOM")


def integration(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an integration of any API."""
    timeout = asked.get("TimeoutInMillis")
    if timeout is not None and not LEAST_MS <= timeout <= MOST_MS:
        yield CODE, f"TimeoutInMillis should be between {LEAST_MS} ms and {MOST_MS} ms, was {timeout}"
    if asked.get("ConnectionType") == "VPC_LINK" and not asked.get("ConnectionId"):
        yield CODE, "ConnectionId is a required parameter for ConnectionType VPC_LINK"
    if asked.get("IntegrationSubtype") and not asked.get("CredentialsArn"):
        yield CODE, "CredentialsArn is a required parameter for integrations with an IntegrationSubtype"


def authorizer(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an authorizer."""
    if asked.get("AuthorizerType") == "JWT":
        configuration = asked.get("JwtConfiguration") or {}
        if not configuration.get("Issuer") or not configuration.get("Audience"):
            yield CODE, "JwtConfiguration with Issuer and Audience is a required parameter for JWT authorizers"
        if not asked.get("IdentitySource"):
            yield CODE, "IdentitySource is a required parameter for JWT authorizers"
    if asked.get("AuthorizerType") == "REQUEST" and not asked.get("AuthorizerUri"):
        yield CODE, "AuthorizerUri is a required parameter for REQUEST authorizers"
    seconds = asked.get("AuthorizerResultTtlInSeconds")
    if seconds is not None and not 0 <= seconds <= MOST_TTL_SECONDS:
        yield CODE, f"AuthorizerResultTtlInSeconds should be between 0 and {MOST_TTL_SECONDS}, was {seconds}"


def route(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a route."""
    if asked.get("AuthorizationType") in WITH_AUTHORIZER and not asked.get("AuthorizerId"):
        yield CODE, f"AuthorizerId is a required parameter for AuthorizationType {asked['AuthorizationType']}"
    if asked.get("AuthorizationScopes") and asked.get("AuthorizationType") != "JWT":
        yield CODE, "AuthorizationScopes are supported for AuthorizationType JWT only"


def stage(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a stage."""
    settings = asked.get("AccessLogSettings") or {}
    form = settings.get("Format")
    if form is not None and "$context.requestId" not in form and "$context.extendedRequestId" not in form:
        yield CODE, "The format of AccessLogSettings must include at least $context.requestId"


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::ApiGatewayV2::Authorizer": (authorizer,),
    "AWS::ApiGatewayV2::Integration": (integration,),
    "AWS::ApiGatewayV2::Route": (route,),
    "AWS::ApiGatewayV2::Stage": (stage,),
}
