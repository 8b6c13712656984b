"""AWS::ApiGatewayV2::Integration. Not kept: templates and content handling, which WebSocket APIs have."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.services.apigatewayv2.resources._base import API_ID, PartOfApi, setting

DEFAULT_TIMEOUT_MS = 30_000
FUNCTIONS = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function.Arn}/invocations"


def to_parameters(asked: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What becomes of a response, by status: a list of places and values in a template, a map in the service."""
    return {
        status: {
            response_parameter["Destination"]: response_parameter["Source"]
            for response_parameter in each.get("ResponseParameters", ())
        }
        for status, each in asked.items()
    }


def from_parameters(found: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The same as a template has it."""
    return {
        status: {"ResponseParameters": [{"Destination": name, "Source": value} for name, value in each.items()]}
        for status, each in found.items()
    }


class Integration(PartOfApi):
    """What answers for a route: a function, an address, or a call of another service."""

    type = "AWS::ApiGatewayV2::Integration"
    creation = "create_integration"
    deletion = "delete_integration"
    change_operation = "update_integration"
    plural = "get_integrations"
    entry_id = "IntegrationId"
    properties = (
        API_ID,
        setting("IntegrationType"),
        setting("IntegrationUri"),
        setting("IntegrationMethod", cleared="POST", default="POST"),
        setting("IntegrationSubtype"),
        setting("PayloadFormatVersion", cleared="1.0"),
        setting("CredentialsArn"),
        setting("Description"),
        setting("TimeoutInMillis", cleared=DEFAULT_TIMEOUT_MS, default=DEFAULT_TIMEOUT_MS),
        setting("ConnectionType", cleared="INTERNET", default="INTERNET"),
        setting("ConnectionId"),
        setting("RequestParameters", cleared={}),
        setting("ResponseParameters", cleared={}, to_service=to_parameters, from_service=from_parameters),
        setting("TlsConfig", cleared={}, effect="No certificate is looked at."),
    )
    examples = (
        {
            "ApiId": "{other_http_api}",
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": "{function.Arn}",
            "PayloadFormatVersion": "2.0",
        },
        {
            "ApiId": "{http_api}",
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": FUNCTIONS,
            "IntegrationMethod": "POST",
            "PayloadFormatVersion": "1.0",
            "Description": "The shop.",
            "TimeoutInMillis": 5000,
            "CredentialsArn": "{function_role.Arn}",
            "ConnectionType": "INTERNET",
            "RequestParameters": {"append:header.stage": "$context.stage"},
            "ResponseParameters": {
                "403": {"ResponseParameters": [{"Source": "404", "Destination": "overwrite:statuscode"}]}
            },
        },
        {
            "ApiId": "{http_api}",
            "IntegrationType": "AWS_PROXY",
            "IntegrationSubtype": "SQS-SendMessage",
            "PayloadFormatVersion": "1.0",
            "CredentialsArn": "{function_role.Arn}",
            "RequestParameters": {"QueueUrl": "{queue}", "MessageBody": "$request.body"},
        },
        {
            "ApiId": "{http_api}",
            "IntegrationType": "HTTP_PROXY",
            "IntegrationMethod": "GET",
            "IntegrationUri": "{listener}",
            "PayloadFormatVersion": "1.0",
            "ConnectionType": "VPC_LINK",
            "ConnectionId": "{vpc_link}",
            "TlsConfig": {"ServerNameToVerify": "shop.example.com"},
        },
    )


PROVIDER = Integration()
