"""REST APIs and their parts: what is refused, definitions, patches, and what a stack makes of them."""

import json

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from patterns.sandbox.services.apigateway.documents import Unsupported, operations, patched
from tools.rights import refusal

CALLED = {"type": "AWS_PROXY", "integrationHttpMethod": "POST"}
REFUSED = [
    ("put_integration", {"type": "AWS_PROXY", "uri": "x"}, "Enumeration value for HttpMethod must be non-empty"),
    ("put_integration", {**CALLED, "uri": "x"}, "Invalid ARN specified in the request"),
    ("put_integration", {**CALLED, "uri": "arn:aws:lambda:us-east-1:123456789012:function:f"},
     "AWS ARN for integration must contain path or action"),
    ("put_integration", {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "x"}, "Invalid HTTP endpoint"),
    ("put_integration", {"type": "MOCK", "timeoutInMillis": 1}, "between 50 ms and 29000 ms"),
    ("put_method", {"authorizationType": "NONE"}, "Method already exists for this resource"),
    ("put_method", {"authorizationType": "CUSTOM", "httpMethod": "PUT"}, "Invalid authorizer ID specified"),
]  # fmt: skip
REFUSED_OF_API = [
    ("create_resource", {"pathPart": "taken"}, "Another resource with the same parent already has this name: taken"),
    ("create_resource", {"pathPart": "a/b"}, "Resource's path part only allow"),
    ("create_stage", {"stageName": "a-b", "deploymentId": "x"}, "Stage name only allows a-zA-Z0-9_"),
    ("create_stage", {"stageName": "x", "deploymentId": "none"}, "Invalid Deployment identifier specified"),
    ("create_deployment", {}, "No integration defined for method"),
    ("create_authorizer", {"name": "a", "type": "TOKEN"}, "AuthorizerUri is required"),
    ("create_model", {"name": "Empty", "contentType": "application/json"}, "Model name already exists"),
    ("update_stage", {"stageName": "x", "patchOperations": []}, "Invalid stage identifier specified"),
    ("get_method", {"resourceId": "none", "httpMethod": "GET"}, "Invalid Resource identifier specified"),
    (
        "update_rest_api",
        {"patchOperations": [{"op": "replace", "path": "/id", "value": "x"}]},
        "Invalid patch path '/id'",
    ),
]

SAM = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      InlineCode: "def handler(event, context): return {'statusCode': 200, 'body': event['pathParameters']['id']}"
      Events:
        Get: {Type: Api, Properties: {Path: '/items/{id}', Method: get}}
