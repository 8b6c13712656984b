"""Requests to REST APIs: which method, who may, what the function is told and what comes back of it."""

import json

import pytest

from patterns import Sandbox
from tools.code import log_lines, make_function
from tools.receivers import make_role
from tools.rights import document, let

CODE = """
import json, time

def handler(event, context):
    said = json.loads(event.get("body") or "{}") if "requestContext" in event else event
    if said.get("fail"):
        raise ValueError(said["fail"])
    if said.get("sleep"):
        time.sleep(said["sleep"])
    if "requestContext" not in event:
        return event
    told = {"resource": event["resource"], "path": event["path"], "parameters": event["pathParameters"],
            "query": event["multiValueQueryStringParameters"], "variables": event["stageVariables"],
            "context": event["requestContext"]}
    return said.get("return", {"statusCode": 200, "body": json.dumps(told)})
"""
DOOR = """
def handler(event, context):
    who = event.get("authorizationToken") or event["queryStringParameters"]["who"]
    print("asked", event["type"])
    if who == "nobody":
        raise Exception("Unauthorized")
    if who == "broken":
        raise Exception("no")
    effect = "Allow" if who == "friend" else "Deny"
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": event["methodArn"]}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": who, "policyDocument": policy, "context": {"who": who}}
"""
INVOKE = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations"
ANYBODY = {"authorizationType": "NONE"}


class Shop:
    """An API with a function behind its methods, and what else a test hangs on it."""

    def __init__(self, aws):
        self.aws, self.client = aws, aws.client("apigateway")
        self.function, self.door = make_function(aws, CODE), make_function(aws, DOOR, name="door")
        for name in ("worker", "door"):
            aws.client("lambda").add_permission(
                FunctionName=name, StatementId="api", Action="lambda:InvokeFunction",
                Principal="apigateway.amazonaws.com",
            )  # fmt: skip
        made = self.client.create_rest_api(name="shop")
        self.id, self.resources = made["id"], {"": made["rootResourceId"]}
        self.url = f"https://{self.id}.execute-api.us-east-1.amazonaws.com/prod"

    def resource(self, path):
        if path not in self.resources:
            above, _, part = path.rpartition("/")
            made = self.client.create_resource(restApiId=self.id, parentId=self.resource(above), pathPart=part)
            self.resources[path] = made["id"]
        return self.resources[path]

    def method(self, verb, path, integration=None, answers=(), **asked):
        where = {"restApiId": self.id, "resourceId": self.resource(path.rstrip("/")), "httpMethod": verb}
        self.client.put_method(**where, **{**ANYBODY, **asked})
        proxy = {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": INVOKE.format(self.function)}
        self.client.put_integration(**where, **(integration or proxy))
        for answer in answers:
            self.client.put_integration_response(**where, **answer)

    def deploy(self, **asked):
        self.client.create_deployment(restApiId=self.id, stageName="prod", **asked)

    def authorizer(self, **asked):
        given = {"name": "door", "authorizerUri": INVOKE.format(self.door), "authorizerResultTtlInSeconds": 0, **asked}
        return self.client.create_authorizer(restApiId=self.id, **given)["id"]

    def get(self, path, **asked):
        return self.aws.http("GET", self.url + path, **asked)

    def post(self, path, body=None, **asked):
        return self.aws.http("POST", self.url + path, body=body, **asked)


@pytest.fixture(scope="module")
def shop():
    with Sandbox(run_foreign_code=True) as aws:
        shop = Shop(aws)
        for verb, path in (("GET", "/items/{id}"), ("ANY", "/items/{id}/{proxy+}"), ("POST", "/items"), ("GET", "/")):
            shop.method(verb, path)
        shop.method("GET", "/signed", authorizationType="AWS_IAM")
        mock = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": $input.params("code")}'}}
        shop.method("GET", "/mock", mock, [
            {"statusCode": "200", "responseTemplates": {"application/json": '{"stage": "$context.stage"}'},
             "responseParameters": {"method.response.header.X-Kind": "'mock'"}},
            {"statusCode": "404", "selectionPattern": "4..", "responseTemplates": {"application/json": "none"}},
        ])  # fmt: skip
        template = '{"name": $input.json("$.item.name"), "who": "$input.params(\'who\')"}'
        shop.method("POST", "/mapped", {
            "type": "AWS", "integrationHttpMethod": "POST", "uri": INVOKE.format(shop.function),
            "requestTemplates": {"application/json": template},
        }, [{"statusCode": "201", "responseTemplates": {"application/json": "$input.path('$.name')"}}])  # fmt: skip
        velocity = {"type": "MOCK", "requestTemplates": {"application/json": "#set($a = 1)"}}
        shop.method("GET", "/velocity", velocity, [{"statusCode": "200"}])
        token = shop.authorizer(type="TOKEN", identitySource="method.request.header.Authorization")
        shop.method("GET", "/token", authorizationType="CUSTOM", authorizerId=token)
        asked = shop.authorizer(name="q", type="REQUEST", identitySource="method.request.querystring.who",
                                authorizerResultTtlInSeconds=60)  # fmt: skip
        shop.method("GET", "/asked", authorizationType="CUSTOM", authorizerId=asked)
        shop.method("GET", "/keyed", apiKeyRequired=True)
        schema = {"type": "object", "required": ["name"]}
        shop.client.create_model(restApiId=shop.id, name="Item", contentType="application/json",
                                 schema=json.dumps(schema))  # fmt: skip
        both = shop.client.create_request_validator(restApiId=shop.id, name="both", validateRequestBody=True,
                                                    validateRequestParameters=True)["id"]  # fmt: skip
        shop.method("POST", "/checked", requestValidatorId=both, requestModels={"application/json": "Item"},
                    requestParameters={"method.request.querystring.page": True})  # fmt: skip
        shop.deploy(variables={"table": "items"})
        yield shop


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "resource", "parameters"),
    [
        ("", "/", None),
        ("/items/1", "/items/{id}", {"id": "1"}),
        ("/items/1/parts?a=1&a=2", "/items/{id}/{proxy+}", {"id": "1", "proxy": "parts"}),
    ],
)
def test_a_request_takes_the_method_that_fits_best_and_its_function_is_told(shop, path, resource, parameters):
    found = shop.get(path)

    assert (found.status, found.headers["content-type"]) == (200, "application/json")
    told = found.json()
    assert (told["resource"], told["parameters"], told["variables"]) == (resource, parameters, {"table": "items"})
    assert told["query"] == ({"a": ["1", "2"]} if "?" in path else None)
    assert told["path"] == (path.partition("?")[0] or "/")
    assert (told["context"]["stage"], told["context"]["resourcePath"]) == ("prod", resource)
    assert "authorizer" not in told["context"]


