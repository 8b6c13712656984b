"""What API Gateway refuses of the parts of an HTTP API, by themselves: not what hangs on the API they are of.

https://docs.aws.amazon.com/apigateway/latest/api/API_CreateIntegration.html
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

CODE = "BadRequestException"
LEAST_MS, MOST_MS = 50, 30_000
MOST_TTL_SECONDS = 3600
PROTOCOLS = ("HTTP", "WEBSOCKET")
INTEGRATIONS = ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK")
VERSIONS = ("1.0", "2.0")
AUTHORIZERS = ("REQUEST", "JWT")
AUTHORIZATIONS = ("NONE", "AWS_IAM", "CUSTOM", "JWT")
_VARIABLE = re.compile(r"\{[a-zA-Z0-9._:-]+\+?\}")
_STAGE = re.compile(r"\$default|[a-zA-Z0-9_-]{1,128}")
WITH_AUTHORIZER = ("JWT", "CUSTOM")
PROXIES = ("AWS_PROXY", "HTTP_PROXY")
"""All that an HTTP API takes; in the words of https://github.com/aws/aws-cli/issues/6363."""
_ROUTE_KEY = re.compile(r"\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /\S*")
MALFORMED = (
    "The provided route key is not formatted properly for HTTP protocol. "
    'Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"'
)
_DOMAIN = re.compile(r"(\*\.)?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
TAKEN_STAGE: Refusal = ("ConflictException", "Stage already exists")


def api(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an API: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApi.html."""
    if asked.get("Body") is not None or asked.get("BodyS3Location") is not None:
        return
    protocol, cors = asked.get("ProtocolType"), asked.get("CorsConfiguration") or {}
    if asked.get("Name") is None:
        yield CODE, "Name is a required parameter"
    if protocol not in PROTOCOLS:
        yield CODE, f"Invalid protocol specified. Must be one of [{', '.join(PROTOCOLS)}]"
    if protocol == "WEBSOCKET" and not asked.get("RouteSelectionExpression"):
        yield CODE, "RouteSelectionExpression is a required parameter for WEBSOCKET"
    if protocol == "WEBSOCKET" and cors:
        yield CODE, "CORS configuration is only supported for HTTP APIs"
    if cors.get("AllowCredentials") is True and "*" in (cors.get("AllowOrigins") or ()):
        # In the words of https://github.com/aws/aws-cdk/issues/9076.
        yield CODE, "allow-credentials is not supported if 'allow-origin' is *"


def domain_name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a domain of one's own, of REST APIs as well.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-domainname.html
    """
    if not _DOMAIN.fullmatch(str(asked.get("DomainName"))):
        yield (
            CODE,
            f"Invalid domain name {asked.get('DomainName')!r}: it must have two parts or more, of lowercase letters, "
            "digits and hyphens, with dots between them",
        )


def integration(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an integration of any API."""
    timeout = asked.get("TimeoutInMillis")
    if timeout is not None and not LEAST_MS <= timeout <= MOST_MS:
        yield CODE, f"TimeoutInMillis should be between {LEAST_MS} ms and {MOST_MS} ms, was {timeout}"
    if asked.get("ConnectionType") == "VPC_LINK" and not asked.get("ConnectionId"):
        yield CODE, "ConnectionId is a required parameter for ConnectionType VPC_LINK"
    kind, version = asked.get("IntegrationType"), asked.get("PayloadFormatVersion")
    if kind is not None and kind not in INTEGRATIONS:
        yield CODE, f"Invalid IntegrationType {kind}: it must be one of {', '.join(INTEGRATIONS)}"
    if version is not None and version not in VERSIONS:
        yield CODE, f"Invalid payload format version {version}: it must be one of {', '.join(VERSIONS)}"
    if asked.get("IntegrationSubtype") and not asked.get("CredentialsArn"):
        yield CODE, "CredentialsArn is a required parameter for integrations with an IntegrationSubtype"


def route_key(key: str, protocol: str | None) -> Iterator[Refusal]:
    """What is wrong with the key of a route of an API with this protocol.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    """
    if protocol == "HTTP" and not _ROUTE_KEY.fullmatch(key):
        yield CODE, MALFORMED


def taken_route(key: str) -> Refusal:
    """The refusal of a second route with the same key."""
    return "ConflictException", f"Route with key {key} already exists for this API"


def of_protocol(asked: Mapping[str, Any], protocol: str | None) -> Iterator[Refusal]:
    """What is wrong with an integration of an API with this protocol."""
    if protocol != "HTTP":
        return
    if asked.get("IntegrationType") not in PROXIES:
        said = "Currently, an API with a protocol type of HTTP may only be associated with proxy integrations"
        yield CODE, f"{said} ({', '.join(PROXIES)})"
    if not asked.get("PayloadFormatVersion"):
        yield CODE, "PayloadFormatVersion is a required parameter for integration"


def authorizer(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an authorizer."""
    kind = asked.get("AuthorizerType")
    if kind is not None and kind not in AUTHORIZERS:
        yield CODE, f"Invalid AuthorizerType {kind}: it must be one of {', '.join(AUTHORIZERS)}"
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
    kind = asked.get("AuthorizationType")
    if kind is not None and kind not in AUTHORIZATIONS:
        yield CODE, f"Invalid AuthorizationType {kind}: it must be one of {', '.join(AUTHORIZATIONS)}"
    yield from _path(asked.get("RouteKey") or "")
    if asked.get("AuthorizationType") in WITH_AUTHORIZER and not asked.get("AuthorizerId"):
        yield CODE, f"AuthorizerId is a required parameter for AuthorizationType {asked['AuthorizationType']}"
    if asked.get("AuthorizationScopes") and asked.get("AuthorizationType") != "JWT":
        yield CODE, "AuthorizationScopes are supported for AuthorizationType JWT only"


def _path(key: str) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html."""
    path = key.partition(" /")[2]
    parts = path.split("/")
    if any("{" in part or "}" in part for part in parts if not _VARIABLE.fullmatch(part)):
        yield CODE, f"The route key {key} is not formatted properly: a variable is a whole part of a path, as {{id}}"
    if any(part.endswith("+}") for part in parts[:-1]):
        yield CODE, f"The route key {key} is not formatted properly: a greedy variable stands last"


def stage(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a stage."""
    name = asked.get("StageName")
    if name is not None and not _STAGE.fullmatch(name):
        yield CODE, "Stage name only allows a-zA-Z0-9_-, and $default"
    settings = asked.get("AccessLogSettings") or {}
    form = settings.get("Format")
    if form is not None and "$context.requestId" not in form and "$context.extendedRequestId" not in form:
        yield CODE, "The format of AccessLogSettings must include at least $context.requestId"


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::ApiGatewayV2::Api": (api,),
    "AWS::ApiGatewayV2::Authorizer": (authorizer,),
    "AWS::ApiGatewayV2::DomainName": (domain_name,),
    "AWS::ApiGatewayV2::Integration": (integration,),
    "AWS::ApiGatewayV2::Route": (route,),
    "AWS::ApiGatewayV2::Stage": (stage,),
}
