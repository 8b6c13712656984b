"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

BODY = """
openapi: 3.0.1
info: {title: from a bucket, version: '1'}
paths: {}
"""

STAGE = {
    "http_api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "stage", "ProtocolType": "HTTP"}},
    "other_http_api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "other", "ProtocolType": "HTTP"}},
    "integration": {
        "Type": "AWS::ApiGatewayV2::Integration",
        "Properties": {
            "ApiId": "{http_api}",
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": "{function.Arn}",
            "PayloadFormatVersion": "2.0",
        },
    },
    "jwt_authorizer": {
        "Type": "AWS::ApiGatewayV2::Authorizer",
        "Properties": {
            "ApiId": "{http_api}",
            "Name": "stage",
            "AuthorizerType": "JWT",
            "IdentitySource": ["$request.header.Authorization"],
            "JwtConfiguration": {"Issuer": "https://login.example.com", "Audience": ["shop"]},
        },
    },
    "routed_api": {
        "Type": "AWS::ApiGatewayV2::Api",
        "Properties": {
            "Name": "stage-routed",
            "ProtocolType": "HTTP",
            "RouteKey": "GET /stage",
            "Target": "{function.Arn}",
        },
    },
    "other_routed_api": {
        "Type": "AWS::ApiGatewayV2::Api",
        "Properties": {"Name": "stage-other", "ProtocolType": "HTTP", "Target": "{other_function.Arn}"},
    },
    "routed_stage": {
        "Type": "AWS::ApiGatewayV2::Stage",
        "Properties": {"ApiId": "{routed_api}", "StageName": "stage"},
    },
    "other_routed_stage": {
        "Type": "AWS::ApiGatewayV2::Stage",
        "Properties": {"ApiId": "{other_routed_api}", "StageName": "stage"},
    },
    "http_deployment": {"Type": "AWS::ApiGatewayV2::Deployment", "Properties": {"ApiId": "{routed_api}"}},
    "vpc_link": {
        "Type": "AWS::ApiGatewayV2::VpcLink",
        "Properties": {"Name": "stage", "SubnetIds": ["{subnet}", "{other_subnet}"]},
    },
    "http_domain": {
        "Type": "AWS::ApiGatewayV2::DomainName",
        "Properties": {
            "DomainName": "api.stage.example.com",
            "DomainNameConfigurations": [{"CertificateArn": "{certificate}", "EndpointType": "REGIONAL"}],
        },
    },
    "other_http_domain": {
        "Type": "AWS::ApiGatewayV2::DomainName",
        "Properties": {
            "DomainName": "other.stage.example.com",
            "DomainNameConfigurations": [{"CertificateArn": "{certificate}", "EndpointType": "REGIONAL"}],
        },
    },
}

FILES = {"api.yaml": BODY.encode}
