"""API Gateway looks at the parts of an HTTP API, by themselves and beside the others, before it keeps them.

Not here: what a definition in OpenAPI brings, which is taken as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals import apigatewayv2 as refusals
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.apigatewayv2.patches import kept

CODE = refusals.CODE

Question = Callable[[Mapping[str, Any]], Iterator[Refusal]]


def install(account: Account) -> None:
    """Stand before the calls that make and change parts of APIs."""
    checks = {
        "CreateAuthorizer": _alone(refusals.authorizer),
        "CreateDeployment": _deployment,
        "CreateDomainName": _alone(refusals.domain_name),
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
    part = kept.part(account.account_id, call.region, call.params["ApiId"], kind, call.params[named])
    return None if part is None else {name[:1].upper() + name[1:]: value for name, value in part.items()}


def _protocol(account: Account, call: Call) -> str | None:
    """The protocol of the call's API; None for one that is not there."""
    api = kept.api(account.account_id, call.region, call.params["ApiId"])
    return None if api is None else str(api["protocolType"])


def _new_integration(account: Account, call: Call) -> None:
    _refuse(refusals.of_protocol(call.params, _protocol(account, call)))
    _refuse(refusals.integration(call.params))


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
    if key is not None:
        _refuse(refusals.route_key(key, _protocol(account, call)))
    routes = kept.parts(account_id, call.region, api_id, "routes")
    if any(route["routeKey"] == key and route["routeId"] != asked.get("RouteId") for route in routes):
        raise Refused(*refusals.taken_route(str(key)), 409)


def _new_stage(account: Account, call: Call) -> None:
    _refuse(refusals.stage(call.params))
    api_id, name = call.params["ApiId"], call.params["StageName"]
    if name in kept.stages(account.account_id, call.region, api_id):
        raise Refused(*refusals.TAKEN_STAGE, 409)
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
