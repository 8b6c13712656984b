"""What answers for a route: a function, another service, or an address of the account.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html
Not modelled: retries, streams, and time that an integration takes beyond its limit, which passes before the client is
told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import OutsideSandbox
from patterns.sandbox.delivery import proxy_events as events
from patterns.sandbox.delivery import proxy_results as results
from patterns.sandbox.delivery.calling import called, function_arn
from patterns.sandbox.delivery.http import HttpRequest, HttpResponse, answered, request, said
from patterns.sandbox.delivery.proxy_events import About
from patterns.sandbox.delivery.roles import NotTrusted, Roles
from patterns.sandbox.delivery.targets import Sender, Undelivered
from patterns.sandbox.services.apigatewayv2.authorizers import SERVICE
from patterns.sandbox.services.apigatewayv2.values import Scope

DEFAULT_TIMEOUT_MS = 30_000
_CHANGE = re.compile(r"(?P<how>append|overwrite|remove):(?P<kind>header|querystring|path|statuscode)\.?(?P<name>.*)")
CLIENTS = {"SQS": "sqs", "EventBridge": "events", "StepFunctions": "stepfunctions", "Kinesis": "kinesis"}
"""The services of integrations with a subtype, as boto3 names them:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
"""


def answer(
    account: Account, integration: Mapping[str, Any], scope: Scope, about: About, source_arn: str
) -> HttpResponse:
    """What the integration answers, or what the client is told where it does not."""
    began = account.clock.time()
    found = _answer(account, integration, scope, about, source_arn)
    limit = (integration.get("timeoutInMillis") or DEFAULT_TIMEOUT_MS) / 1000
    if account.clock.time() - began > limit:
        why = f"the integration took {account.clock.time() - began:g} s, longer than its limit of {limit:g} s"
        return said(503, "Service Unavailable", why)
    return _changed_response(integration, found, scope)


def _answer(
    account: Account, integration: Mapping[str, Any], scope: Scope, about: About, source_arn: str
) -> HttpResponse:
    changed = _changed_request(integration, scope)
    if integration.get("integrationSubtype"):
        return _of_service(account, integration, scope, source_arn)
    uri = scope.filled(str(integration.get("integrationUri") or ""))
    if integration.get("integrationType") == "HTTP_PROXY":
        return of_address(account, integration, uri, changed)
    function = function_arn(uri)
    if function is None:
        return said(500, "Internal Server Error", f"{uri} names no function")
    return _of_function(account, integration, function, changed, about, source_arn)


def _of_function(
    account: Account, integration: Mapping[str, Any], function: str, asked: HttpRequest, about: About, source_arn: str
) -> HttpResponse:
    version = integration.get("payloadFormatVersion") or "1.0"
    event = events.second(asked, about) if version == "2.0" else events.first(asked, about)
    sender = Sender(SERVICE, source_arn, integration.get("credentialsArn"))
    name = function.partition(":function:")[2]
    try:
        returned = called(account, sender, function, json.dumps(event).encode())
    except Undelivered as error:
        return said(500, "Internal Server Error", error.message)
    if returned.error:
        why = f"the function {name} failed: {returned.payload.decode('utf-8', 'replace')[:200]}"
        return said(500, "Internal Server Error", why)
    try:
        return results.response(returned.payload, version=version, why=f"{about.route_key} is answered by {name}")
    except results.Malformed as error:
        return said(500, "Internal Server Error", f"{name}: {error}")


def _of_service(account: Account, integration: Mapping[str, Any], scope: Scope, source_arn: str) -> HttpResponse:
    """Call another service in the integration's role, with the parameters that it sets."""
    service, _, operation = str(integration["integrationSubtype"]).partition("-")
    given = {name: scope.filled(value) for name, value in (integration.get("requestParameters") or {}).items()}
    role, name = str(integration.get("credentialsArn")), CLIENTS.get(service)
    if name is None:
        return said(500, "Internal Server Error", f"the sandbox calls no {service} for an API")
    region = given.pop("Region", account.region)
    try:
        client = account.in_region(region).part(Roles).client(name, role, SERVICE, source_arn)
        found = getattr(client, xform_name(operation))(**_arguments(operation, given))
    except NotTrusted as error:
        return said(500, "Internal Server Error", str(error))
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return said(status, error.response["Error"]["Message"], f"{service} refused {operation}: {error}")
    except (BotoCoreError, ValueError) as error:
        return said(400, "Bad Request", f"{operation} of {service} cannot be called so: {error}")
    body = {key: value for key, value in found.items() if key != "ResponseMetadata"}
    kept = {"content-type": "application/json"}
    return HttpResponse(200, kept, json.dumps(body, default=str).encode(), f"{service} answered {operation}")