def test_a_method_that_is_not_there_is_a_missing_token_and_another_stage_forbidden(shop):
    found = shop.get("/else")

    assert (found.status, found.json()) == (403, {"message": "Missing Authentication Token"})
    assert "no method takes GET /else" in found.why
    other = shop.aws.http("GET", shop.url.replace("/prod", "/test"))
    assert (other.status, other.json()) == (403, {"message": "Forbidden"})


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"return": "text"}, 502, "Internal server error"),
        ({"fail": "broken"}, 502, "Internal server error"),
        ({"sleep": 30}, 504, "Endpoint request timed out"),
    ],
)
def test_what_is_no_response_is_502_and_what_takes_too_long_504(shop, body, status, message):
    shop.aws.client("lambda").update_function_configuration(FunctionName="worker", Timeout=60)

    found = shop.post("/items", body)

    assert (found.status, found.json()) == (status, {"message": message})


def test_a_function_that_does_not_let_the_api_call_it_is_500(shop):
    shop.aws.client("lambda").remove_permission(FunctionName="worker", StatementId="api")
    try:
        found = shop.get("/items/1")
    finally:
        shop.aws.client("lambda").add_permission(
            FunctionName="worker", StatementId="api", Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
        )  # fmt: skip

    assert (found.status, found.json()) == (500, {"message": "Internal server error"})
    assert "not authorized to perform: lambda:InvokeFunction" in found.why


def test_a_signature_is_wanted_and_its_policies_decide(shop):
    unsigned, signed = shop.get("/signed"), shop.get("/signed", signed=True)

    assert (unsigned.status, unsigned.json()) == (403, {"message": "Missing Authentication Token"})
    assert signed.status == 200
    assert signed.json()["context"]["identity"]["userArn"].endswith(":user/administrator")


