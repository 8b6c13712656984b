"""What answers for a method: a function, another service, a mock, or an address of the account.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html
Not modelled: VPC links, and time beyond the limit, which passes before the client is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery import proxy_events as events
from patterns.sandbox.delivery import proxy_results as results
from patterns.sandbox.delivery.calling import Returned, called, function_arn
from patterns.sandbox.delivery.http import HttpRequest, HttpResponse
from patterns.sandbox.delivery.proxy_events import About
from patterns.sandbox.delivery.targets import Sender, Undelivered
from patterns.sandbox.services.apigateway import service_calls, templates
from patterns.sandbox.services.apigateway.authorizers import source_value
from patterns.sandbox.services.apigateway.failures import Failed
from patterns.sandbox.services.apigatewayv2.authorizers import SERVICE
from patterns.sandbox.services.apigatewayv2.integrations import of_address
from patterns.sandbox.services.apigatewayv2.values import Scope

DEFAULT_TIMEOUT_MS = 29_000
JSON = "application/json"
INTERNAL = "Internal server error"


@dataclass(frozen=True)
class Asked:
    """One request at its integration: the method, what there is to speak of, and in whose name others are called."""

    integration: Mapping[str, Any]
    scope: Scope
    about: About
    path: str
    source_arn: str
    resource_id: str

    @property
    def given(self) -> templates.Input:
        """What templates see of the request."""
        request = self.scope.request
        return templates.Input(request.text, self.about.parameters, dict(request.parameters), request.headers)


def answer(account: Account, asked: Asked) -> HttpResponse:
    """What the integration answers. Raises `Failed`."""
    kinds = {"AWS_PROXY": _of_function, "AWS": _of_service, "MOCK": _of_mock, "HTTP_PROXY": _of_address}
    kind = str(asked.integration.get("type"))
    if kind not in kinds:
        raise Failed("API_CONFIGURATION_ERROR", f"an integration of the type {kind} is not simulated")
    began = account.clock.time()
    response = kinds[kind](account, asked)
    limit = (asked.integration.get("timeoutInMillis") or DEFAULT_TIMEOUT_MS) / 1000
    took = account.clock.time() - began
    if took > limit:
        raise Failed("INTEGRATION_TIMEOUT", f"the integration took {took:g} s, longer than its limit of {limit:g} s")
    return response


def event(asked: Asked) -> dict[str, Any]:
    """What a function is called with.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """
    found = events.first(asked.scope.request, asked.about)
    found.pop("version")
    found["path"] = asked.path
    context = found["requestContext"]
    context |= {"resourceId": asked.resource_id, "identity": {**asked.scope.context["identity"]}}
    if asked.about.authorizer is None:
        del context["authorizer"]
    return found


def _call(account: Account, asked: Asked, payload: bytes) -> Returned:
    uri = asked.scope.filled(str(asked.integration.get("uri")))
    function = function_arn(uri)
    if function is None:
        raise Failed(
            "API_CONFIGURATION_ERROR", f"{uri} names no function, and the sandbox calls no other service for an API"
        )
    credentials = asked.integration.get("credentials")
    sender = Sender(SERVICE, asked.source_arn, credentials if credentials and ":role/" in credentials else None)
    try:
        return called(account, sender, function, payload)
    except Undelivered as error:
        raise Failed("API_CONFIGURATION_ERROR", error.message) from None


def _of_function(account: Account, asked: Asked) -> HttpResponse:
    returned = _call(account, asked, json.dumps(event(asked)).encode())
    if returned.error:
        why = f"the function failed: {returned.payload.decode('utf-8', 'replace')[:200]}"
        raise Failed("INTEGRATION_FAILURE", why, INTERNAL, 502)
    try:
        response = results.response(
            returned.payload, version="1.0", why=f"{asked.about.route_key} is answered by a function"
        )
    except results.Malformed as error:
        raise Failed("INTEGRATION_FAILURE", str(error), INTERNAL, 502) from None
    # A REST API says that a response is JSON where its function does not say otherwise.
    stated = json.loads(returned.payload)
    named = {name.lower() for kind in ("headers", "multiValueHeaders") for name in stated.get(kind) or {}}
    return (
        response if "content-type" in named else replace(response, headers={**response.headers, "content-type": JSON})
    )


def _of_service(account: Account, asked: Asked) -> HttpResponse:
    """A function without a proxy, or another service: templates make what it is called with, and what comes back."""
    uri = asked.scope.filled(str(asked.integration.get("uri")))
    if not service_calls.is_function(uri):
        return _of_another(account, asked, uri)
    returned = _call(account, asked, _request_text(asked).encode())
    text = returned.payload.decode("utf-8", "replace")
    said = json.loads(text).get("errorMessage", "") if returned.error else ""
    return _mapped(asked, said, HttpResponse(200, {"content-type": JSON}, text.encode(), "a function answered"))


def _of_another(account: Account, asked: Asked, uri: str) -> HttpResponse:
    role = str(asked.integration.get("credentials") or "")
    query, target = {}, ""
    for place, source in (asked.integration.get("requestParameters") or {}).items():
        kind, _, name = place.removeprefix("integration.request.").partition(".")
        if kind == "querystring":
            query[name] = _source(asked.scope, str(source))
        if name.lower() == "x-amz-target":
            target = _source(asked.scope, str(source))
    text = _request_text(asked) if asked.integration.get("requestTemplates") or not query else ""
    found = service_calls.answer(account, uri, role, text, query, target, asked.source_arn)
    return _mapped(asked, str(found.status), found)


def _of_mock(account: Account, asked: Asked) -> HttpResponse:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html."""
    text = _request_text(asked)
    try:
        status = str(int(json.loads(text)["statusCode"]))
    except (ValueError, KeyError, TypeError):
        why = f"the template of a mock has to make JSON with a statusCode, and made {text[:80]!r}"
        raise Failed("API_CONFIGURATION_ERROR", why) from None
    return _mapped(asked, status, HttpResponse(int(status), {"content-type": JSON}, b"", "the API answers by itself"))