def _arguments(operation: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The keywords of the call: an event's own are one entry, and what is a list comes as JSON."""
    if operation == "PutEvents":
        names = ("Detail", "DetailType", "Source", "EventBusName", "Resources", "Time", "TraceHeader")
        entry: dict[str, Any] = {name: value for name, value in given.items() if name in names}
        return {"Entries": [entry | ({"Resources": json.loads(entry["Resources"])} if "Resources" in entry else {})]}
    read = {"MessageAttributes", "Attributes", "Entries"}
    numbers = {"DelaySeconds"}
    found: dict[str, Any] = {name: json.loads(value) if name in read else value for name, value in given.items()}
    named = {"Input": "input", "StateMachineArn": "stateMachineArn", "Name": "name", "ExecutionArn": "executionArn"}
    if operation in ("StartExecution", "StartSyncExecution", "StopExecution"):
        found = {named.get(name, name): value for name, value in found.items()}
    return {name: int(value) if name in numbers else value for name, value in found.items()}


def of_address(account: Account, integration: Mapping[str, Any], uri: str, asked: HttpRequest) -> HttpResponse:
    """Ask an address of the account; nothing outside of it is there."""
    if not uri.startswith(("http://", "https://")):
        return said(503, "Service Unavailable", f"the sandbox has no way to {uri}: it follows no VPC link")
    method = str(integration.get("integrationMethod") or "ANY")
    sent = request(asked.method if method == "ANY" else method, uri, {**asked.headers, "host": ""}, asked.body)
    sent = replace(sent, query=asked.query, headers={**sent.headers, "host": sent.host})
    try:
        return answered(account, sent)
    except OutsideSandbox as error:
        return said(503, "Service Unavailable", str(error))


def _changed_request(integration: Mapping[str, Any], scope: Scope) -> HttpRequest:
    """The request with what the integration appends, overwrites and removes."""
    http_request = scope.request
    if integration.get("integrationSubtype"):
        return http_request
    for place, value in (integration.get("requestParameters") or {}).items():
        change = _CHANGE.fullmatch(place)
        if change is not None:
            http_request = _changed(http_request, change, scope.filled(str(value)))
    return http_request


def _changed(asked: HttpRequest, change: re.Match[str], value: str) -> HttpRequest:
    how, kind, name = change["how"], change["kind"], change["name"]
    if kind == "path":
        return replace(asked, path=value)
    if kind == "header":
        return replace(asked, headers=_with(asked.headers, how, name.lower(), value))
    others = [(key, one) for key, one in asked.parameters if how == "append" or key != name]
    added = [] if how == "remove" else [(name, value)]
    return replace(asked, query=urlencode(others + added))


def _with(headers: Mapping[str, str], how: str, name: str, value: str) -> dict[str, str]:
    kept = {key: one for key, one in headers.items() if key != name}
    if how == "remove":
        return kept
    return kept | {name: f"{headers[name]},{value}" if how == "append" and name in headers else value}


def _changed_response(integration: Mapping[str, Any], response: HttpResponse, scope: Scope) -> HttpResponse:
    """The response with what the integration changes of one with this status."""
    scope.response = response
    changes = (integration.get("responseParameters") or {}).get(str(response.status)) or {}
    for place, value in changes.items():
        change = _CHANGE.fullmatch(place)
        if change is None:
            continue
        if change["kind"] == "statuscode":
            response = replace(response, status=int(scope.filled(str(value))))
        elif change["kind"] == "header":
            headers = _with(response.headers, change["how"], change["name"].lower(), scope.filled(str(value)))
            response = replace(response, headers=headers)
    return response