@pytest.mark.parametrize(
    ("who", "status", "message"),
    [
        ("friend", 200, None),
        (
            "foe",
            403,
            "User is not authorized to access this resource with an explicit deny in an identity-based policy",
        ),
        ("nobody", 401, "Unauthorized"),
        ("broken", 500, "Internal server error"),
        ("", 401, "Unauthorized"),
    ],
)
def test_a_function_decides_by_a_token(shop, who, status, message):
    found = shop.get("/token", headers={"authorization": who} if who else {})

    assert found.status == status
    if message is None:
        assert found.json()["context"]["authorizer"] == {"principalId": "friend", "who": "friend"}
    else:
        assert found.json() == {"message": message}


def test_a_function_that_decides_by_the_request_is_asked_once_while_its_answer_is_kept(shop):
    shop.get("/asked?who=stranger")
    before = len([line for line in log_lines(shop.aws, "door") if "asked REQUEST" in line])

    found = [shop.get("/asked?who=friend").status for _ in range(3)]

    asked = len([line for line in log_lines(shop.aws, "door") if "asked REQUEST" in line]) - before
    assert (found, asked, shop.get("/asked").status) == ([200, 200, 200], 1, 401)


def test_a_mock_answers_by_its_templates_and_patterns(shop):
    found, other = shop.get("/mock?code=200"), shop.get("/mock?code=404")

    assert (found.status, found.json(), found.headers["x-kind"]) == (200, {"stage": "prod"}, "mock")
    assert (other.status, other.text) == (404, "none")


def test_templates_make_what_a_function_is_called_with_and_what_comes_back(shop):
    found = shop.post("/mapped?who=me", {"item": {"name": "chair"}})

    assert (found.status, found.text) == (201, "chair")


@pytest.mark.slow
def test_another_service_is_called_in_the_role_of_the_integration(shop):
    aws = shop.aws
    url = aws.client("sqs").create_queue(QueueName="work")["QueueUrl"]
    aws.client("dynamodb").create_table(
        TableName="items", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )  # fmt: skip
    role = make_role(aws, "gateway", "apigateway.amazonaws.com")
    aws.client("iam").put_role_policy(RoleName="gateway", PolicyName="may",
                                      PolicyDocument=document(let("sqs:SendMessage")))  # fmt: skip
    asked = {"type": "AWS", "integrationHttpMethod": "POST", "credentials": role}
    form = {"application/json": "Action=SendMessage&MessageBody=$input.body"}
    put = '{"TableName": "items", "Item": {"id": {"S": "$input.path(\'$.id\')"}}}'
    begins = "arn:aws:apigateway:us-east-1:"
    shop.method("POST", "/queue", {**asked, "uri": f"{begins}sqs:path/123456789012/work", "requestTemplates": form},
                [{"statusCode": "200"}])  # fmt: skip
    shop.method("POST", "/table", {**asked, "uri": f"{begins}dynamodb:action/PutItem",
                                   "requestTemplates": {"application/json": put}},
                [{"statusCode": "200"}, {"statusCode": "403", "selectionPattern": "4.."}])  # fmt: skip
    shop.deploy()

    sent, put = shop.post("/queue", "hello"), shop.post("/table", {"id": "1"})

    assert sent.status == 200
    assert "MessageId" in sent.json()["SendMessageResponse"]["SendMessageResult"]
    [message] = aws.client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "hello"
    assert (put.status, put.json()["__type"]) == (403, "AccessDeniedException")


def test_a_template_with_directives_is_refused_and_not_guessed(shop):
    found = shop.get("/velocity")

    assert (found.status, found.json()) == (500, {"message": "Internal server error"})
    assert "directives of Velocity are not simulated" in found.why


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("/checked?page=1", {"name": "chair"}, 200, None),
        ("/checked", {"name": "chair"}, 400, "Missing required request parameters: [page]"),
        ("/checked?page=1", {"price": 1}, 400, "Invalid request body"),
        ("/checked?page=1", "{", 400, "Invalid request body"),
    ],
)
def test_a_validator_looks_at_parameters_and_body(shop, path, body, status, message):
    found = shop.post(path, body)

    assert found.status == status
    assert message is None or found.json() == {"message": message}