def _of_address(account: Account, asked: Asked) -> HttpResponse:
    uri = str(asked.integration.get("uri") or "")
    scope = asked.scope
    for place, source in (asked.integration.get("requestParameters") or {}).items():
        kind, _, name = place.removeprefix("integration.request.").partition(".")
        if kind == "path":
            uri = uri.replace(f"{{{name}}}", _source(scope, str(source)))
    sent = _with_parameters(asked)
    return of_address(account, {"integrationMethod": asked.integration.get("httpMethod")}, scope.filled(uri), sent)


def _with_parameters(asked: Asked) -> HttpRequest:
    headers = dict(asked.scope.request.headers)
    for place, source in (asked.integration.get("requestParameters") or {}).items():
        kind, _, name = place.removeprefix("integration.request.").partition(".")
        if kind == "header":
            headers[name.lower()] = _source(asked.scope, str(source))
    return replace(asked.scope.request, headers=headers)


def _source(scope: Scope, source: str) -> str:
    """What a mapping stands for: a literal in quotes, or a place such as `method.request.path.id`."""
    if source.startswith("'") and source.endswith("'"):
        return source[1:-1]
    return source_value(scope, source) or ""


def _request_text(asked: Asked) -> str:
    """What goes to the integration: what the template for the kind of body makes, or the body as it is."""
    kind = asked.scope.request.headers.get("content-type", JSON).partition(";")[0]
    there = asked.integration.get("requestTemplates") or {}
    if kind in there:
        return _rendered(str(there[kind]), asked.given, asked.scope)
    passes = asked.integration.get("passthroughBehavior") or "WHEN_NO_MATCH"
    if passes == "NEVER" or (passes == "WHEN_NO_TEMPLATES" and there):
        raise Failed("UNSUPPORTED_MEDIA_TYPE", f"no template takes {kind}, and the body does not pass as it is")
    return asked.scope.request.text or "{}"


def _rendered(template: str, given: templates.Input, scope: Scope) -> str:
    try:
        return templates.rendered(template, given, scope)
    except templates.Unsupported as error:
        raise Failed("API_CONFIGURATION_ERROR", str(error)) from None


def _mapped(asked: Asked, said: str, response: HttpResponse) -> HttpResponse:
    """The response by the first pattern that fits what came back, or the one without a pattern."""
    there = list((asked.integration.get("integrationResponses") or {}).values())
    fitting = [one for one in there if one.get("selectionPattern") and re.fullmatch(one["selectionPattern"], said)]
    chosen = next(iter([*fitting, *(one for one in there if not one.get("selectionPattern"))]), None)
    if chosen is None:
        raise Failed("API_CONFIGURATION_ERROR", f"no integration response fits {said!r}, and none stands for the rest")
    asked.scope.response = response
    headers = dict(response.headers)
    for place, source in (chosen.get("responseParameters") or {}).items():
        name = place.removeprefix("method.response.header.").lower()
        headers[name] = _source(asked.scope, str(source).replace("integration.response", "response"))
    template = (chosen.get("responseTemplates") or {}).get(JSON)
    given = replace(asked.given, body=response.text)
    body = _rendered(str(template), given, asked.scope) if template else response.text
    return HttpResponse(int(chosen["statusCode"]), headers, body.encode(), response.why)
