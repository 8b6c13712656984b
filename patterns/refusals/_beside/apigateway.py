"""What API Gateway refuses of the steps and methods of a REST API beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, apigateway
from patterns.refusals._beside import Declared, Others, Relation, identity

RESOURCE = "AWS::ApiGateway::Resource"


def _step(resource: Declared, others: Others) -> Iterator[Refusal]:
    parent = others.target(resource.asked["ParentId"], RESOURCE)
    if parent is not None:
        yield from apigateway.greedy(parent.asked["PathPart"])
    if others.before(resource, sharing=("RestApiId", "ParentId", "PathPart")):
        told = "Another resource with the same parent already has this name"
        yield "ConflictException", f"{told}: {resource.asked['PathPart']}"


def _sibling(resource: Declared, others: Others) -> Iterator[Refusal]:
    own = identity(resource.asked["RestApiId"]), identity(resource.asked["ParentId"])
    beside = [
        other.asked["PathPart"]
        for other in others.earlier(resource)
        if own == (identity(other.asked["RestApiId"]), identity(other.asked["ParentId"]))
    ]
    if None not in own:
        yield from apigateway.sibling(resource.asked["PathPart"], beside)


def _method(method: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(method, sharing=("RestApiId", "ResourceId", "HttpMethod")):
        yield "ConflictException", "Method already exists for this resource"


TYPES: dict[str, tuple[Relation, ...]] = {RESOURCE: (_step, _sibling), "AWS::ApiGateway::Method": (_method,)}