Outputs:
  Url: {Value: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod'}
"""

DEFINITION = {
    "swagger": "2.0",
    "info": {"title": "shop", "version": "1"},
    "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": True, "validateRequestParameters": True}},
    "x-amazon-apigateway-request-validator": "all",
    "x-amazon-apigateway-gateway-responses": {"UNAUTHORIZED": {"statusCode": 402}},
    "securityDefinitions": {
        "key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
        "door": {"type": "apiKey", "name": "Authorization", "in": "header",
                 "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": "arn:x"}},
    },
    "definitions": {"Item": {"type": "object"}},
    "paths": {
        "/items": {
            "post": {
                "security": [{"key": [], "door": []}],
                "parameters": [{"in": "query", "name": "page", "required": True},
                               {"in": "body", "name": "Item", "schema": {"$ref": "#/definitions/Item"}}],
                "responses": {"200": {"schema": {"$ref": "#/definitions/Item"}}},
                "x-amazon-apigateway-integration": {"type": "mock", "responses": {"default": {"statusCode": "200"}}},
            }
        }
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def shop():
    with Sandbox(run_foreign_code=True) as aws:
        client = aws.client("apigateway")
        api = client.create_rest_api(name="shop")
        where = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        client.put_method(**where, authorizationType="NONE")
        client.create_resource(restApiId=api["id"], parentId=api["rootResourceId"], pathPart="taken")
        yield aws, client, where


@pytest.mark.parametrize(("operation", "asked", "words"), REFUSED)
def test_a_method_that_is_not_whole_is_refused(shop, operation, asked, words):
    _, client, where = shop

    code, message = refusal(getattr(client, operation), **{**where, **asked})

    assert code in ("BadRequestException", "ConflictException")
    assert words in message


@pytest.mark.parametrize(("operation", "asked", "words"), REFUSED_OF_API)
def test_a_part_of_an_api_that_does_not_fit_is_refused(shop, operation, asked, words):
    _, client, where = shop
    given = {"parentId": where["resourceId"]} if operation == "create_resource" else {}

    code, message = refusal(getattr(client, operation), restApiId=where["restApiId"], **given, **asked)

    assert code in ("BadRequestException", "ConflictException", "NotFoundException")
    assert words in message


def test_a_definition_makes_methods_with_all_that_they_need(shop):
    _, client, _ = shop

    made = client.import_rest_api(body=json.dumps(DEFINITION), parameters={"endpointConfigurationTypes": "REGIONAL"})

    api = made["id"]
    [door], [validator] = (client.get_authorizers(restApiId=api)["items"],
                           client.get_request_validators(restApiId=api)["items"])  # fmt: skip
    resources = client.get_resources(restApiId=api, embed=["methods"])["items"]
    method = next(each for each in resources if each["path"] == "/items")["resourceMethods"]["POST"]
    assert (made["name"], made["endpointConfiguration"]["types"]) == ("shop", ["REGIONAL"])
    assert (method["authorizationType"], method["authorizerId"], method["apiKeyRequired"]) == (
        "CUSTOM",
        door["id"],
        True,
    )
    assert (door["identitySource"], method["requestValidatorId"]) == (
        "method.request.header.Authorization",
        validator["id"],
    )
    assert method["requestParameters"] == {"method.request.querystring.page": True}
    assert method["requestModels"] == {"application/json": "Item"}
    assert method["methodIntegration"]["integrationResponses"]["200"]["statusCode"] == "200"
    assert client.get_gateway_response(restApiId=api, responseType="UNAUTHORIZED")["statusCode"] == "402"
    assert {each["name"] for each in client.get_models(restApiId=api)["items"]} == {"Empty", "Error", "Item"}


def test_what_is_no_definition_is_refused(shop):
    _, client, _ = shop

    assert refusal(client.import_rest_api, body="{}") == ("BadRequestException", "Invalid OpenAPI input.")


@pytest.mark.parametrize(
    ("before", "after", "paths"),
    [
        ({"name": "a"}, {"name": "b"}, ["/name"]),
        ({"variables": {"a": "1", "b": "2"}}, {"variables": {"b": "3"}}, ["/variables/a", "/variables/b"]),
        ({"binaryMediaTypes": ["image/png"]}, {"binaryMediaTypes": ["a/b"]},
         ["/binaryMediaTypes/image~1png", "/binaryMediaTypes/a~1b"]),
        ({"quota": {"limit": 1}}, {}, ["/quota"]),
        ({}, {"apiStages": [{"apiId": "a", "stage": "s"}], "tracingEnabled": True}, ["/apiStages", "/tracingEnabled"]),
    ],
)  # fmt: skip
def test_the_operations_of_a_difference_lead_from_one_document_to_the_other(before, after, paths):
    found = list(operations(before, after))

    assert [each["path"] for each in found] == paths
    reached = patched(before, found, {*before, *after})
    assert {name: value for name, value in reached.items() if value not in ({}, [])} == after


def test_an_operation_that_is_not_known_is_refused():
    with pytest.raises(Unsupported, match="the operation copy is not simulated"):
        patched({}, [{"op": "copy", "path": "/name"}], ["name"])


@pytest.mark.slow
def test_an_api_of_sam_answers_and_its_update_is_deployed(shop):
    aws, _, _ = shop
    stack = aws.deploy(SAM, name="sam")
    url = stack.outputs["Url"]

    assert aws.http("GET", f"{url}/items/7").text == "7"

    stack.update(SAM.replace("/items/{id}", "/things/{id}"))
    assert aws.http("GET", f"{url}/things/8").text == "8"
    assert aws.http("GET", f"{url}/items/7").status == 403
    stack.delete()
    assert aws.http("GET", f"{url}/things/8").status == 403


def test_a_deployment_without_methods_fails_and_leaves_nothing(shop):
    aws, client, _ = shop
    before = len(client.get_rest_apis()["items"])
    template = {
        "Resources": {
            "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "empty"}},
            "Shown": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}},
        }
    }

    with pytest.raises(StackFailed, match="The REST API doesn't contain any methods"):
        aws.deploy(template, name="empty")

    assert len(client.get_rest_apis()["items"]) == before
