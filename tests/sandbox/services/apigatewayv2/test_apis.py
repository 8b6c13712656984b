"""HTTP APIs and their parts: what is refused, definitions, and what a stack makes of them."""

import json

import pytest

from patterns import Sandbox
from tools.code import make_function
from tools.rights import refusal

PROXY = {"IntegrationType": "AWS_PROXY", "IntegrationUri": "arn:aws:lambda:us-east-1:123456789012:function:f"}
JWT = {"AuthorizerType": "JWT", "Name": "t", "JwtConfiguration": {"Issuer": "https://i", "Audience": ["a"]}}
REFUSED = [
    ("create_integration", {**PROXY, "IntegrationType": "AWS"}, "only be associated with proxy integrations"),
    ("create_integration", PROXY, "PayloadFormatVersion is a required parameter"),
    ("create_integration", {**PROXY, "PayloadFormatVersion": "2.0", "ConnectionType": "VPC_LINK"},
     "ConnectionId is a required parameter"),
    ("create_integration",
     {"IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "1.0", "IntegrationSubtype": "SQS-SendMessage"},
     "CredentialsArn is a required parameter"),
    ("create_route", {"RouteKey": "FETCH /x"}, "not formatted properly for HTTP protocol"),
    ("create_route", {"RouteKey": "GET /taken"}, "Route with key GET /taken already exists for this API"),
    ("create_route", {"RouteKey": "GET /x", "AuthorizationType": "JWT"}, "AuthorizerId is a required parameter"),
    ("create_route", {"RouteKey": "GET /x", "AuthorizationScopes": ["a"]}, "AuthorizationType JWT only"),
    ("create_authorizer", {**JWT, "IdentitySource": []}, "IdentitySource is a required parameter"),
    ("create_authorizer", {**JWT, "JwtConfiguration": {"Issuer": "https://i"}, "IdentitySource": ["$request.header.A"]},
     "JwtConfiguration with Issuer and Audience"),
    ("create_stage", {"StageName": "taken"}, "Stage already exists"),
    ("create_stage", {"StageName": "x", "AccessLogSettings": {"Format": "$context.status"}}, "$context.requestId"),
    ("create_stage", {"StageName": "x", "DeploymentId": "none"}, "Invalid Deployment identifier"),
]  # fmt: skip

SAM = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      InlineCode: "def handler(event, context): return event['routeKey']"
      Events:
        Get: {Type: HttpApi, Properties: {Path: '/items/{id}', Method: get}}
        Rest: {Type: HttpApi}
Outputs:
  Url: {Value: !Sub 'https://${ServerlessHttpApi}.execute-api.${AWS::Region}.amazonaws.com'}
"""


@pytest.fixture(scope="module")
def shop():
    with Sandbox(run_foreign_code=True) as aws:
        client = aws.client("apigatewayv2")
        api = client.create_api(Name="shop", ProtocolType="HTTP")["ApiId"]
        client.create_route(ApiId=api, RouteKey="GET /taken")
        client.create_stage(ApiId=api, StageName="taken")
        yield aws, client, api


@pytest.mark.parametrize(("operation", "asked", "words"), REFUSED)
def test_what_does_not_fit_the_api_is_refused(shop, operation, asked, words):
    _, client, api = shop

    _, message = refusal(getattr(client, operation), ApiId=api, **asked)

    assert words in message


def test_api_without_routes_cannot_be_deployed_and_one_with_a_route_can(shop):
    _, client, api = shop
    empty = client.create_api(Name="empty", ProtocolType="HTTP")["ApiId"]

    assert "no routes exist in this API" in refusal(client.create_deployment, ApiId=empty)[1]
    assert client.create_deployment(ApiId=api)["DeploymentStatus"] == "DEPLOYED"


def test_stage_shows_what_was_deployed_until_it_is_deployed_again(shop):
    aws, client, api = shop
    client.create_deployment(ApiId=api, StageName="taken")
    client.create_route(ApiId=api, RouteKey="GET /new")
    url = f"https://{api}.execute-api.us-east-1.amazonaws.com/taken"

    assert (aws.http("GET", f"{url}/new").status, aws.http("GET", f"{url}/taken").status) == (404, 500)
    client.create_deployment(ApiId=api, StageName="taken")
    assert aws.http("GET", f"{url}/new").status == 500


@pytest.mark.slow
def test_serverless_template_with_events_of_an_api_answers(shop):
    aws, _, _ = shop

    stack = aws.deploy(SAM, name="serverless", trust=True)

    url = stack.outputs["Url"]
    assert [aws.http("GET", url + path).text for path in ("/items/1", "/else")] == ["GET /items/{id}", "$default"]
    stack.delete()


def test_definition_makes_routes_authorizers_and_integrations(shop):
    _, client, _ = shop
    guard = {"type": "jwt", "identitySource": "$request.header.Authorization",
             "jwtConfiguration": {"issuer": "https://i", "audience": ["a"]}}  # fmt: skip
    body = {
        "openapi": "3.0.1", "info": {"title": "defined", "version": "3"},
        "components": {"securitySchemes": {"tokens": {"type": "oauth2", "x-amazon-apigateway-authorizer": guard}}},
        "paths": {"/a": {"get": {"security": [{"tokens": ["read"]}],
                                 "x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": "f",
                                                                     "payloadFormatVersion": "2.0"}}},
                  "/$default": {"x-amazon-apigateway-any-method": {}}},
    }  # fmt: skip

    api = client.import_api(Body=json.dumps(body))

    routes = {one["RouteKey"]: one for one in client.get_routes(ApiId=api["ApiId"])["Items"]}
    [authorizer] = client.get_authorizers(ApiId=api["ApiId"])["Items"]
    assert (api["Name"], api["Version"]) == ("defined", "3")
    assert routes["GET /a"]["AuthorizerId"] == authorizer["AuthorizerId"]
    assert routes["GET /a"]["AuthorizationScopes"] == ["read"]
    assert routes["$default"]["AuthorizationType"] == "NONE"
    assert refusal(client.import_api, Body="nothing")[0] == "BadRequestException"


@pytest.mark.slow
def test_function_answers_at_its_url_and_that_of_its_alias(shop):
    aws, _, _ = shop
    make_function(aws, "def handler(event, context): return event['rawPath']", name="page", Publish=True)
    client = aws.client("lambda")
    client.create_alias(FunctionName="page", Name="live", FunctionVersion="1")
    for more in ({}, {"Qualifier": "live"}):
        url = client.create_function_url_config(FunctionName="page", AuthType="NONE", **more)["FunctionUrl"]
        assert aws.http("GET", url).status == 403
        for action in ("InvokeFunctionUrl", "InvokeFunction"):
            client.add_permission(
                FunctionName="page", StatementId=action, Action=f"lambda:{action}", Principal="*", **more
            )
        assert aws.http("GET", f"{url.rstrip('/')}/a").text == "/a"
