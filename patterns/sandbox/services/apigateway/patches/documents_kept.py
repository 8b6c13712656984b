"""Where REST APIs, keys, plans and domains are kept: documents as the service tells them, with what is below each.

Moto's own classes lose half of what a call brings and change only some of it, so they are not used.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from patterns.sandbox.services.apigateway.documents import Document
from patterns.sandbox.simulator import undo

Shelf = dict[str, "Node"]


@dataclass
class Node:
    """One document; `below` has by kind, such as "stages", what belongs to it, and `frozen` what a deployment shows."""

    document: Document
    below: dict[str, Shelf] = field(default_factory=dict)
    frozen: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Kind:
    """How one kind is named and changed: the field of its name, what patches may touch, and what is said of none.

    `length` is that of an id which the service gives; 0 where the caller names it.
    """

    identifier: str
    fields: tuple[str, ...]
    missing: str
    length: int = 6


KINDS: Mapping[str, Kind] = {
    "restapis": Kind(
        "id",
        ("name", "description", "policy", "apiKeySource", "binaryMediaTypes", "minimumCompressionSize",
         "disableExecuteApiEndpoint", "endpointConfiguration", "version", "securityPolicy", "endpointAccessMode"),
        "Invalid API identifier specified", 10,
    ),
    "resources": Kind("id", ("parentId", "pathPart"), "Invalid Resource identifier specified"),
    "deployments": Kind("id", ("description",), "Invalid Deployment identifier specified"),
    "stages": Kind(
        "stageName",
        ("accessLogSettings", "cacheClusterEnabled", "cacheClusterSize", "canarySettings", "clientCertificateId",
         "deploymentId", "description", "documentationVersion", "methodSettings", "tracingEnabled", "variables"),
        "Invalid stage identifier specified", 0,
    ),
    "authorizers": Kind(
        "id",
        ("name", "type", "providerARNs", "authType", "authorizerUri", "authorizerCredentials", "identitySource",
         "identityValidationExpression", "authorizerResultTtlInSeconds"),
        "Invalid Authorizer identifier specified",
    ),
    "models": Kind("name", ("description", "schema"), "Invalid Model Name specified", 0),
    "requestvalidators": Kind(
        "id", ("name", "validateRequestBody", "validateRequestParameters"), "Invalid Request Validator Id specified"
    ),
    "gatewayresponses": Kind(
        "responseType", ("statusCode", "responseParameters", "responseTemplates"), "Gateway response not found", 0
    ),
    "apikeys": Kind(
        "id", ("name", "description", "enabled", "customerId", "stages"), "Invalid API Key identifier specified", 10
    ),
    "usageplans": Kind(
        "id", ("name", "description", "apiStages", "throttle", "quota", "productCode"),
        "Invalid Usage Plan ID specified",
    ),
    "keys": Kind("id", (), "Invalid API Key identifier specified", 0),
    "domainnames": Kind(
        "domainName",
        ("certificateName", "certificateArn", "regionalCertificateName", "regionalCertificateArn", "securityPolicy",
         "endpointConfiguration", "mutualTlsAuthentication", "ownershipVerificationCertificateArn", "policy",
         "endpointAccessMode", "routingMode"),
        "Invalid domain name identifier specified", 0,
    ),
    "basepathmappings": Kind(
        "basePath", ("basePath", "restApiId", "restapiId", "stage"), "Invalid base path mapping identifier specified", 0
    ),
}  # fmt: skip
"""The kinds by their name in paths: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html."""

SETTINGS_OF_ACCOUNT = {"throttleSettings": {"burstLimit": 5000, "rateLimit": 10000.0}, "features": ["UsagePlans"],
                       "apiKeyVersion": "4"}  # fmt: skip


class NotThere(Exception):
    """Nothing stands at a path; the message is the service's."""


def root(backend: Any) -> dict[str, Shelf]:
    """The kinds that stand by themselves in one region of an account; `backend` is moto's."""
    found: dict[str, Shelf] = undo.container(backend, "kept_documents", {})
    return found


def account(backend: Any) -> Document:
    """The settings of the account."""
    return undo.container(backend, "kept_account", dict(SETTINGS_OF_ACCOUNT))


def shelf(backend: Any, steps: list[str]) -> Shelf:
    """All of one kind: of `["restapis", id, "stages"]` the stages of an API. Raises `NotThere`."""
    *above, kind = steps
    if not above:
        return root(backend).setdefault(kind, {})
    # A call that breaks leaves what is kept as it was: it is taken down when it is looked for.
    there = node(backend, above)
    found = there.below.setdefault(kind, {})
    undo.note_containers(there, ("below", "document"))
    return found


def node(backend: Any, steps: list[str]) -> Node:
    """What stands at a path of kinds and names in turn. Raises `NotThere`."""
    *above, name = steps
    found = shelf(backend, above).get(name)
    if found is None:
        raise NotThere(KINDS[above[-1]].missing)
    undo.note_containers(found, ("below", "document"))
    return found


def identifier(length: int) -> str:
    """An id as the service gives it."""
    from moto.moto_api._internal import mock_random

    return "".join(mock_random.choice(string.ascii_lowercase + string.digits) for _ in range(length))


def derived(api: Node, kind: str, name: str) -> str:
    """An id for what a definition names: the same each time that the API is made of it."""
    return hashlib.sha256(f"{api.document['id']} {kind} {name}".encode()).hexdigest()[:6]


def path_of(api: Node, resource_id: str) -> str:
    """The path of a resource, "/items/{id}"."""
    document = api.below["resources"][resource_id].document
    parent = document.get("parentId")
    if parent is None:
        return "/"
    return f"{path_of(api, parent).rstrip('/')}/{document['pathPart']}"


def root_id(api: Node) -> str:
    """The id of the resource that every API has."""
    return next(name for name, each in api.below["resources"].items() if each.document.get("parentId") is None)


def resources(api: Node) -> Iterator[tuple[str, Document]]:
    """Path and document of each resource."""
    for resource_id, each in api.below["resources"].items():
        yield path_of(api, resource_id), each.document
