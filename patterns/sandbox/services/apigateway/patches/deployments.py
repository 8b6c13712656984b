"""Answers the calls that make REST APIs, deploy them and have stages show what was deployed.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.services.apigateway.documents import Document
from patterns.sandbox.services.apigateway.openapi import definition
from patterns.sandbox.services.apigateway.patches import calls, methods
from patterns.sandbox.services.apigateway.patches import documents_kept as kept
from patterns.sandbox.services.apigateway.patches.calls import Answer, refused, steps, told
from patterns.sandbox.services.apigateway.patches.documents_kept import Node
from patterns.sandbox.services.apigatewayv2.openapi import Unreadable

OF_A_STAGE = {"cacheClusterEnabled", "cacheClusterSize", "canarySettings", "tracingEnabled", "variables"}
FROZEN = ("authorizers", "gatewayresponses", "models", "requestvalidators")
MODELS = {
    "Empty": ("This is a default empty schema model", {"title": "Empty Schema", "type": "object"}),
    "Error": (
        "This is a default error schema model",
        {"title": "Error Schema", "type": "object", "properties": {"message": {"type": "string"}}},
    ),
}
"""The models that every API has from the start."""


def apply() -> None:
    """Put them in the place of moto's."""
    from moto.apigateway.responses import APIGatewayResponse

    for call in (create_rest_api, import_rest_api, put_rest_api, create_deployment, create_stage):
        setattr(APIGatewayResponse, call.__name__, call)


def create_rest_api(self: Any) -> Answer:
    """Make an empty API: boto3 imports one by the same path."""
    if "import" in self.querystring.get("mode", []):
        return import_rest_api(self)
    return told(_new(self, calls.brought(self)).document, 201)


def import_rest_api(self: Any) -> Answer:
    """Make an API of a definition."""
    read = _read(_text(self))
    about = {**read.about, **_endpoint(self)}
    api = _new(self, about)
    _fill(api, read)
    return told(api.document, 201)


def put_rest_api(self: Any) -> Answer:
    """Let a definition take the place of what is there, or come on top of it."""
    api, read = calls.at(self, steps(self)[:2]), _read(_text(self))
    if "overwrite" in self.querystring.get("mode", []):
        keep = kept.root_id(api)
        api.below["resources"] = {keep: Node({"id": keep, "resourceMethods": {}})}
        own = {name: each for name, each in api.below["models"].items() if name in MODELS}
        api.below |= {kind: dict(own) if kind == "models" else {} for kind in FROZEN}
    api.document = {**api.document, **read.about, **_endpoint(self)}
    _fill(api, read)
    return told(api.document)


def _new(self: Any, asked: Document) -> Node:
    api = calls.make(self, ["restapis"], {**asked, "createdDate": _now()})
    api.document["rootResourceId"] = methods.add_resource(api, None, "")["id"]
    api.below["models"] = {
        name: Node({"id": kept.identifier(6), "name": name, "description": description,
                    "contentType": "application/json", "schema": json.dumps(schema)})
        for name, (description, schema) in MODELS.items()
    }  # fmt: skip
    return api


def _now() -> int:
    from moto.core.utils import unix_time

    return int(unix_time())


def _text(self: Any) -> str:
    return self.body.decode() if isinstance(self.body, bytes) else str(self.body)


def _read(text: str) -> Any:
    try:
        return definition(text)
    except Unreadable as error:
        raise refused("BadRequestException", str(error)) from None


def _endpoint(self: Any) -> Document:
    """The kind of endpoint, which stands beside the definition."""
    kinds = self.querystring.get("endpointConfigurationTypes")
    return {"endpointConfiguration": {"types": kinds}} if kinds else {}


def _fill(api: Node, read: Any) -> None:
    for kind, found in (("models", read.models), ("gatewayresponses", read.gateway_responses)):
        there = api.below.setdefault(kind, {})
        there |= {
            name: Node({"id": kept.derived(api, kind, name), **each} if kind == "models" else each)
            for name, each in found.items()
        }
    authorizers = _named(api, "authorizers", read.authorizers)
    validators = _named(api, "requestvalidators", read.validators)
    for path, asked in sorted(read.methods.items()):
        resource = _at_path(api, path)
        for name, method in asked.items():
            resource["resourceMethods"][name] = _method(name, resource["id"], method, authorizers, validators)


