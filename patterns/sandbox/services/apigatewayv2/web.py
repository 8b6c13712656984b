"""How HTTP APIs answer: stage, route, throttle, who may, what answers, and what is written down of it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
Not modelled: WebSocket APIs, client certificates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.delivery import cors
from patterns.sandbox.delivery.http import HttpRequest, HttpResponse, said
from patterns.sandbox.delivery.proxy_events import About
from patterns.sandbox.services.apigatewayv2 import authorizers, integrations, reporting, routing, throttling
from patterns.sandbox.services.apigatewayv2.patches import kept
from patterns.sandbox.services.apigatewayv2.patches.kept import Shown
from patterns.sandbox.services.apigatewayv2.routing import DEFAULT, Match
from patterns.sandbox.services.apigatewayv2.values import Scope

_HOST = re.compile(r"(?P<api>[a-z0-9]+)\.execute-api\.(?P<region>[a-z0-9-]+)\.amazonaws\.com")


@dataclass(frozen=True)
class _Place:
    """Where a request arrives: API, stage, the path below the stage and the path that the function is told."""

    shown: Shown
    path: str
    whole_path: str
    domain: str


def answer(account: Account, request: HttpRequest) -> HttpResponse | None:
    """What an HTTP API answers; None for a host that is none's. An API that is not there is a host of AWS's still."""
    match = _HOST.fullmatch(request.host)
    if match is None:
        return _at_domain(account, request)
    here = account.in_region(match["region"])
    api = kept.api(here.account_id, here.region, match["api"])
    if api is None:
        return said(403, "Forbidden", f"there is no API {match['api']} in {here.region}")
    if api["protocolType"] != "HTTP":
        return said(403, "Forbidden", f"{api['name']} is a WebSocket API, which takes no such request")
    if api["disableExecuteApiEndpoint"]:
        return said(403, "Forbidden", f"the default endpoint of {api['name']} is disabled")
    return _below(here, request, match["api"], request.path)


def _at_domain(account: Account, request: HttpRequest) -> HttpResponse | None:
    """What an HTTP API behind a domain of one's own answers; None where another kind of API stands there."""
    if request.host not in kept.domains(account.account_id, account.region):
        return None
    found = behind(account, request)
    if found is None:
        return said(403, "Forbidden", f"no API stands behind {request.host}{request.path}")
    api_id, stage, path = found
    if kept.api(account.account_id, account.region, api_id) is None:
        return None
    return _at_stage(account, request, api_id, stage, path, request.host)


def behind(account: Account, request: HttpRequest) -> tuple[str, str, str] | None:
    """API, stage and path below it that a domain of one's own leads to, by the longest of its paths; None for none.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
    """
    mappings = kept.mappings(account.account_id, account.region, request.host)
    asked = request.path.strip("/").split("/")
    fitting = [mapping for mapping in mappings if _begins(asked, mapping.get("apiMappingKey") or "")]
    if not fitting:
        return None
    chosen = max(fitting, key=lambda one: len(one.get("apiMappingKey") or ""))
    rest = "/".join(asked[len(_steps(chosen.get("apiMappingKey") or "")) :])
    return chosen["apiId"], chosen["stage"], f"/{rest}"


def _steps(key: str) -> list[str]:
    return key.split("/") if key else []


def _begins(asked: list[str], key: str) -> bool:
    return asked[: len(_steps(key))] == _steps(key)


def _below(account: Account, request: HttpRequest, api_id: str, path: str) -> HttpResponse:
    names = kept.stages(account.account_id, account.region, api_id)
    stage, rest = routing.staged(path, names)
    if stage is None:
        there = ", ".join(names) or "none"
        return said(404, "Not Found", f"{path} names no stage of the API, and it has no {DEFAULT}: there are {there}")
    return _at_stage(account, request, api_id, stage, rest, request.host)


