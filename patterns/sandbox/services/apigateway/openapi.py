"""What an OpenAPI definition, 2.0 or 3.0, says of a REST API: resources with methods, and what they need. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
Not read: documentation, `servers` and `basePath`, examples, references to parameters and responses in other documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from patterns.sandbox.services.apigatewayv2.openapi import (
    ANY,
    AUTHORIZER,
    INTEGRATION,
    METHODS,
    SIGNED,
    TAG,
    Unreadable,
    parsed,
)

PREFIX = "x-amazon-apigateway-"
ABOUT = {
    "api-key-source": "apiKeySource",
    "binary-media-types": "binaryMediaTypes",
    "endpoint-configuration": "endpointConfiguration",
    "minimum-compression-size": "minimumCompressionSize",
    "policy": "policy",
}
"""What an extension sets of the API itself."""
PLACES = {"query": "querystring", "header": "header", "path": "path"}
COGNITO = "cognito_user_pools"
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Definition:
    """What a definition says, in the shapes of the service; methods name authorizers and validators by name."""

    about: dict[str, Any] = field(default_factory=dict)
    methods: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)
    """Path -> method -> method."""
    authorizers: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    models: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    validators: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    gateway_responses: Mapping[str, dict[str, Any]] = field(default_factory=dict)


def definition(text: str) -> Definition:
    """What a definition says. Raises `Unreadable`."""
    body = parsed(text)
    version = str(body.get("swagger") or body.get("openapi"))
    if not version.startswith(("2.", "3.0", "3.1")):
        raise Unreadable(f"Unsupported OpenAPI version '{version}'")
    components = body.get("components") or {}
    schemes = components.get("securitySchemes") or body.get("securityDefinitions") or {}
    schemas = components.get("schemas") or body.get("definitions") or {}
    return Definition(
        about=_about(body),
        methods={path: dict(_methods(body, said, schemes)) for path, said in (body.get("paths") or {}).items()},
        authorizers={name: _authorizer(name, each) for name, each in schemes.items() if AUTHORIZER in each},
        models={name: _model(name, schema) for name, schema in schemas.items()},
        validators={
            name: {"name": name, **each} for name, each in (body.get(f"{PREFIX}request-validators") or {}).items()
        },
        gateway_responses={
            kind: {"responseType": kind, **each, **_status(each)}
            for kind, each in (body.get(f"{PREFIX}gateway-responses") or {}).items()
        },
    )


def _status(response: Said) -> dict[str, str]:
    return {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}


def _about(body: Said) -> dict[str, Any]:
    info = body.get("info") or {}
    found = {"name": info.get("title"), "description": info.get("description"), "version": info.get("version")}
    found |= {name: body.get(f"{PREFIX}{extension}") for extension, name in ABOUT.items()}
    if isinstance(found["policy"], Mapping):
        found["policy"] = json.dumps(found["policy"])
    tags = {each["name"]: each[TAG] for each in body.get("tags") or () if TAG in each}
    return {name: value for name, value in found.items() if value is not None} | ({"tags": tags} if tags else {})


def _methods(body: Said, said: Said, schemes: Said) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in METHODS:
        if (asked := said.get(name)) is not None:
            yield "ANY" if name == ANY else name.upper(), _method(body, {**said, **asked}, said, schemes)


def _method(body: Said, asked: Said, path: Said, schemes: Said) -> dict[str, Any]:
    default = body.get(f"{PREFIX}request-validator")
    parameters = [*(path.get("parameters") or ()), *(asked.get("parameters") or ())]
    return {
        **_guard(asked.get("security", body.get("security") or []), schemes, asked),
        "operationName": asked.get("operationId"),
        "requestParameters": dict(_parameters(parameters)),
        "requestModels": dict(_models(asked, parameters)),
        "validator": asked.get(f"{PREFIX}request-validator", default),
        "methodResponses": {str(code): _response(str(code), each) for code, each in _codes(asked.get("responses"))},
        "methodIntegration": _integration(asked.get(INTEGRATION)),
    }


def _guard(security: Any, schemes: Said, asked: Said) -> dict[str, Any]:
    """Who may call the method, by the names of its security."""
    found: dict[str, Any] = {"authorizationType": "NONE", "apiKeyRequired": False}
    for name, scopes in ((name, scopes) for each in security or () for name, scopes in each.items()):
        scheme = schemes.get(name) or {}
        if AUTHORIZER in scheme:
            is_cognito = str(scheme[AUTHORIZER].get("type", "")).lower() == COGNITO
            found |= {"authorizationType": "COGNITO_USER_POOLS" if is_cognito else "CUSTOM", "authorizer": name}
            found |= {"authorizationScopes": list(scopes)} if scopes else {}
        elif str(scheme.get(SIGNED, "")).lower() == "awssigv4":
            found["authorizationType"] = "AWS_IAM"
        elif scheme.get("type") == "apiKey" and str(scheme.get("name", "")).lower() == "x-api-key":
            found["apiKeyRequired"] = True
    if (asked.get(f"{PREFIX}auth") or {}).get("type") == "AWS_IAM":
        found["authorizationType"] = "AWS_IAM"
    return found


def _parameters(parameters: Any) -> Iterator[tuple[str, bool]]:
    for each in parameters:
        if each.get("in") in PLACES:
            yield f"method.request.{PLACES[each['in']]}.{each['name']}", bool(each.get("required", False))


def _models(asked: Said, parameters: Any) -> Iterator[tuple[str, str]]:
    """The model of the body, by its kind: of 3.0 in `requestBody`, of 2.0 a parameter."""
    for kind, each in ((asked.get("requestBody") or {}).get("content") or {}).items():
        yield from _named(kind, each.get("schema"))
    for each in parameters:
        if each.get("in") == "body":
            for kind in asked.get("consumes") or ["application/json"]:
                yield from _named(kind, each.get("schema"))


def _named(kind: str, schema: Any) -> Iterator[tuple[str, str]]:
    if isinstance(schema, Mapping) and "$ref" in schema:
        yield kind, str(schema["$ref"]).rpartition("/")[2]


def _codes(responses: Any) -> Iterator[tuple[str, Said]]:
    yield from ((code, each) for code, each in (responses or {}).items() if str(code).isdigit())


def _response(code: str, said: Said) -> dict[str, Any]:
    models = {kind: each.get("schema") for kind, each in (said.get("content") or {}).items()}
    if "schema" in said:
        models["application/json"] = said["schema"]
    return {
        "statusCode": code,
        "responseModels": dict(pair for kind, schema in models.items() for pair in _named(kind, schema)),
        "responseParameters": {f"method.response.header.{name}": False for name in said.get("headers") or {}},
    }


def _integration(said: Any) -> dict[str, Any] | None:
    if not isinstance(said, Mapping):
        return None
    integration = {name: value for name, value in said.items() if name != "responses"}
    integration["type"] = str(said.get("type", "")).upper()
    integration["integrationResponses"] = {
        str(each.get("statusCode", "200")): {
            **each,
            "statusCode": str(each.get("statusCode", "200")),
            **({} if pattern == "default" else {"selectionPattern": str(pattern)}),
        }
        for pattern, each in (said.get("responses") or {}).items()
    }
    return integration


def _authorizer(name: str, scheme: Said) -> dict[str, Any]:
    said = scheme[AUTHORIZER]
    authorizer = {"name": name, **said, "type": str(said.get("type", "token")).upper()}
    if "authType" not in authorizer:
        authorizer["authType"] = scheme.get(SIGNED, "custom")
    if "identitySource" not in authorizer and authorizer["type"] != "REQUEST":
        authorizer["identitySource"] = f"method.request.header.{scheme.get('name', 'Authorization')}"
    return authorizer


def _model(name: str, schema: Any) -> dict[str, Any]:
    return {"name": name, "contentType": "application/json", "schema": json.dumps(schema)}
