"""Answers the calls of REST APIs in moto's place: what is made, told, changed and deleted, kind by kind.

https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
Not here: methods and their integrations (`methods`), definitions (`definitions`), deployments (`deployments`).
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from patterns.sandbox.services.apigateway import documents
from patterns.sandbox.services.apigateway.documents import Document
from patterns.sandbox.services.apigateway.patches import documents_kept as kept
from patterns.sandbox.services.apigateway.patches.documents_kept import KINDS, Node

Answer = tuple[int, dict[str, str], str]
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "restapis": {
        "apiKeySource": "HEADER", "binaryMediaTypes": None, "disableExecuteApiEndpoint": False,
        "endpointConfiguration": {"types": ["EDGE"]},
    },
    "stages": {"cacheClusterEnabled": False, "tracingEnabled": False, "methodSettings": {}},
    "authorizers": {"authorizerResultTtlInSeconds": 300},
    "requestvalidators": {"validateRequestBody": False, "validateRequestParameters": False},
    "apikeys": {"enabled": False, "stageKeys": []},
    "usageplans": {"apiStages": []},
}  # fmt: skip
"""What a document has where the call says nothing."""

SINGULAR = {
    "restapis": "rest_api", "resources": "resource", "deployments": "deployment", "stages": "stage",
    "authorizers": "authorizer", "models": "model", "requestvalidators": "request_validator",
    "gatewayresponses": "gateway_response", "apikeys": "api_key", "usageplans": "usage_plan",
    "keys": "usage_plan_key", "domainnames": "domain_name", "basepathmappings": "base_path_mapping",
}  # fmt: skip


def apply() -> None:
    """Put them in the place of moto's."""
    from moto.apigateway import urls
    from moto.apigateway.responses import APIGatewayResponse

    for begins in ("restapis", "apikeys", "usageplans", "domainnames", "tags"):
        urls.url_paths[f"{{0}}/{begins}/.+$"] = APIGatewayResponse.dispatch
    for singular in SINGULAR.values():
        for verb, call in (("get", get), ("update", update), ("delete", delete)):
            setattr(APIGatewayResponse, f"{verb}_{singular}", call)
        setattr(APIGatewayResponse, f"get_{singular}s", tell_all)
    for singular in ("stage", "authorizer", "model", "request_validator", "usage_plan"):
        setattr(APIGatewayResponse, f"create_{singular}", create)
    for named in (create_api_key, create_usage_plan_key, get_account, update_account, put_gateway_response, get_tags,
                  tag_resource, untag_resource):  # fmt: skip
        setattr(APIGatewayResponse, named.__name__, named)
    # Moto's export is of its own documents, which are empty.
    del APIGatewayResponse.get_export


def steps(self: Any) -> list[str]:
    """The path of a call in its steps."""
    return [unquote(step) for step in self.path.strip("/").split("/")]


def brought(self: Any) -> Document:
    """What the body of a call says."""
    document: Document = json.loads(self.body or "{}")
    return {name: value for name, value in document.items() if value is not None}


def refused(code: str, message: str, status: int = 400) -> Exception:
    """A refusal of the service's."""
    from moto.core.exceptions import JsonRESTError

    error: Exception = JsonRESTError(code, message)
    vars(error)["code"] = status
    return error


def at(self: Any, path: list[str]) -> Node:
    """What stands at a path. Raises the service's refusal."""
    try:
        return kept.node(self.backend, path)
    except kept.NotThere as error:
        raise refused("NotFoundException", str(error), 404) from None


def told(document: Any, status: int = 200) -> Answer:
    """An answer, without what is not set."""
    if isinstance(document, Mapping):
        document = {name: value for name, value in document.items() if value is not None}
    return status, {}, json.dumps(document)


def shelf_of(self: Any, path: list[str]) -> dict[str, Node]:
    """All of a kind. Raises the service's refusal where what they belong to is not there."""
    try:
        return kept.shelf(self.backend, path)
    except kept.NotThere as error:
        raise refused("NotFoundException", str(error), 404) from None


def create(self: Any) -> Answer:
    """Make one; a name that is taken is a conflict."""
    path = steps(self)
    return told(make(self, path, brought(self)).document, 201)


def make(self: Any, path: list[str], asked: Document) -> Node:
    """Keep a new document below a path. Raises the service's refusal."""
    kind, there = KINDS[path[-1]], shelf_of(self, path)
    name = kept.identifier(kind.length) if kind.length else str(asked[kind.identifier])
    if name in there:
        words = {"stages": "Stage already exists", "models": f"Model name already exists for this REST API: {name}"}
        raise refused("ConflictException", words.get(path[-1], f"{name} already exists"), 409)
    made = Node({**copy.deepcopy(dict(DEFAULTS.get(path[-1], {}))), **asked, kind.identifier: name})
    there[name] = made
    return made


def get(self: Any) -> Answer:
    """Tell of one."""
    path, document = steps(self), dict(at(self, steps(self)).document)
    if path[0] == "apikeys" and self.querystring.get("includeValue", ["false"])[0].lower() != "true":
        document.pop("value")
    return told(document)


