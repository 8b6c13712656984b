"""What API Gateway refuses of routes, integrations and stages beside the API that they are of."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, apigatewayv2
from patterns.refusals._beside import Declared, Others, Relation

API = "AWS::ApiGatewayV2::Api"


def _route(route: Declared, others: Others) -> Iterator[Refusal]:
    api = others.target(route.asked["ApiId"], API)
    if api is not None and api.asked.get("Body") is None and api.asked.get("BodyS3Location") is None:
        yield from apigatewayv2.route_key(route.asked["RouteKey"], api.asked.get("ProtocolType"))


def _second_route(route: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(route, sharing=("ApiId", "RouteKey")):
        yield apigatewayv2.taken_route(route.asked["RouteKey"])


def _integration(integration: Declared, others: Others) -> Iterator[Refusal]:
    api = others.target(integration.asked["ApiId"], API)
    if api is not None:
        yield from apigatewayv2.of_protocol(integration.asked, api.asked.get("ProtocolType"))


def _second_stage(stage: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(stage, sharing=("ApiId", "StageName")):
        yield apigatewayv2.TAKEN_STAGE


TYPES: dict[str, tuple[Relation, ...]] = {
    "AWS::ApiGatewayV2::Route": (_route, _second_route),
    "AWS::ApiGatewayV2::Integration": (_integration,),
    "AWS::ApiGatewayV2::Stage": (_second_stage,),
}