def _named(api: Node, kind: str, documents: Mapping[str, Document]) -> dict[str, str]:
    """Keep what a definition names, and tell the id of each."""
    there, ids = api.below.setdefault(kind, {}), {}
    for name, each in documents.items():
        same = next((id_ for id_, node in there.items() if node.document["name"] == name), None)
        ids[name] = same or kept.derived(api, kind, name)
        defaults = dict(calls.DEFAULTS.get(kind, {}))
        there[ids[name]] = Node({**defaults, **each, "id": ids[name]})
    return ids


def _at_path(api: Node, path: str) -> Document:
    """The resource at a path, made with those above it where it is not there."""
    here = api.below["resources"][kept.root_id(api)].document
    for part in [step for step in path.split("/") if step]:
        below = (
            each.document for each in api.below["resources"].values() if each.document.get("parentId") == here["id"]
        )
        there = next((each for each in below if each["pathPart"] == part), None)
        here = there or methods.add_resource(api, here["id"], part, kept.derived(api, here["id"], part))
    return here


def _method(name: str, resource: str, asked: Document, authorizers: Any, validators: Any) -> Document:
    found = {key: value for key, value in asked.items() if key not in ("authorizer", "validator") and value is not None}
    if asked.get("authorizer"):
        found["authorizerId"] = authorizers[asked["authorizer"]]
    if asked.get("validator") in validators:
        found["requestValidatorId"] = validators[asked["validator"]]
    if found.get("methodIntegration"):
        found["methodIntegration"] = methods.whole_integration(["", "", "", resource], found["methodIntegration"])
    return methods.whole_method(name, found)


def create_deployment(self: Any) -> Answer:
    """Freeze what the API routes to; a stage that is named shows it, and is made where it is not there."""
    path, asked = steps(self), calls.brought(self)
    api = calls.at(self, path[:2])
    found = [method for _, each in kept.resources(api) for method in each.get("resourceMethods", {}).values()]
    if not found:
        raise refused("BadRequestException", "The REST API doesn't contain any methods")
    if not all(method.get("methodIntegration") for method in found):
        raise refused("BadRequestException", "No integration defined for method")
    made = calls.make(self, path, {"description": asked.get("description"), "createdDate": _now()})
    made.frozen = _state(api)
    if name := asked.get("stageName"):
        _show(self, path, name, made.document["id"], asked)
    return told(made.document, 201)


def _show(self: Any, path: list[str], name: str, deployment: str, asked: Document) -> None:
    stages = calls.shelf_of(self, [*path[:2], "stages"])
    given = {key: value for key, value in asked.items() if key in OF_A_STAGE} | {"deploymentId": deployment}
    if asked.get("stageDescription"):
        given["description"] = asked["stageDescription"]
    if name in stages:
        stages[name].document = {**stages[name].document, **given}
    else:
        calls.make(self, [*path[:2], "stages"], {"stageName": name, "createdDate": _now(), **given})


def _state(api: Node) -> Mapping[str, Any]:
    """What an API routes to at this moment: methods by path, and what they name."""
    found = {path: each.get("resourceMethods") or {} for path, each in kept.resources(api)}
    ids = {path: each["id"] for path, each in kept.resources(api)}
    parts = {kind: {name: each.document for name, each in api.below.get(kind, {}).items()} for kind in FROZEN}
    return copy.deepcopy({"methods": found, "ids": ids, **parts})


def create_stage(self: Any) -> Answer:
    """Make a stage that shows a deployment."""
    path, asked = steps(self), calls.brought(self)
    calls.at(self, [*path[:2], "deployments", str(asked.get("deploymentId"))])
    asked = {**asked, "createdDate": _now()}
    return told(calls.make(self, path, asked).document, 201)
