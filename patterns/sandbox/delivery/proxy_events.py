"""What a function is called with for a request, in the two formats of HTTP APIs and function URLs. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from patterns.sandbox.delivery.http import SOURCE_IP, HttpRequest

TEXTS = ("text/", "application/json", "application/javascript", "application/xml")
"""What a body may be to be handed on as text; another goes in base64."""


@dataclass(frozen=True)
class About:
    """What a gateway knows of a request beside what the client sent."""

    account_id: str
    api_id: str
    domain: str
    stage: str
    route_key: str
    request_id: str
    now: datetime
    path: str
    """With the stage, unless it is the one without a name."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    authorizer: Mapping[str, Any] | None = None


def second(request: HttpRequest, about: About) -> dict[str, Any]:
    """Format 2.0."""
    headers = {name: value for name, value in request.headers.items() if name != "cookie"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": about.route_key,
        "rawPath": about.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": {
            "accountId": about.account_id,
            "apiId": about.api_id,
            **({"authorizer": dict(about.authorizer)} if about.authorizer else {}),
            "domainName": about.domain,
            "domainPrefix": about.domain.partition(".")[0],
            "http": {
                "method": request.method,
                "path": about.path,
                "protocol": "HTTP/1.1",
                "sourceIp": SOURCE_IP,
                "userAgent": request.headers.get("user-agent", ""),
            },
            "requestId": about.request_id,
            "routeKey": about.route_key,
            "stage": about.stage,
            **_moment(about.now),
        },
    }
    if cookies := [one.strip() for one in request.headers.get("cookie", "").split(";") if one.strip()]:
        event["cookies"] = cookies
    if request.parameters:
        event["queryStringParameters"] = joined(request.parameters)
    if about.parameters:
        event["pathParameters"] = dict(about.parameters)
    if about.variables:
        event["stageVariables"] = dict(about.variables)
    return event | _body(request, absent={"isBase64Encoded": False})


def first(request: HttpRequest, about: About) -> dict[str, Any]:
    """Format 1.0."""
    method, _, resource = about.route_key.partition(" ")
    several: dict[str, list[str]] = {}
    for name, value in request.parameters:
        several.setdefault(name, []).append(value)
    return {
        "version": "1.0",
        "resource": resource or method,
        "path": about.path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": {name: [value] for name, value in request.headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in several.items()} or None,
        "multiValueQueryStringParameters": several or None,
        "requestContext": {
            "accountId": about.account_id,
            "apiId": about.api_id,
            "authorizer": dict(about.authorizer) if about.authorizer else {"claims": None, "scopes": None},
            "domainName": about.domain,
            "domainPrefix": about.domain.partition(".")[0],
            "extendedRequestId": about.request_id,
            "httpMethod": request.method,
            "identity": {"sourceIp": SOURCE_IP, "userAgent": request.headers.get("user-agent", "")},
            "path": about.path,
            "protocol": "HTTP/1.1",
            "requestId": about.request_id,
            "requestTime": _moment(about.now)["time"],
            "requestTimeEpoch": _moment(about.now)["timeEpoch"],
            "resourceId": about.route_key,
            "resourcePath": resource or method,
            "stage": about.stage,
        },
        "pathParameters": dict(about.parameters) or None,
        "stageVariables": dict(about.variables) or None,
    } | _body(request, absent={"body": None, "isBase64Encoded": False})


def joined(parameters: list[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name, the values of one that comes several times joined by commas."""
    found: dict[str, str] = {}
    for name, value in parameters:
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _moment(now: datetime) -> dict[str, Any]:
    return {"time": f"{now:%d/%b/%Y:%H:%M:%S} +0000", "timeEpoch": int(now.timestamp() * 1000)}


def _body(request: HttpRequest, absent: Mapping[str, Any]) -> dict[str, Any]:
    if not request.body:
        return dict(absent)
    kind = request.headers.get("content-type", "text/plain")
    if kind.startswith(TEXTS):
        return {"body": request.text, "isBase64Encoded": False}
    return {"body": base64.b64encode(request.body).decode(), "isBase64Encoded": True}