def _at_stage(account: Account, request: HttpRequest, api_id: str, stage: str, path: str, domain: str) -> HttpResponse:
    shown = kept.shown(account.account_id, account.region, api_id, stage)
    if shown is None or shown.state is None:
        why = f"the stage {stage} shows no deployment: it needs AutoDeploy, or a deployment"
        return said(404, "Not Found", why)
    whole = (
        path if stage == DEFAULT or domain != f"{api_id}.execute-api.{account.region}.amazonaws.com" else request.path
    )
    return _reported(account, request, _Place(shown, path, whole, domain))


def _reported(account: Account, request: HttpRequest, place: _Place) -> HttpResponse:
    """The answer, once it is counted, and written to the log of the stage."""
    api, began = place.shown.api, account.clock.time()
    drawn = account.chance.generator("request of an API", api["apiId"], request.method, request.path, request.body)
    request_id = str(UUID(int=drawn.getrandbits(128), version=4))
    match = routing.match(place.shown.state["routes"], request.method, place.path) if place.shown.state else None
    scope = Scope(request, place.path, match.parameters if match else {}, place.shown.stage.get("stageVariables") or {})
    scope.context = reporting.context(account, place.shown, request, request_id, match, place.whole_path, place.domain)
    answer = _routed(account, place, match, scope, request_id)
    seconds = account.clock.time() - began
    reporting.written(account, place.shown, scope, answer, seconds)
    tone = Tone.BAD if answer.status >= 500 else Tone.GOOD
    account.timeline.note("API", str(api["name"]), f"answered {answer.status}", answer.why, tone, seconds)
    return answer


def _routed(account: Account, place: _Place, match: Match | None, scope: Scope, request_id: str) -> HttpResponse:
    configuration = place.shown.api.get("corsConfiguration")
    if configuration and (told := cors.preflight(configuration, scope.request)):
        return told
    answer = _served(account, place, match, scope, request_id)
    if not configuration:
        return answer
    # What the API says of other origins takes the place of what the function says.
    own = {name: value for name, value in answer.headers.items() if not name.startswith("access-control-")}
    return HttpResponse(answer.status, own | cors.headers(configuration, scope.request), answer.body, answer.why)


def _served(account: Account, place: _Place, match: Match | None, scope: Scope, request_id: str) -> HttpResponse:
    shown, request = place.shown, scope.request
    state = shown.state or {}
    if match is None:
        keys = ", ".join(sorted(str(route["routeKey"]) for route in state["routes"])) or "none"
        return said(404, "Not Found", f"no route takes {request.method} {place.path}: there are {keys}")
    api_id, stage, key = shown.api["apiId"], shown.stage["stageName"], str(match.route["routeKey"])
    if not account.part(throttling.Throttle).admits((api_id, stage, key), *throttling.of_route(shown.stage, key)):
        return said(429, "Too Many Requests", f"the stage {stage} lets no more requests of {key} in for now")
    about = About(
        account.account_id, api_id, place.domain, stage, key, request_id, account.clock.now, place.whole_path,
        match.parameters, scope.variables,
    )  # fmt: skip
    by_id = {authorizer["authorizerId"]: authorizer for authorizer in state["authorizers"]}
    arn = _arn(account, api_id, stage, match, request.method, place.path)
    passage = authorizers.let_in(account, match.route, by_id.get(match.route.get("authorizerId")), scope, about, arn)
    if isinstance(passage, HttpResponse):
        return passage
    about = About(**{**vars(about), "authorizer": passage.told})
    scope.context |= {"authorizer": reporting.flat(passage.told)}
    target = str(match.route.get("target") or "").removeprefix("integrations/")
    integration = next((one for one in state["integrations"] if one["integrationId"] == target), None)
    if integration is None:
        return said(500, "Internal Server Error", f"nothing answers for the route {key}: it has no integration")
    source = _arn(account, api_id, stage, match, request.method, match.method_and_path[1])
    return integrations.answer(account, integration, scope, about, source)


def _arn(account: Account, api_id: str, stage: str, match: Match, method: str, path: str) -> str:
    """The ARN by which policies know a request: of `$default`, the route's name stands for method and path."""
    below = DEFAULT if match.method_and_path[0] == DEFAULT else f"{method}{path}"
    return f"arn:aws:execute-api:{account.region}:{account.account_id}:{api_id}/{stage}/{below}"
