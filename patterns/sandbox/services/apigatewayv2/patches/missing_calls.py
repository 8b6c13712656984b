"""Adds what moto's HTTP APIs do not answer: lists of authorizers, quick creation, definitions, tags of stages.

Not here: deployments, and how stages change (`deployments`).
"""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.services.apigatewayv2.openapi import Definition, Unreadable, definition

DEFAULT = "$default"


def apply() -> None:
    """Answer them."""
    from moto.apigatewayv2 import urls
    from moto.apigatewayv2.models import Api, ApiGatewayV2Backend
    from moto.apigatewayv2.responses import ApiGatewayV2Response

    urls.url_paths["{0}/v2/tags/(?P<resource_arn>.+)$"] = ApiGatewayV2Response.dispatch
    for call in (get_authorizers, import_api):
        setattr(ApiGatewayV2Response, call.__name__, call)
    Api.import_api = _imported
    _create_quickly(ApiGatewayV2Response)
    _tag_parts(ApiGatewayV2Backend)


def get_authorizers(self: Any) -> tuple[int, dict[str, str], str]:
    """Tell of all authorizers of an API."""
    api = self.apigatewayv2_backend.get_api(self.path.split("/")[-2])
    return 200, {}, json.dumps({"items": [authorizer.to_json() for authorizer in api.authorizers.values()]})


def import_api(self: Any) -> tuple[int, dict[str, str], str]:
    """Make an API of an OpenAPI definition."""
    body = json.loads(self.body)["body"]
    api = self.apigatewayv2_backend.create_api(
        api_key_selection_expression=None, cors_configuration=None, description=None, disable_schema_validation=None,
        disable_execute_api_endpoint=None, name="", protocol_type="HTTP", route_selection_expression=None, tags={},
        version=None,
    )  # fmt: skip
    try:
        api.import_api(body, False)
    except Exception:
        self.apigatewayv2_backend.delete_api(api.api_id)
        raise
    return 201, {}, json.dumps(api.to_json())


def _imported(self: Any, body: str, fail_on_warnings: bool) -> None:
    """Have exactly what a definition says, in the place of what was there."""
    from moto.apigatewayv2.exceptions import BadRequestException

    try:
        read = definition(body)
    except Unreadable as error:
        raise BadRequestException(str(error)) from None
    for kind in (self.routes, self.integrations, self.authorizers, self.models):
        kind.clear()
    authorizers = {name: _authorizer(self, name, each) for name, each in read.authorizers.items()}
    for route in read.routes:
        target = f"integrations/{_integration(self, route.integration)}" if route.integration else None
        self.create_route(
            api_key_required=False,
            authorization_scopes=list(route.scopes),
            authorization_type=route.authorization_type,
            authorizer_id=authorizers.get(route.authorizer),
            operation_name=route.operation_name,
            route_key=route.key,
            target=target,
        )
    _describe(self, read)


def _describe(api: Any, read: Definition) -> None:
    api.name, api.version = read.title or api.name, read.version or api.version
    api.description = read.description or api.description
    api.cors_configuration = read.cors or api.cors_configuration
    api.backend.tag_resource(api.arn, read.tags)


def _integration(api: Any, asked: Any) -> str:
    made = api.create_integration(
        connection_id=asked.get("connectionId"),
        connection_type=asked.get("connectionType", "INTERNET"),
        credentials_arn=asked.get("credentials"),
        description=asked.get("description"),
        integration_method=asked.get("httpMethod"),
        integration_subtype=asked.get("integrationSubtype"),
        integration_type=str(asked.get("type", "")).upper(),
        integration_uri=asked.get("uri"),
        payload_format_version=asked.get("payloadFormatVersion"),
        request_parameters=asked.get("requestParameters"),
        response_parameters=asked.get("responseParameters"),
        timeout_in_millis=asked.get("timeoutInMillis"),
        tls_config=asked.get("tlsConfig"),
    )
    return str(made.id)


