"""API Gateway looks at the parts of an HTTP API, by themselves and beside the others, before it keeps them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
https://github.com/aws/aws-cli/issues/6363 (the words for an integration of another type)
Not here: what a definition in OpenAPI brings, which is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals import apigatewayv2 as refusals
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.apigatewayv2.patches import kept

CODE = "BadRequestException"
PROXIES = ("AWS_PROXY", "HTTP_PROXY")
_ROUTE_KEY = re.compile(r"\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /\S*")
MALFORMED = (
    "The provided route key is not formatted properly for HTTP protocol. "
    'Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"'
)

Question = Callable[[Mapping[str, Any]], Iterator[Refusal]]


def install(account: Account) -> None:
    """Stand before the calls that make and change parts of APIs."""
    checks = {
        "CreateAuthorizer": _alone(refusals.authorizer),
        "CreateDeployment": _deployment,
        "CreateIntegration": _new_integration,
        "CreateRoute": _new_route,
        "CreateStage": _new_stage,
        "UpdateIntegration": _changed("integrations", "IntegrationId", refusals.integration),
        "UpdateRoute": _changed_route,
        "UpdateStage": _alone(refusals.stage),
    }
    account.gateway.judge(account, "apigatewayv2", checks)


def _refuse(found: Iterator[Refusal]) -> None:
    for code, message in found:
        raise Refused(code, message, 400)


def _alone(question: Question) -> Callable[[Account, Call], None]:
    return lambda account, call: _refuse(question(call.params))


def _changed(kind: str, named: str, question: Question) -> Callable[[Account, Call], None]:
    """Ask about what a part will be: what it is, with what the call brings."""

    def check(account: Account, call: Call) -> None:
        there = _there(account, call, kind, named)
        if there is not None:
            _refuse(question({**there, **call.params}))

    return check


def _there(account: Account, call: Call, kind: str, named: str) -> dict[str, Any] | None:
    """A part as it is, by boto3's names; None for one that is not there, which the service says itself."""
    found = kept.part(account.account_id, call.region, call.params["ApiId"], kind, call.params[named])
    return None if found is None else {name[:1].upper() + name[1:]: value for name, value in found.items()}


def _is_http(account: Account, call: Call) -> bool:
    api = kept.api(account.account_id, call.region, call.params["ApiId"])
    return api is not None and api["protocolType"] == "HTTP"


def _new_integration(account: Account, call: Call) -> None:
    asked = call.params
    if _is_http(account, call):
        if asked.get("IntegrationType") not in PROXIES:
            raise Refused(
                CODE,
                "Currently, an API with a protocol type of HTTP may only be associated with proxy integrations "
                "(AWS_PROXY, HTTP_PROXY)",
                400,
            )
        if not asked.get("PayloadFormatVersion"):
            raise Refused(CODE, "PayloadFormatVersion is a required parameter for integration", 400)
    _refuse(refusals.integration(asked))


def _new_route(account: Account, call: Call) -> None:
    _refuse(refusals.route(call.params))
    _judge_route(account, call, call.params)


def _changed_route(account: Account, call: Call) -> None:
    there = _there(account, call, "routes", "RouteId")
    if there is not None:
        _refuse(refusals.route({**there, **call.params}))
        _judge_route(account, call, call.params)


def _judge_route(account: Account, call: Call, asked: Mapping[str, Any]) -> None:
    """The route beside the other routes of its API."""
    key, api_id, account_id = asked.get("RouteKey"), asked["ApiId"], account.account_id
    if key is not None and _is_http(account, call) and not _ROUTE_KEY.fullmatch(key):
        raise Refused(CODE, MALFORMED, 400)
    routes = kept.parts(account_id, call.region, api_id, "routes")
    if any(route["routeKey"] == key and route["routeId"] != asked.get("RouteId") for route in routes):
        raise Refused("ConflictException", f"Route with key {key} already exists for this API", 409)


def _new_stage(account: Account, call: Call) -> None:
    _refuse(refusals.stage(call.params))
    api_id, name = call.params["ApiId"], call.params["StageName"]
    if name in kept.stages(account.account_id, call.region, api_id):
        raise Refused("ConflictException", "Stage already exists", 409)
    deployment = call.params.get("DeploymentId")
    if deployment and deployment not in kept.deployment_ids(account.account_id, call.region, api_id):
        raise Refused("NotFoundException", f"Invalid Deployment identifier specified {deployment}", 404)


def _deployment(account: Account, call: Call) -> None:
    api = kept.api(account.account_id, call.region, call.params["ApiId"])
    if api is not None and not kept.parts(account.account_id, call.region, call.params["ApiId"], "routes"):
        message = "At least one route is required before deploying the Api."
        if api["protocolType"] == "HTTP":
            message = "Unable to deploy API because no routes exist in this API"
        raise Refused(CODE, message, 400)
