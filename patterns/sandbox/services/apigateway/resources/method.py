"""AWS::ApiGateway::Method, with its integration and the responses of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.apigateway.resources._base import (
    API_ID,
    SERVICE,
    PartOfApi,
    camel,
    to_camel,
    to_pascal,
    told,
)

PLAIN = ("AuthorizationType", "AuthorizerId", "ApiKeyRequired", "AuthorizationScopes", "OperationName", "RequestModels",
         "RequestParameters", "RequestValidatorId")  # fmt: skip
DEFAULTS = {"AuthorizationType": "NONE", "ApiKeyRequired": False}


def from_integration(described: Mapping[str, Any]) -> dict[str, Any]:
    """The integration as CloudFormation has it: responses as a list, and a method of a name of its own."""
    given = {name: value for name, value in described.items() if name not in ("httpMethod", "integrationResponses")}
    shown = dict(to_pascal(given))
    if "httpMethod" in described:
        shown["IntegrationHttpMethod"] = described["httpMethod"]
    shown["IntegrationResponses"] = from_responses(described.get("integrationResponses") or {})
    return {name: value for name, value in shown.items() if value not in (None, [], {})}


def from_responses(described: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Responses as a list."""
    return [
        {name: value for name, value in to_pascal(each).items() if value not in (None, {})}
        for each in described.values()
    ]


def row(name: str) -> Property:
    """The row of a setting of the method itself; whatever changes, the method is put anew."""
    return Property(name, create=camel(name), code="put_again", default=DEFAULTS.get(name), get=entry(camel(name)),
                    from_service=told if name not in DEFAULTS else lambda value: value)  # fmt: skip


class Method(PartOfApi):
    """What a resource answers to one verb; its physical id is API, resource and verb."""

    type = "AWS::ApiGateway::Method"
    identifier = "httpMethod"
    creation = "put_method"
    deletion = "delete_method"
    entry_id = "httpMethod"
    plural = Call("get_resources", "items", {"embed": ["methods"]})
    names_itself = True
    properties = (
        API_ID,
        Property("ResourceId", create="resourceId", get=entry("resourceId")),
        Property("HttpMethod", create="httpMethod", get=entry("httpMethod")),
        *map(row, PLAIN),
        Property("Integration", code="put_again", get=entry("methodIntegration"), from_service=from_integration),
        Property("MethodResponses", code="put_again", get=entry("methodResponses"), from_service=from_responses),
    )
    examples = (
        {
            "RestApiId": "{rest_api}",
            "ResourceId": "{rest_resource}",
            "HttpMethod": "GET",
            "AuthorizationType": "NONE",
            "Integration": {
                "Type": "AWS_PROXY",
                "IntegrationHttpMethod": "POST",
                "Uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function.Arn}/invocations",
                "TimeoutInMillis": 5000,
            },
        },
        {
            "RestApiId": "{rest_api}",
            "ResourceId": "{rest_resource}",
            "HttpMethod": "POST",
            "AuthorizationType": "CUSTOM",
            "AuthorizerId": "{rest_authorizer}",
            "ApiKeyRequired": True,
            "OperationName": "AddItem",
            "RequestModels": {"application/json": "Empty"},
            "RequestParameters": {"method.request.querystring.page": True},
            "RequestValidatorId": "{rest_validator}",
            "Integration": {
                "Type": "MOCK",
                "PassthroughBehavior": "NEVER",
                "RequestTemplates": {"application/json": '{{"statusCode": 200}}'},
                "IntegrationResponses": [
                    {
                        "StatusCode": "200",
                        "SelectionPattern": "2..",
                        "ResponseParameters": {"method.response.header.X-Kind": "'mock'"},
                        "ResponseTemplates": {"application/json": "done"},
                    }
                ],
            },
            "MethodResponses": [
                {
                    "StatusCode": "200",
                    "ResponseModels": {"application/json": "Empty"},
                    "ResponseParameters": {"method.response.header.X-Kind": True},
                }
            ],
        },
        {
            "RestApiId": "{rest_api}",
            "ResourceId": "{rest_resource}",
            "HttpMethod": "GET",
            "AuthorizationType": "COGNITO_USER_POOLS",
            "AuthorizerId": "{cognito_authorizer}",
            "AuthorizationScopes": ["shop/read"],
            "Integration": {
                "Type": "HTTP_PROXY",
                "IntegrationHttpMethod": "ANY",
                "Uri": "https://shop.example.com/items",
                "CacheKeyParameters": ["method.request.querystring.page"],
                "CacheNamespace": "items",
                "RequestParameters": {"integration.request.header.X-From": "'gateway'"},
            },
        },
    )

    def complete(self, target: Target) -> None:
        """Put what belongs to the method."""
        self._put_below(target)

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """API, resource and verb."""
        asked = target.properties
        return f"{asked['RestApiId']}|{asked['ResourceId']}|{asked['HttpMethod']}"

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the method in the place of what is there: who calls sees what is deployed meanwhile."""
        self.delete(target)
        self.create(target)
        self._put_below(target)

    def _put_below(self, target: Target) -> None:
        client, where, asked = target.account.administrator(SERVICE), self.identity(target), target.properties
        for response in asked.get("MethodResponses") or []:
            client.put_method_response(**where, **to_camel(response))
        integration = asked.get("Integration")
        if integration:
            client.put_integration(**where, **_given(integration))
            for response in integration.get("IntegrationResponses") or []:
                client.put_integration_response(**where, **to_camel(response))

    def _listed(self, account: Account, wanted: set[str]) -> Iterator[dict[str, Any]]:
        for resource in super()._listed(account, wanted):
            for method in (resource.get("resourceMethods") or {}).values():
                yield {**method, "restApiId": resource["restApiId"], "resourceId": resource["id"]}

    def key(self, described: Mapping[str, Any]) -> str:
        """API, resource and verb."""
        return f"{described['restApiId']}|{described['resourceId']}|{described['httpMethod']}"

    def ref(self, target: Target) -> str:
        """An id of CloudFormation's own, "mysta-metho-01234b567890example".

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html
        """
        token = target.account.chance.token(target.stack_name, target.logical_id, length=12)
        return f"{target.stack_name[:5]}-{target.logical_id[:5]}-{token}"

    def identity(self, target: Target) -> dict[str, Any]:
        """API, resource and verb."""
        asked = target.properties
        return {"restApiId": asked["RestApiId"], "resourceId": asked["ResourceId"], "httpMethod": asked["HttpMethod"]}


def _given(integration: Mapping[str, Any]) -> dict[str, Any]:
    return dict(to_camel({name: value for name, value in integration.items() if name != "IntegrationResponses"}))


PROVIDER = Method()
