"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

from typing import Any

BODY = """
openapi: 3.0.1
info: {title: from a bucket, version: '1'}
paths:
  /items:
    get:
      x-amazon-apigateway-integration: {type: mock}
"""


def _routed() -> dict[str, Any]:
    answer = {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}
    return {"openapi": "3.0.1", "info": {"title": "stage-routed", "version": "1"}, "paths": {"/stage": answer}}


def _authorizer(name: str, kind: str, **asked: Any) -> dict[str, Any]:
    source = "method.request.header.Authorization"
    given = {"RestApiId": "{rest_api}", "Name": name, "Type": kind, "IdentitySource": source, **asked}
    return {"Type": "AWS::ApiGateway::Authorizer", "Properties": given}


POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc123456"
URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function.Arn}/invocations"


def _domain(name: str) -> dict[str, Any]:
    certified = {"RegionalCertificateArn": "{certificate}", "EndpointConfiguration": {"Types": ["REGIONAL"]}}
    return {"Type": "AWS::ApiGateway::DomainName", "Properties": {"DomainName": name, **certified}}


STAGE = {
    "rest_api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "stage"}},
    "other_rest_api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "other"}},
    "rest_resource": {
        "Type": "AWS::ApiGateway::Resource",
        "Properties": {"RestApiId": "{rest_api}", "ParentId": "{rest_api.RootResourceId}", "PathPart": "stage"},
    },
    "rest_validator": {
        "Type": "AWS::ApiGateway::RequestValidator",
        "Properties": {"RestApiId": "{rest_api}", "Name": "stage", "ValidateRequestBody": True},
    },
    "rest_authorizer": _authorizer("stage", "TOKEN", AuthorizerUri=URI),
    "cognito_authorizer": _authorizer("stage-pool", "COGNITO_USER_POOLS", ProviderARNs=[POOL]),
    "routed_rest_api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": _routed()}},
    "other_routed_rest_api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": _routed()}},
    "rest_deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": "{routed_rest_api}"}},
    "rest_stage": {
        "Type": "AWS::ApiGateway::Stage",
        "Properties": {"RestApiId": "{routed_rest_api}", "DeploymentId": "{rest_deployment}", "StageName": "stage"},
    },
    "api_key": {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Name": "stage", "Enabled": True}},
    "other_api_key": {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Name": "other", "Enabled": True}},
    "usage_plan": {"Type": "AWS::ApiGateway::UsagePlan", "Properties": {"UsagePlanName": "stage"}},
    "rest_domain": _domain("rest.stage.example.com"),
    "other_rest_domain": _domain("other.stage.example.com"),
}

FILES = {"rest-api.yaml": BODY.encode}
