"""How REST APIs answer: stage, method, who may, key, throttle, validator, what answers, and what is written down of it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
Not modelled: caches, canaries, client certificates, private endpoints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.delivery.http import HttpRequest, HttpResponse, said
from patterns.sandbox.delivery.proxy_events import About
from patterns.sandbox.services.apigateway import authorizers, failures, integrations, plans, reporting, validation
from patterns.sandbox.services.apigateway.failures import Failed
from patterns.sandbox.services.apigateway.patches import kept
from patterns.sandbox.services.apigateway.patches.kept import Shown
from patterns.sandbox.services.apigatewayv2 import routing
from patterns.sandbox.services.apigatewayv2 import web as http_apis
from patterns.sandbox.services.apigatewayv2.throttling import Throttle
from patterns.sandbox.services.apigatewayv2.values import Scope

_HOST = re.compile(r"(?P<api>[a-z0-9]+)\.execute-api\.(?P<region>[a-z0-9-]+)\.amazonaws\.com")
NONE = "(none)"


@dataclass(frozen=True)
class _Place:
    """Where a request arrives: what the stage shows, the path below it, the whole path, and the host."""

    shown: Shown
    path: str
    whole_path: str
    domain: str

    @property
    def stage(self) -> str:
        return str(self.shown.stage["stageName"])


def answer(account: Account, request: HttpRequest) -> HttpResponse | None:
    """What a REST API answers; None for a host that is none's."""
    match = _HOST.fullmatch(request.host)
    if match is None:
        return _at_domain(account, request)
    here = account.in_region(match["region"])
    api = kept.api(here.account_id, here.region, match["api"])
    if api is None:
        return None
    if api.get("disableExecuteApiEndpoint"):
        return said(403, "Forbidden", f"the default endpoint of {api.get('name')} is disabled")
    stage, _, rest = request.path.removeprefix("/").partition("/")
    return _at_stage(here, request, match["api"], stage, f"/{rest}")


def _at_domain(account: Account, request: HttpRequest) -> HttpResponse | None:
    """What stands behind a domain of one's own, by the first step of the path, or by an API mapping of several.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
    https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
    """
    mappings = kept.domain(account.account_id, account.region, request.host)
    if mappings is None:
        mapped = http_apis.behind(account, request)
        is_ours = mapped and kept.api(account.account_id, account.region, mapped[0]) is not None
        return _at_stage(account, request, *mapped) if mapped and is_ours else None
    by_path = {each["basePath"]: each for each in mappings}
    first, _, rest = request.path.removeprefix("/").partition("/")
    mapping, path = (by_path[first], f"/{rest}") if first in by_path else (by_path.get(NONE), request.path)
    if mapping is None:
        return said(403, "Forbidden", f"no API stands behind {request.host}{request.path}")
    if not mapping.get("stage"):
        stage, _, rest = path.removeprefix("/").partition("/")
        return _at_stage(account, request, mapping["restApiId"], stage, f"/{rest}")
    return _at_stage(account, request, mapping["restApiId"], mapping["stage"], path)


def _at_stage(account: Account, request: HttpRequest, api_id: str, stage: str, path: str) -> HttpResponse:
    shown = kept.shown(account.account_id, account.region, api_id, stage)
    if shown is None:
        there = ", ".join(kept.stages(account.account_id, account.region, api_id)) or "none"
        return said(403, "Forbidden", f"the API has no stage {stage!r}: there are {there}")
    return _reported(account, request, _Place(shown, path.rstrip("/") or "/", request.path, request.host))


def _reported(account: Account, request: HttpRequest, place: _Place) -> HttpResponse:
    """The answer, once it is counted, and written to the log of the stage."""
    api, began = place.shown.api, account.clock.time()
    drawn = account.chance.generator("request of an API", api["id"], request.method, request.path, request.body)
    request_id = str(UUID(int=drawn.getrandbits(128), version=4))
    scope = Scope(request, place.path, {}, place.shown.stage.get("variables") or {})
    scope.context = reporting.context(account, place.shown, request, request_id, place.whole_path, place.domain)
    try:
        response = _served(account, place, scope, request_id)
    except Failed as failed:
        response = failures.response(failed, place.shown.state["gatewayresponses"], scope)
    seconds = account.clock.time() - began
    reporting.written(account, place.shown, scope, response, seconds)
    tone = Tone.BAD if response.status >= 500 else Tone.GOOD
    account.timeline.note("API", str(api.get("name")), f"answered {response.status}", response.why, tone, seconds)
    return response


def _served(account: Account, place: _Place, scope: Scope, request_id: str) -> HttpResponse:
    """Raises `Failed` where the request goes no further."""
    shown, request, state = place.shown, scope.request, place.shown.state
    path, method = _method(place, scope)
    resource_id = str(state["ids"][path])
    scope.context |= {"resourcePath": path, "resourceId": resource_id}
    about = About(
        account.account_id, str(shown.api["id"]), place.domain, place.stage, f"{request.method} {path}", request_id,
        account.clock.now, place.whole_path, scope.parameters, scope.variables,
    )  # fmt: skip
    arn = f"arn:aws:execute-api:{account.region}:{account.account_id}:{about.api_id}/{place.stage}/{request.method}"
    who = authorizers.require(account, shown.api, method, state["authorizers"], scope, about, f"{arn}{place.path}")
    scope.context["authorizer"] = {**(who or {})}
    plans.require_key(account, shown, method, f"{path}/{request.method}", scope)
    _require_room(account, place, path, request.method)
    validation.require(method, state, scope)
    integration = method.get("methodIntegration") or {}
    told = About(**{**vars(about), "authorizer": who})
    asked = integrations.Asked(integration, scope, told, place.path, f"{arn}{path}", resource_id)
    return integrations.answer(account, asked)


def _method(place: _Place, scope: Scope) -> tuple[str, Mapping[str, Any]]:
    """The resource's path and the method that take a request, with what the path gives names to. Raises `Failed`."""
    methods = place.shown.state["methods"]
    keys = [{"routeKey": f"{verb} {path}"} for path, each in methods.items() for verb in each]
    match = routing.match(keys, scope.request.method, place.path)
    if match is None:
        there = ", ".join(sorted(each["routeKey"] for each in keys)) or "none"
        why = f"no method takes {scope.request.method} {place.path}: there are {there}"
        raise Failed("MISSING_AUTHENTICATION_TOKEN", why)
    verb, path = match.method_and_path
    scope.parameters = match.parameters
    return path, methods[path][verb]


def _require_room(account: Account, place: _Place, path: str, verb: str) -> None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html."""
    settings = place.shown.stage.get("methodSettings") or {}
    own = {**settings.get("*/*", {}), **settings.get(f"{path.strip('/')}/{verb}", {})}
    key = (str(place.shown.api["id"]), place.stage, f"{verb} {path}")
    if not account.part(Throttle).admits(key, own.get("throttlingRateLimit"), own.get("throttlingBurstLimit")):
        raise Failed("THROTTLED", f"the stage {place.stage} lets no more requests of {verb} {path} in for now")