def tell_all(self: Any) -> Answer:
    """Tell of all of a kind."""
    path, found = steps(self), [each.document for each in shelf_of(self, steps(self)).values()]
    if path[0] == "apikeys" and self.querystring.get("includeValues", ["false"])[0].lower() != "true":
        found = [{name: value for name, value in each.items() if name != "value"} for each in found]
    return 200, {}, json.dumps({"item": [json.loads(told(each)[2]) for each in found]})


def update(self: Any) -> Answer:
    """Apply the operations of a patch, all or none."""
    path = steps(self)
    there, kind = at(self, path), KINDS[path[-2]]
    there.document = changed(there.document, brought(self).get("patchOperations") or [], kind.fields)
    if (name := there.document[kind.identifier]) != path[-1]:
        shelf_of(self, path[:-1])[name] = shelf_of(self, path[:-1]).pop(path[-1])
    return told(there.document)


def changed(document: Document, asked: list[Document], fields: tuple[str, ...]) -> Document:
    """A document after a patch. Raises the service's refusal."""
    try:
        return documents.patched(document, asked, fields)
    except documents.Unsupported as error:
        raise refused("BadRequestException", str(error)) from None


def delete(self: Any) -> Answer:
    """Forget one, with what is below it."""
    path = steps(self)
    at(self, path)
    if WATCHED.get(path[-2]):
        WATCHED[path[-2]](self, path)
    del shelf_of(self, path[:-1])[path[-1]]
    return 202, {}, ""


def _unused_deployment(self: Any, path: list[str]) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/19805."""
    stages = shelf_of(self, [*path[:2], "stages"]).values()
    if any(each.document.get("deploymentId") == path[-1] for each in stages):
        raise refused("BadRequestException", "Active stages pointing to this deployment must be moved or deleted")


def _whole_resource(self: Any, path: list[str]) -> None:
    """What is below a resource goes with it; the root stays."""
    there = shelf_of(self, path[:-1])
    if there[path[-1]].document.get("parentId") is None:
        raise refused("BadRequestException", "Root resource cannot be deleted.")
    for child in [name for name, each in there.items() if each.document.get("parentId") == path[-1]]:
        _whole_resource(self, [*path[:-1], child])
        del there[child]


def _unused_api(self: Any, path: list[str]) -> None:
    for plan in shelf_of(self, ["usageplans"]).values():
        if any(each["apiId"] == path[-1] for each in plan.document.get("apiStages") or ()):
            plan.document = {
                **plan.document,
                "apiStages": [each for each in plan.document["apiStages"] if each["apiId"] != path[-1]],
            }


def _unused_key(self: Any, path: list[str]) -> None:
    for plan in shelf_of(self, ["usageplans"]).values():
        plan.below.get("keys", {}).pop(path[-1], None)


WATCHED: Mapping[str, Callable[[Any, list[str]], None]] = {
    "apikeys": _unused_key, "deployments": _unused_deployment, "resources": _whole_resource, "restapis": _unused_api,
}  # fmt: skip
"""What is looked at before one of a kind goes."""


def create_api_key(self: Any) -> Answer:
    """Make a key, with a value of forty characters where none is brought."""
    asked = brought(self)
    values = {each.document["value"] for each in shelf_of(self, ["apikeys"]).values()}
    if asked.get("value") in values:
        raise refused("ConflictException", "API Key already exists", 409)
    asked.setdefault("value", kept.identifier(40))
    return told(make(self, ["apikeys"], asked).document, 201)


def create_usage_plan_key(self: Any) -> Answer:
    """Add a key to a plan."""
    asked, path = brought(self), steps(self)
    key = at(self, ["apikeys", asked["keyId"]]).document
    found = {"id": key["id"], "type": asked["keyType"], "value": key["value"], "name": key.get("name")}
    return told(make(self, path, found).document, 201)


def put_gateway_response(self: Any) -> Answer:
    """Set what is said of one kind of failure."""
    path = steps(self)
    made = {"responseType": path[-1], "defaultResponse": False, **brought(self)}
    shelf_of(self, path[:-1])[path[-1]] = Node(made)
    return told(made, 201)


def get_account(self: Any) -> Answer:
    """Tell of the account."""
    return told(kept.account(self.backend))


def update_account(self: Any) -> Answer:
    """Set the role in which logs are written."""
    there = kept.account(self.backend)
    after = changed(there, brought(self).get("patchOperations") or [], ("cloudwatchRoleArn",))
    there.clear()
    there.update(after)
    return told(there)


def _tagged(self: Any) -> Node:
    arn = unquote(self.path.partition("/tags/")[2])
    return at(self, arn.partition("::/")[2].split("/"))


def get_tags(self: Any) -> Answer:
    """Tell the tags of what an ARN names."""
    return told({"tags": _tagged(self).document.get("tags") or {}})


def tag_resource(self: Any) -> Answer:
    """Add tags."""
    there = _tagged(self)
    there.document = {**there.document, "tags": {**(there.document.get("tags") or {}), **brought(self)["tags"]}}
    return 204, {}, ""


def untag_resource(self: Any) -> Answer:
    """Take tags away."""
    there, gone = _tagged(self), set(self.querystring.get("tagKeys") or ())
    left = {name: value for name, value in (there.document.get("tags") or {}).items() if name not in gone}
    there.document = {**there.document, "tags": left}
    return 204, {}, ""