def test_a_key_of_a_plan_lets_in_until_its_rate_and_quota_are_used_up(shop):
    client = shop.client
    key = client.create_api_key(name="k", enabled=True)
    plan = client.create_usage_plan(
        name="p", apiStages=[{"apiId": shop.id, "stage": "prod"}], throttle={"rateLimit": 1, "burstLimit": 2},
        quota={"limit": 3, "period": "DAY"},
    )["id"]  # fmt: skip
    shown = {"x-api-key": key["value"]}

    early = shop.get("/keyed", headers=shown)
    client.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    found = [shop.get("/keyed", headers=shown).status for _ in range(3)]
    shop.aws.clock.advance(seconds=5)
    later = [shop.get("/keyed", headers=shown) for _ in range(2)]
    shop.aws.clock.advance(hours=24)

    assert (early.status, early.json(), shop.get("/keyed").status) == (403, {"message": "Forbidden"}, 403)
    assert found == [200, 200, 429]
    assert [one.status for one in later] == [200, 429]
    assert later[1].json() == {"message": "Limit Exceeded"}
    assert shop.get("/keyed", headers=shown).status == 200


def test_a_stage_logs_throttles_and_says_its_own_words(shop):
    aws, client = shop.aws, shop.client
    aws.client("logs").create_log_group(logGroupName="access")
    client.put_gateway_response(
        restApiId=shop.id, responseType="DEFAULT_4XX", statusCode="418",
        responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
        responseTemplates={"application/json": '{"said":$context.error.messageString}'},
    )  # fmt: skip
    shop.deploy()
    settings = {
        "/accessLogSettings/destinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:access",
        "/accessLogSettings/format": "$context.requestId $context.httpMethod $context.resourcePath $context.status",
        "/items~1{id}/GET/throttling/rateLimit": "1",
        "/items~1{id}/GET/throttling/burstLimit": "1",
    }
    patch = [{"op": "replace", "path": path, "value": value} for path, value in settings.items()]
    client.update_stage(restApiId=shop.id, stageName="prod", patchOperations=patch)
    try:
        found = [shop.get("/items/1") for _ in range(2)]
    finally:
        client.delete_gateway_response(restApiId=shop.id, responseType="DEFAULT_4XX")
        client.update_stage(restApiId=shop.id, stageName="prod",
                            patchOperations=[{"op": "remove", "path": "/items~1{id}/GET"}])  # fmt: skip
        shop.deploy()
        aws.clock.advance(seconds=1)

    assert [one.status for one in found] == [200, 418]
    assert found[1].json() == {"said": "Too Many Requests"}
    assert found[1].headers["access-control-allow-origin"] == "*"
    events = aws.client("logs").filter_log_events(logGroupName="access")["events"]
    assert [each["message"].split(" ", 1)[1] for each in events] == ["GET /items/{id} 200", "GET /items/{id} 418"]


def test_a_domain_of_ones_own_leads_to_the_stage_behind_its_path(shop):
    shop.client.create_domain_name(domainName="api.example.com", endpointConfiguration={"types": ["REGIONAL"]})
    shop.client.create_base_path_mapping(domainName="api.example.com", basePath="shop", restApiId=shop.id, stage="prod")

    found = shop.aws.http("GET", "https://api.example.com/shop/items/1")

    assert (found.status, found.json()["resource"]) == (200, "/items/{id}")
    assert shop.aws.http("GET", "https://api.example.com/else").status == 403


def test_a_domain_with_mappings_of_several_steps_leads_to_a_rest_api(shop):
    mappings, both = shop.aws.client("apigatewayv2"), {"DomainName": "both.example.com"}
    mappings.create_domain_name(**both, DomainNameConfigurations=[{"EndpointType": "REGIONAL"}])
    mappings.create_api_mapping(**both, ApiId=shop.id, Stage="prod", ApiMappingKey="shop/v1")

    found = shop.aws.http("GET", "https://both.example.com/shop/v1/items/1")

    assert (found.status, found.json()["resource"]) == (200, "/items/{id}")
    assert shop.aws.http("GET", "https://both.example.com/shop/items/1").status == 403
    with pytest.raises(mappings.exceptions.NotFoundException):
        mappings.create_api_mapping(**both, ApiId="nobody", Stage="prod", ApiMappingKey="other")


def test_the_policy_of_an_api_lets_in_or_not(shop):
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*/GET/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    patch = [{"op": "replace", "path": "/policy", "value": policy}]
    shop.client.update_rest_api(restApiId=shop.id, patchOperations=patch)
    try:
        found = shop.get("/items/1"), shop.post("/items", {})
    finally:
        shop.client.update_rest_api(restApiId=shop.id, patchOperations=[{"op": "remove", "path": "/policy"}])

    assert [one.status for one in found] == [200, 403]
    assert "User: anonymous is not authorized to perform: execute-api:Invoke" in found[1].json()["message"]
