"""Adds what moto's HTTP APIs do not have: deployments, with what they froze, and stages that change.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
"""

from __future__ import annotations

import json
import string
from typing import Any
from urllib.parse import unquote

from patterns.sandbox.simulator import undo

SETTINGS = {
    "accessLogSettings": "access_log_settings",
    "autoDeploy": "auto_deploy",
    "clientCertificateId": "client_certificate_id",
    "defaultRouteSettings": "default_route_settings",
    "description": "description",
    "routeSettings": "route_settings",
    "stageVariables": "stage_variables",
}
"""Keyword of `UpdateStage` -> moto's attribute of a stage."""

ID_LENGTH = 6
PARTS = ("authorizers", "deployments", "integrations", "models", "routes", "shown", "stages")
AUTOMATIC = "Automatic deployment triggered by changes to the Api configuration"


def apply() -> None:
    """Answer the calls about deployments and changes of stages."""
    from moto.apigatewayv2 import urls
    from moto.apigatewayv2.models import ApiGatewayV2Backend, Stage
    from moto.apigatewayv2.responses import ApiGatewayV2Response

    for below in ("deployments", "deployments/(?P<deployment_id>[^/]+)"):
        urls.url_paths[f"{{0}}/v2/apis/(?P<api_id>[^/]+)/{below}$"] = ApiGatewayV2Response.dispatch
    stage = "{0}/v2/apis/(?P<api_id>[^/]+)/stages/(?P<stage_name>[^/]+)"
    for below in ("accesslogsettings", "routesettings/(?P<route_key>.+)"):
        urls.url_paths[f"{stage}/{below}$"] = ApiGatewayV2Response.dispatch
    _tell_of_deployments(Stage)
    _note_parts(ApiGatewayV2Backend)
    for call in (
        create_deployment, get_deployment, get_deployments, update_deployment, delete_deployment, update_stage,
        delete_access_log_settings, delete_route_settings,
    ):  # fmt: skip
        setattr(ApiGatewayV2Response, call.__name__, call)


def of(api: Any) -> dict[str, dict[str, Any]]:
    """The deployments of one of moto's APIs, by id."""
    deployments: dict[str, dict[str, Any]] = vars(api).setdefault("deployments", {})
    return deployments


def shown(api: Any) -> dict[str, str]:
    """The deployment that each stage shows, by the stage's name."""
    found: dict[str, str] = vars(api).setdefault("shown", {})
    return found


def state(api: Any) -> dict[str, list[dict[str, Any]]]:
    """What an API routes to at this moment, as its service tells it."""
    kinds = ("routes", "integrations", "authorizers")
    return {kind: [json.loads(json.dumps(one.to_json())) for one in getattr(api, kind).values()] for kind in kinds}


def _note_parts(backend: Any) -> None:
    """Let a call that breaks leave the parts of an API as they were: they are taken down when it looks for the API."""
    find = backend.get_api

    def get_api(self: Any, api_id: str) -> Any:
        found = find(self, api_id)
        of(found), shown(found)
        undo.note_containers(found, PARTS)
        return found

    backend.get_api = get_api