def _authorizer(api: Any, name: str, asked: Any) -> str:
    made = api.create_authorizer(
        auth_creds_arn=asked.get("authorizerCredentials"),
        auth_payload_format_version=asked.get("authorizerPayloadFormatVersion"),
        auth_result_ttl=asked.get("authorizerResultTtlInSeconds"),
        authorizer_type=str(asked.get("type", "")).upper(),
        authorizer_uri=asked.get("authorizerUri"),
        enable_simple_response=asked.get("enableSimpleResponses"),
        identity_source=[one.strip() for one in str(asked.get("identitySource", "")).split(",") if one.strip()],
        identity_validation_expr=asked.get("identityValidationExpression"),
        jwt_config=asked.get("jwtConfiguration"),
        name=name,
    )
    return str(made.id)


def _create_quickly(responses: Any) -> None:
    """An API with a target gets the integration, the route and the stage that deploys by itself, at once.

    https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApi.html (target, routeKey, credentialsArn)
    """
    made, changed = responses.create_api, responses.update_api

    def create_api(self: Any) -> Any:
        answer, params = made(self), json.loads(self.body)
        if params.get("target"):
            api = self.apigatewayv2_backend.get_api(json.loads(answer[2])["apiId"])
            _make_quickly(api, params)
        return answer

    def update_api(self: Any) -> Any:
        answer, params = changed(self), json.loads(self.body)
        api = self.apigatewayv2_backend.get_api(json.loads(answer[2])["apiId"])
        quick = vars(api).get("quickly_made")
        if quick and any(name in params for name in ("target", "routeKey", "credentialsArn")):
            integration, route = api.integrations.get(quick[0]), api.routes.get(quick[1])
            if integration is not None:
                integration.integration_uri = params.get("target") or integration.integration_uri
                integration.credentials_arn = params.get("credentialsArn", integration.credentials_arn)
            if route is not None:
                route.route_key = params.get("routeKey") or route.route_key
        return answer

    responses.create_api = create_api
    responses.update_api = update_api


def _make_quickly(api: Any, params: dict[str, Any]) -> None:
    target = params["target"]
    is_function = ":lambda:" in target
    integration = api.create_integration(
        connection_type="INTERNET",
        credentials_arn=params.get("credentialsArn"),
        description=None,
        integration_method="POST" if is_function else "ANY",
        integration_type="AWS_PROXY" if is_function else "HTTP_PROXY",
        integration_uri=target,
        payload_format_version="2.0" if is_function else "1.0",
    )
    route = api.create_route(
        api_key_required=False,
        authorization_scopes=[],
        route_key=params.get("routeKey") or DEFAULT,
        target=f"integrations/{integration.id}",
        authorization_type="NONE",
    )
    api.create_stage({"stageName": DEFAULT, "autoDeploy": True})
    api.quickly_made = integration.id, route.route_id


def _tag_parts(backend: Any) -> None:
    """Keep the tags of a stage or a domain with it, where moto tells them from."""
    tagged, untagged, told = backend.tag_resource, backend.untag_resource, backend.get_tags

    def tag_resource(self: Any, resource_arn: str, tags: dict[str, str]) -> None:
        own = _own_tags(self, resource_arn)
        if own is None:
            tagged(self, resource_arn, tags)
        else:
            own.update(tags)

    def untag_resource(self: Any, resource_arn: str, tag_keys: list[str]) -> None:
        own = _own_tags(self, resource_arn)
        if own is None:
            untagged(self, resource_arn, tag_keys)
            return
        for key in tag_keys:
            own.pop(key, None)

    def get_tags(self: Any, resource_id: str) -> dict[str, str]:
        own = _own_tags(self, resource_id)
        found: dict[str, str] = told(self, resource_id) if own is None else own
        return found

    backend.tag_resource, backend.untag_resource, backend.get_tags = tag_resource, untag_resource, get_tags


def _own_tags(backend: Any, arn: str) -> dict[str, str] | None:
    """The tags of a stage or a domain; None for what moto keeps with all other tags."""
    kind, _, rest = arn.partition("::/")[2].partition("/")
    api_id, _, stage = rest.partition("/stages/")
    if kind == "domainnames":
        holder = backend.get_domain_name(rest)
    elif kind == "apis" and stage:
        holder = backend.get_api(api_id).get_stage(stage)
    else:
        return None
    holder.tags = holder.tags or {}
    own_tags: dict[str, str] = holder.tags
    return own_tags
