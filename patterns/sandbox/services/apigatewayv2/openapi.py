"""What an OpenAPI 3 definition says of an HTTP API: its routes, their integrations and who may call them. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
Not read: models, since an HTTP API validates nothing; the section `servers`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

INTEGRATION = "x-amazon-apigateway-integration"
INTEGRATIONS = "x-amazon-apigateway-integrations"
AUTHORIZER = "x-amazon-apigateway-authorizer"
ANY = "x-amazon-apigateway-any-method"
CORS = "x-amazon-apigateway-cors"
TAG = "x-amazon-apigateway-tag-value"
SIGNED = "x-amazon-apigateway-authtype"
METHODS = ("delete", "get", "head", "options", "patch", "post", "put", ANY)


class Unreadable(Exception):
    """The definition is none that API Gateway takes."""


@dataclass(frozen=True)
class Route:
    """A route, with the integration as the definition has it and the name of its authorizer."""

    key: str
    integration: Mapping[str, Any] | None
    authorization_type: str = "NONE"
    authorizer: str = ""
    scopes: tuple[str, ...] = ()
    operation_name: str | None = None


@dataclass(frozen=True)
class Definition:
    """What a definition says."""

    title: str = ""
    version: str = ""
    description: str = ""
    routes: tuple[Route, ...] = ()
    authorizers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cors: Mapping[str, Any] | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


def parsed(text: str) -> Mapping[str, Any]:
    """A definition in JSON or YAML. Raises `Unreadable` for what is none."""
    import yaml

    try:
        body = json.loads(text)
    except ValueError:
        try:
            body = yaml.safe_load(text)
        except yaml.YAMLError:
            body = None
    if not isinstance(body, Mapping) or not ("openapi" in body or "swagger" in body):
        raise Unreadable("Invalid OpenAPI input.")
    return body


def definition(text: str) -> Definition:
    """What the definition says. Raises `Unreadable`, as for Swagger 2.0, of which no HTTP API is made."""
    body = parsed(text)
    if not str(body.get("openapi", "")).startswith("3."):
        raise Unreadable("Unable to parse API definition because of a malformed integration or an unknown version")
    about, components = body.get("info") or {}, body.get("components") or {}
    schemes = components.get("securitySchemes") or {}
    return Definition(
        title=str(about.get("title", "")),
        version=str(about.get("version", "")),
        description=str(about.get("description", "")),
        routes=tuple(_routes(body, components, schemes)),
        authorizers={name: each[AUTHORIZER] for name, each in schemes.items() if AUTHORIZER in each},
        cors=body.get(CORS),
        tags={each["name"]: each[TAG] for each in body.get("tags") or () if TAG in each},
    )


def _routes(body: Mapping[str, Any], components: Mapping[str, Any], schemes: Mapping[str, Any]) -> Iterator[Route]:
    general = body.get("security") or []
    shared = components.get(INTEGRATIONS) or {}
    for path, methods in (body.get("paths") or {}).items():
        for method in METHODS:
            if (said := methods.get(method)) is not None:
                yield _route(_key(path, method), said, said.get("security", general), schemes, shared)


def _key(path: str, method: str) -> str:
    if path.strip("/") == "$default":
        return "$default"
    return f"{'ANY' if method == ANY else method.upper()} {path}"


def _route(
    key: str, said: Mapping[str, Any], security: Any, schemes: Mapping[str, Any], shared: Mapping[str, Any]
) -> Route:
    integration = said.get(INTEGRATION)
    if isinstance(integration, Mapping) and "$ref" in integration:
        integration = shared.get(str(integration["$ref"]).rpartition("/")[2])
    name, scopes = next(((name, scopes) for each in security for name, scopes in each.items()), ("", []))
    scheme = schemes.get(name) or {}
    kind = "NONE"
    if AUTHORIZER in scheme:
        kind = "JWT" if str(scheme[AUTHORIZER].get("type", "")).lower() == "jwt" else "CUSTOM"
    elif name and str(scheme.get(SIGNED, "")).lower() == "awssigv4":
        kind = "AWS_IAM"
    return Route(
        key, integration, kind, name if kind in ("JWT", "CUSTOM") else "", tuple(scopes), said.get("operationId")
    )
