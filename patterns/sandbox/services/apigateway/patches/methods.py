"""Answers the calls about resources, their methods, integrations and responses.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
"""

from __future__ import annotations

import copy
import json
from typing import Any

from patterns.sandbox.services.apigateway.documents import Document
from patterns.sandbox.services.apigateway.patches import calls
from patterns.sandbox.services.apigateway.patches import documents_kept as kept
from patterns.sandbox.services.apigateway.patches.calls import Answer, refused, steps, told
from patterns.sandbox.services.apigateway.patches.documents_kept import Node

FIELDS = {
    "method": ("authorizationType", "authorizerId", "apiKeyRequired", "requestValidatorId", "operationName",
               "requestParameters", "requestModels", "authorizationScopes"),
    "integration": ("uri", "httpMethod", "credentials", "requestParameters", "requestTemplates", "passthroughBehavior",
                    "contentHandling", "cacheNamespace", "cacheKeyParameters", "connectionType", "connectionId",
                    "timeoutInMillis", "tlsConfig"),
    "method_response": ("responseModels", "responseParameters"),
    "integration_response": ("contentHandling", "responseParameters", "responseTemplates", "selectionPattern"),
}  # fmt: skip
"""What patches may touch of each: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html."""

MISSING = {
    "method": "Invalid Method identifier specified",
    "integration": "No integration defined for method",
    "method_response": "Invalid Response status code specified",
    "integration_response": "Invalid Integration identifier specified",
}
DEFAULT_TIMEOUT_MS = 29_000


def apply() -> None:
    """Put them in the place of moto's."""
    from moto.apigateway.responses import APIGatewayResponse

    for kind in FIELDS:
        for verb in ("put", "get", "update", "delete"):
            setattr(APIGatewayResponse, f"{verb}_{kind}", _call(verb, kind))
    for call in (create_resource, get_resource, get_resources):
        setattr(APIGatewayResponse, call.__name__, call)


def create_resource(self: Any) -> Answer:
    """Make a resource below another; two of one parent differ by name."""
    path, asked = steps(self), calls.brought(self)
    api, parent = calls.at(self, path[:2]), path[3]
    calls.at(self, path[:4])
    part = str(asked["pathPart"])
    if any(each.document.get("parentId") == parent and each.document["pathPart"] == part
           for each in api.below["resources"].values()):  # fmt: skip
        message = f"Another resource with the same parent already has this name: {part}"
        raise refused("ConflictException", message, 409)
    return told(_told(api, add_resource(api, parent, part)), 201)


def add_resource(api: Node, parent: str | None, part: str, own_id: str = "") -> Document:
    """A new resource of an API, without methods."""
    made: Document = {"id": own_id or kept.identifier(10 if parent is None else 6), "resourceMethods": {}}
    if parent is not None:
        made |= {"parentId": parent, "pathPart": part}
    api.below.setdefault("resources", {})[made["id"]] = Node(made)
    return made


def get_resource(self: Any) -> Answer:
    """Tell of one."""
    path = steps(self)
    return told(_told(calls.at(self, path[:2]), calls.at(self, path).document))


def get_resources(self: Any) -> Answer:
    """Tell of all of an API."""
    api = calls.at(self, steps(self)[:2])
    return 200, {}, json.dumps({"item": [_told(api, each.document) for each in api.below["resources"].values()]})


def _told(api: Node, document: Document) -> Document:
    found = {name: value for name, value in document.items() if name != "resourceMethods"}
    methods = document.get("resourceMethods") or {}
    return found | {"path": kept.path_of(api, document["id"])} | ({"resourceMethods": methods} if methods else {})


def _call(verb: str, kind: str) -> Any:
    def call(self: Any) -> Answer:
        path = steps(self)
        node = calls.at(self, path[:4])
        document = copy.deepcopy(node.document)
        holder, key = _place(document, kind, path)
        there = holder.get(key)
        if verb != "put" and there is None:
            raise refused("NotFoundException", MISSING[kind], 404)
        if verb == "get":
            return told(there)
        found = _after(self, verb, kind, there, path)
        if found is None:
            holder.pop(key, None)
        else:
            holder[key] = found
        node.document = document
        return (204, {}, "") if found is None else told(found, 201 if verb == "put" else 200)

    return call


def _place(document: Document, kind: str, path: list[str]) -> tuple[Document, str]:
    """Where in a resource the thing is kept, and under which key. Raises the service's refusal."""
    methods = document.setdefault("resourceMethods", {})
    if kind == "method":
        return methods, path[5]
    method = methods.get(path[5])
    if method is None:
        raise refused("NotFoundException", MISSING["method"], 404)
    if kind == "integration":
        return method, "methodIntegration"
    if kind == "method_response":
        return method.setdefault("methodResponses", {}), path[-1]
    if method.get("methodIntegration") is None:
        raise refused("NotFoundException", MISSING["integration_response"], 404)
    return method["methodIntegration"].setdefault("integrationResponses", {}), path[-1]


def _after(self: Any, verb: str, kind: str, there: Document | None, path: list[str]) -> Document | None:
    if verb == "delete":
        return None
    if verb == "update":
        assert there is not None
        return calls.changed(there, calls.brought(self).get("patchOperations") or [], FIELDS[kind])
    asked = calls.brought(self)
    if kind == "method":
        if there is not None:
            raise refused("ConflictException", "Method already exists for this resource", 409)
        return whole_method(path[5], asked)
    return whole_integration(path, asked) if kind == "integration" else {"statusCode": path[-1], **asked}


def whole_method(name: str, asked: Document) -> Document:
    """A method with what it has where nothing is said."""
    return {"httpMethod": name, "apiKeyRequired": False, "authorizationType": "NONE", **asked}


def whole_integration(path: list[str], asked: Document) -> Document:
    """An integration with what it has where nothing is said."""
    defaults = {"passthroughBehavior": "WHEN_NO_MATCH", "timeoutInMillis": DEFAULT_TIMEOUT_MS, "cacheKeyParameters": [],
                "cacheNamespace": path[3] if len(path) > 3 else None}  # fmt: skip
    return {name: value for name, value in {**defaults, **asked}.items() if value is not None}