def _tell_of_deployments(stage: Any) -> None:
    made, told = stage.__init__, stage.to_json

    def make(self: Any, api: Any, config: dict[str, Any]) -> None:
        made(self, api, config)
        self.api = api
        shown(api).pop(self.name, None)
        if config.get("deploymentId"):
            shown(api)[self.name] = config["deploymentId"]

    def to_json(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = told(self) | {"autoDeploy": bool(self.auto_deploy)}
        deployment = shown(self.api).get(self.name)
        return found | ({"deploymentId": deployment} if deployment else {})

    stage.__init__ = make
    stage.to_json = to_json


def create_deployment(self: Any) -> tuple[int, dict[str, str], str]:
    """Freeze what the API routes to, and let a stage show it."""
    api, params = _api(self), json.loads(self.body or "{}")
    stage = api.get_stage(params["stageName"]) if params.get("stageName") else None
    made = _frozen(api, params.get("description"))
    if stage is not None:
        shown(api)[stage.name] = made["deploymentId"]
    return 201, {}, json.dumps(_told(made))


def _frozen(api: Any, description: str | None, *, is_automatic: bool = False) -> dict[str, Any]:
    from moto.core.utils import iso_8601_datetime_without_milliseconds, utcnow
    from moto.moto_api._internal import mock_random

    letters = string.ascii_lowercase + string.digits
    made = {
        "deploymentId": "".join(mock_random.choice(letters) for _ in range(ID_LENGTH)),
        "autoDeployed": is_automatic,
        "createdDate": iso_8601_datetime_without_milliseconds(utcnow()),
        "deploymentStatus": "DEPLOYED",
        "description": description,
        "state": state(api),
    }
    of(api)[made["deploymentId"]] = made
    return made


def get_deployment(self: Any) -> tuple[int, dict[str, str], str]:
    """Tell of one."""
    return 200, {}, json.dumps(_told(_deployment(self)))


def get_deployments(self: Any) -> tuple[int, dict[str, str], str]:
    """Tell of all of an API."""
    return 200, {}, json.dumps({"items": [_told(one) for one in of(_api(self)).values()]})


def update_deployment(self: Any) -> tuple[int, dict[str, str], str]:
    """Change its description, which is all that can be."""
    found = _deployment(self)
    found["description"] = json.loads(self.body).get("description", found["description"])
    return 200, {}, json.dumps(_told(found))


def delete_deployment(self: Any) -> tuple[int, dict[str, str], str]:
    """Forget it; a stage that showed it shows nothing."""
    api, found = _api(self), _deployment(self)
    del of(api)[found["deploymentId"]]
    for name in [name for name, deployment in shown(api).items() if deployment == found["deploymentId"]]:
        del shown(api)[name]
    return 204, {}, ""


def update_stage(self: Any) -> tuple[int, dict[str, str], str]:
    """Set what the call brings; a stage that stops deploying by itself keeps what it shows."""
    api, params = _api(self), json.loads(self.body)
    stage = api.get_stage(_stage_name(self))
    if params.get("deploymentId"):
        _require(api, params["deploymentId"])
        shown(api)[stage.name] = params["deploymentId"]
    elif params.get("deploymentId") is not None:
        shown(api).pop(stage.name, None)
    stops = stage.auto_deploy and params.get("autoDeploy") is False and not shown(api).get(stage.name)
    for name, attribute in SETTINGS.items():
        if params.get(name) is not None:
            setattr(stage, attribute, params[name])
    if stops:
        shown(api)[stage.name] = _frozen(api, AUTOMATIC, is_automatic=True)["deploymentId"]
    return 200, {}, json.dumps(stage.to_json())


def delete_access_log_settings(self: Any) -> tuple[int, dict[str, str], str]:
    """Stop the log of a stage."""
    _api(self).get_stage(_stage_name(self)).access_log_settings = None
    return 204, {}, ""


def delete_route_settings(self: Any) -> tuple[int, dict[str, str], str]:
    """Take away what a stage sets for one route."""
    settings = _api(self).get_stage(_stage_name(self)).route_settings
    settings.pop(unquote(self.path.partition("/routesettings/")[2]), None)
    return 204, {}, ""


def _told(deployment: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in deployment.items() if name != "state"}


def _api(self: Any) -> Any:
    return self.apigatewayv2_backend.get_api(self.path.partition("/apis/")[2].partition("/")[0])


def _stage_name(self: Any) -> str:
    return unquote(self.path.partition("/stages/")[2].partition("/")[0])


def _deployment(self: Any) -> dict[str, Any]:
    return _require(_api(self), self.path.rpartition("/")[2])


def _require(api: Any, deployment_id: str) -> dict[str, Any]:
    from moto.apigatewayv2.exceptions import APIGatewayV2Error

    if deployment_id not in of(api):
        refused = APIGatewayV2Error("NotFoundException", f"Invalid Deployment identifier specified {deployment_id}")
        refused.code = 404
        raise refused
    return of(api)[deployment_id]
