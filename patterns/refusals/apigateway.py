"""What API Gateway refuses of the parts of a REST API, by themselves: not what hangs on the API they are of.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
The words are those that getmoto/moto has seen on AWS (moto/apigateway/exceptions.py), where it has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal, apigatewayv2

CODE = "BadRequestException"
LEAST_MS, MOST_MS = 50, 29_000
MOST_TTL_SECONDS = 3600
SHORTEST_KEY = 20
BY_FUNCTION = ("TOKEN", "REQUEST")
BY_POOL = "COGNITO_USER_POOLS"
PERIODS = ("DAY", "WEEK", "MONTH")
_PART = re.compile(r"\{?[a-zA-Z0-9._\-:$]+\+?\}?")
_STAGE = re.compile(r"[a-zA-Z0-9_]+")
_ARN = re.compile(r"arn:aws[\w-]*:")
_CALLED = re.compile(r"arn:aws[\w-]*:apigateway:[\w-]+:[\w.-]+:(path|action)/")


def resource(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a step of a path."""
    if not _PART.fullmatch(str(asked.get("PathPart"))):
        yield (
            CODE,
            (
                "Resource's path part only allow a-zA-Z0-9._- and curly braces at the beginning and the end and an "
                "optional plus sign before the closing brace."
            ),
        )


METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


def greedy(parent: str) -> Iterator[Refusal]:
    """What is wrong with a step below another one: the rest of a path has nothing below it; in our words.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    """
    if parent.endswith("+}"):
        yield CODE, f"Cannot create a child of a resource with a greedy path variable: {parent}"


def sibling(part: str, others: Iterable[str]) -> Iterator[Refusal]:
    """What is wrong with a step beside others below the same parent: one of them may be a variable.

    In the words of https://github.com/dawson-org/dawson-cli/issues/175.
    """
    if part.startswith("{") and any(other.startswith("{") and other != part for other in others):
        yield CODE, "A sibling of this resource already has a variable path part -- only one is allowed"


def method(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a method."""
    if asked.get("HttpMethod") not in METHODS:
        # In our words: no page quotes the service's.
        yield CODE, f"Invalid HTTP method {asked.get('HttpMethod')}: it must be one of {', '.join(METHODS)}"
    if asked.get("AuthorizationType") in ("CUSTOM", BY_POOL) and not asked.get("AuthorizerId"):
        yield (
            CODE,
            (
                "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
                "requires a valid authorizer."
            ),
        )
    yield from integration(asked.get("Integration") or {"Type": "MOCK"})


def integration(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an integration."""
    kind, uri = asked.get("Type"), str(asked.get("Uri", ""))
    timeout = asked.get("TimeoutInMillis")
    if timeout is not None and timeout < LEAST_MS:
        yield CODE, f"Timeout should be between {LEAST_MS} ms and {MOST_MS} ms"
    if kind == "MOCK":
        return
    if not asked.get("IntegrationHttpMethod"):
        yield CODE, "Enumeration value for HttpMethod must be non-empty"
    is_private = asked.get("ConnectionType") == "VPC_LINK"
    if kind in ("HTTP", "HTTP_PROXY") and not is_private and not uri.startswith(("http://", "https://", "${")):
        yield CODE, "Invalid HTTP endpoint specified for URI"
    if kind in ("AWS", "AWS_PROXY") and not _ARN.match(uri):
        yield CODE, "Invalid ARN specified in the request"
    elif kind in ("AWS", "AWS_PROXY") and not _CALLED.match(uri):
        yield CODE, "AWS ARN for integration must contain path or action"


def authorizer(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an authorizer."""
    kind = asked.get("Type")
    if kind in BY_FUNCTION and not asked.get("AuthorizerUri"):
        yield CODE, f"AuthorizerUri is required for an authorizer of type {kind}: it names the function to ask"
    if kind == BY_POOL and not asked.get("ProviderARNs"):
        yield CODE, "ProviderARNs are required for an authorizer of type COGNITO_USER_POOLS"
    if kind in ("TOKEN", BY_POOL) and not asked.get("IdentitySource"):
        yield CODE, f"IdentitySource is required for an authorizer of type {kind}"
    seconds = asked.get("AuthorizerResultTtlInSeconds")
    if seconds is not None and not 0 <= seconds <= MOST_TTL_SECONDS:
        yield CODE, f"AuthorizerResultTtlInSeconds should be between 0 and {MOST_TTL_SECONDS}, was {seconds}"


def stage(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a stage."""
    name = asked.get("StageName")
    if name is not None and not _STAGE.fullmatch(name):
        yield CODE, "Stage name only allows a-zA-Z0-9_"
    form = (asked.get("AccessLogSetting") or {}).get("Format")
    if form is not None and "$context.requestId" not in form and "$context.extendedRequestId" not in form:
        yield (
            CODE,
            "The format of AccessLogSetting must include at least $context.requestId or $context.extendedRequestId",
        )


def api_key(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a key."""
    value = asked.get("Value")
    if value is not None and len(value) < SHORTEST_KEY:
        yield CODE, f"API Key value should be at least {SHORTEST_KEY} characters"


def usage_plan(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a plan."""
    period = (asked.get("Quota") or {}).get("Period")
    if period is not None and period not in PERIODS:
        yield CODE, f"Usage Plan quota period must be one of {', '.join(PERIODS)}, was {period}"


def base_path_mapping(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a path behind a domain."""
    if "/" in str(asked.get("BasePath", "")):
        yield (
            CODE,
            (
                "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level "
                "base path mapping, use API Gateway V2."
            ),
        )


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::ApiGateway::ApiKey": (api_key,),
    "AWS::ApiGateway::Authorizer": (authorizer,),
    "AWS::ApiGateway::BasePathMapping": (base_path_mapping,),
    "AWS::ApiGateway::DomainName": (apigatewayv2.domain_name,),
    "AWS::ApiGateway::Method": (method,),
    "AWS::ApiGateway::Resource": (resource,),
    "AWS::ApiGateway::Stage": (stage,),
    "AWS::ApiGateway::UsagePlan": (usage_plan,),
}
