"""Requests to HTTP APIs: which route, who may, what the function is told and what comes back of it."""

import base64
import json
from datetime import timedelta

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import OutsideSandbox, SandboxError
from tools.code import log_lines, make_function
from tools.rights import App, let

CODE = """
import json

def handler(event, context):
    said = json.loads(event.get("body") or "{}")
    if said.get("fail"):
        raise ValueError("no")
    return said.get("return", {"route": event.get("routeKey"), "parameters": event.get("pathParameters"),
                               "query": event.get("queryStringParameters"), "path": event.get("rawPath"),
                               "cookies": event.get("cookies"), "who": event["requestContext"].get("authorizer"),
                               "variables": event.get("stageVariables")})
"""
DOOR = """
def handler(event, context):
    print("asked", event["identitySource"])
    who = event["identitySource"][0]
    return {"isAuthorized": who == "friend", "context": {"who": who}} if who != "odd" else "odd"
"""
ISSUER = "https://login.example.com"
ROUTES = ("GET /items/{id}", "ANY /items/{proxy+}", "POST /items", "GET /items/new")


class Shop:
    """An API with a function behind its routes."""

    def __init__(self, aws):
        self.aws, self.client = aws, aws.client("apigatewayv2")
        self.function = make_function(aws, CODE)
        self.door = make_function(aws, DOOR, name="door")
        for name in ("worker", "door"):
            aws.client("lambda").add_permission(
                FunctionName=name, StatementId="api", Action="lambda:InvokeFunction",
                Principal="apigateway.amazonaws.com",
            )  # fmt: skip
        made = self.client.create_api(Name="shop", ProtocolType="HTTP")
        self.id, self.url = made["ApiId"], made["ApiEndpoint"]
        self.target = self.integration(PayloadFormatVersion="2.0")
        self.client.create_stage(ApiId=self.id, StageName="$default", AutoDeploy=True, StageVariables={"table": "t"})
        for key in ROUTES:
            self.route(key)

    def integration(self, **settings):
        asked = {"IntegrationType": "AWS_PROXY", "IntegrationUri": self.function, **settings}
        return f"integrations/{self.client.create_integration(ApiId=self.id, **asked)['IntegrationId']}"

    def route(self, key, **settings):
        asked = {"Target": self.target, **settings}
        return self.client.create_route(ApiId=self.id, RouteKey=key, **asked)["RouteId"]

    def authorizer(self, **settings):
        return self.client.create_authorizer(ApiId=self.id, **settings)["AuthorizerId"]

    def ask(self, method, path, **request):
        return self.aws.http(method, f"{self.url}{path}", **request)


@pytest.fixture(scope="module")
def shop():
    with Sandbox() as aws:
        yield Shop(aws)


@pytest.mark.parametrize(
    ("method", "path", "route", "parameters"),
    [
        ("GET", "/items/1", "GET /items/{id}", {"id": "1"}),
        ("GET", "/items/a%20b", "GET /items/{id}", {"id": "a b"}),
        ("GET", "/items/new", "GET /items/new", None),
        ("GET", "/items/1/parts/2", "ANY /items/{proxy+}", {"proxy": "1/parts/2"}),
        ("PUT", "/items/1", "ANY /items/{proxy+}", {"proxy": "1"}),
        ("POST", "/items", "POST /items", None),
    ],
)
def test_request_takes_the_route_that_fits_best(shop, method, path, route, parameters):
    told = shop.ask(method, path).json()

    assert (told["route"], told["parameters"]) == (route, parameters)


def test_request_that_no_route_takes_is_not_found_and_says_which_there_are(shop):
    answer = shop.ask("GET", "/elsewhere")

    assert (answer.status, answer.text) == (404, '{"message":"Not Found"}')
    assert "no route takes GET /elsewhere" in answer.why
    assert "POST /items" in answer.why


def test_function_is_told_query_cookies_and_stage_variables(shop):
    told = shop.ask("GET", "/items/1?a=1&a=2&b=", headers={"Cookie": "x=1; y=2"}).json()

    assert told["query"] == {"a": "1,2", "b": ""}
    assert told["cookies"] == ["x=1", "y=2"]
    assert told["variables"] == {"table": "t"}


@pytest.mark.parametrize(
    ("returned", "status", "kind", "text"),
    [
        ({"a": 1}, 200, "application/json", '{"a": 1}'),
        ("plain", 200, "application/json", "plain"),
        ({"statusCode": 201, "body": "made", "headers": {"Content-Type": "text/x"}}, 201, "text/x", "made"),
        ({"statusCode": "204"}, 204, "text/plain; charset=utf-8", ""),
        ({"statusCode": 200, "body": base64.b64encode(b"hi").decode(), "isBase64Encoded": True}, 200,
         "text/plain; charset=utf-8", "hi"),
        ({"statusCode": "many"}, 500, "application/json", '{"message":"Internal Server Error"}'),
        ({"statusCode": 200, "body": {"a": 1}}, 500, "application/json", '{"message":"Internal Server Error"}'),
    ],
)  # fmt: skip
def test_result_becomes_a_response(shop, returned, status, kind, text):
    answer = shop.ask("POST", "/items", body={"return": returned})

    assert (answer.status, answer.headers["content-type"], answer.text) == (status, kind, text)


def test_function_that_fails_or_may_not_be_called_is_an_internal_error_and_why_tells_which(shop):
    lonely = make_function(shop.aws, CODE, name="lonely")
    shop.route("GET /lonely", Target=shop.integration(IntegrationUri=lonely, PayloadFormatVersion="2.0"))

    failed, refused = shop.ask("POST", "/items", body={"fail": True}), shop.ask("GET", "/lonely")

    assert (failed.status, refused.status) == (500, 500)
    assert "ValueError" in failed.why
    assert "apigateway.amazonaws.com is not authorized to perform: lambda:InvokeFunction" in refused.why


def test_first_format_has_a_result_with_a_status(shop):
    shop.route("POST /first", Target=shop.integration(PayloadFormatVersion="1.0"))

    assert shop.ask("POST", "/first", body={"return": {"statusCode": 202, "body": "x"}}).status == 202
    answer = shop.ask("POST", "/first", body={"return": {"a": 1}})
    assert answer.status == 500
    assert "no statusCode" in answer.why


def test_signed_route_lets_in_whom_a_policy_does(shop):
    shop.route("GET /signed", AuthorizationType="AWS_IAM")
    app = App(shop.aws)
    role = shop.aws.acting_as("arn:aws:iam::123456789012:role/app")
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{shop.id}/$default/GET/signed"

    app.may(let("execute-api:Invoke", arn))
    allowed = role.http("GET", f"{shop.url}/signed")
    app.may(let("execute-api:Invoke", f"{arn}/other"))
    denied = role.http("GET", f"{shop.url}/signed")

    assert allowed.json()["who"]["iam"]["userArn"].endswith("assumed-role/app/sandbox")
    assert (denied.status, denied.text) == (403, '{"message":"Forbidden"}')
    assert f"may not do execute-api:Invoke on {arn}" in denied.why
    assert shop.aws.denials[-1].decision.request.action == "execute-api:Invoke"
    assert shop.ask("GET", "/signed").status == 403


def token(**claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': claims.pop('alg', 'RS256'), 'kid': 'k'})}.{part(claims)}.c2ln"


def test_route_with_tokens_takes_those_of_its_issuer_for_its_audience_in_their_time(shop):
    guard = shop.authorizer(
        Name="tokens", AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={"Issuer": ISSUER, "Audience": ["shop"]},
    )  # fmt: skip
    shop.route("GET /token", AuthorizationType="JWT", AuthorizerId=guard, AuthorizationScopes=["read"])
    later = (shop.aws.clock.now + timedelta(hours=1)).timestamp()
    good = {"iss": ISSUER, "aud": "shop", "exp": later, "scope": "read write", "sub": "ann"}

    def answer(**changed):
        return shop.ask("GET", "/token", headers={"Authorization": f"Bearer {token(**good | changed)}"})

    assert answer().json()["who"]["jwt"]["claims"]["sub"] == "ann"
    refused = {
        "valid issuer": answer(iss="https://other.example.com"), "valid audience": answer(aud=["blog"]),
        "has expired": answer(exp=later - 7200), "not valid yet": answer(nbf=later), "is invalid": answer(alg="none"),
    }  # fmt: skip
    for words, found in refused.items():
        assert (found.status, found.text) == (401, '{"message":"Unauthorized"}')
        assert words in found.headers["www-authenticate"]
    assert answer(scope="write").status == 403
    missing = shop.ask("GET", "/token")
    assert (missing.status, missing.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.slow
def test_function_decides_who_is_let_in_and_is_asked_again_when_its_answer_is_old(shop):
    guard = shop.authorizer(
        Name="door", AuthorizerType="REQUEST", AuthorizerUri=shop.door, AuthorizerPayloadFormatVersion="2.0",
        EnableSimpleResponses=True, AuthorizerResultTtlInSeconds=60, IdentitySource=["$request.header.Who"],
    )  # fmt: skip
    shop.route("GET /door", AuthorizationType="CUSTOM", AuthorizerId=guard)

    def asked(who):
        return shop.ask("GET", "/door", headers={"who": who} if who else {})

    assert [asked(who).status for who in ("friend", "friend", "foe", "", "odd")] == [200, 200, 403, 401, 500]
    assert asked("friend").json()["who"] == {"lambda": {"who": "friend"}}
    seen = "".join(log_lines(shop.aws, "door")).count("friend")
    shop.aws.clock.advance(seconds=61)
    asked("friend")
    assert (seen, "".join(log_lines(shop.aws, "door")).count("friend")) == (1, 2)


def test_integration_changes_request_and_response(shop):
    target = shop.integration(
        PayloadFormatVersion="2.0",
        RequestParameters={"append:querystring.stage": "$context.stage", "overwrite:path": "/changed"},
        ResponseParameters={"200": {"overwrite:statuscode": "203", "append:header.seen": "$request.querystring.a"}},
    )
    shop.route("GET /mapped", Target=target)

    answer = shop.ask("GET", "/mapped?a=1")

    assert (answer.status, answer.headers["seen"]) == (203, "1")
    assert answer.json()["query"] == {"a": "1", "stage": "$default"}


def test_route_can_send_to_a_queue_without_a_function(shop):
    aws = shop.aws
    url = aws.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    trust = {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = aws.client("iam").create_role(
        RoleName="sends", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )["Role"]["Arn"]
    target = shop.integration(
        IntegrationUri="", IntegrationSubtype="SQS-SendMessage", PayloadFormatVersion="1.0", CredentialsArn=role,
        RequestParameters={"QueueUrl": url, "MessageBody": "$request.body"},
    )  # fmt: skip
    shop.route("POST /orders", Target=target)

    refused = shop.ask("POST", "/orders", body="one")
    allowed = let("sqs:SendMessage")
    aws.client("iam").put_role_policy(
        RoleName="sends", PolicyName="may", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    )
    answer = shop.ask("POST", "/orders", body="two")

    assert (refused.status, answer.status) == (403, 200)
    assert [message["Body"] for message in aws.client("sqs").receive_message(QueueUrl=url)["Messages"]] == ["two"]


def test_stage_has_a_log_and_counts_its_requests(shop):
    aws = shop.aws
    aws.client("logs").create_log_group(logGroupName="access")
    group = "arn:aws:logs:us-east-1:123456789012:log-group:access"
    form = '{"id":"$context.requestId","status":"$context.status","route":"$context.routeKey"}'
    shop.client.create_stage(
        ApiId=shop.id, StageName="logged", AutoDeploy=True,
        AccessLogSettings={"DestinationArn": group, "Format": form},
    )  # fmt: skip

    assert shop.ask("GET", "/logged/items/1").json()["path"] == "/logged/items/1"
    shop.ask("GET", "/logged/nothing")

    lines = aws.client("logs").filter_log_events(logGroupName="access")["events"]
    told = [json.loads(line["message"]) for line in lines]
    assert [(one["status"], one["route"]) for one in told] == [("200", "GET /items/{id}"), ("404", "-")]
    dimensions = [{"Name": "ApiId", "Value": shop.id}, {"Name": "Stage", "Value": "logged"}]
    datapoints = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ApiGateway", MetricName="Count", Dimensions=dimensions, Period=3600, Statistics=["Sum"],
        StartTime=aws.clock.now - timedelta(hours=1), EndTime=aws.clock.now + timedelta(hours=1),
    )["Datapoints"]  # fmt: skip
    assert sum(datapoint["Sum"] for datapoint in datapoints) == 2


def test_other_origins_are_answered_as_the_api_says(shop):
    made = shop.client.create_api(
        Name="open", ProtocolType="HTTP", Target=shop.function,
        CorsConfiguration={"AllowOrigins": ["https://a.example.com"], "AllowMethods": ["GET"], "MaxAge": 60},
    )  # fmt: skip
    asks = {"access-control-request-method": "GET"}

    friend = shop.aws.http("OPTIONS", made["ApiEndpoint"], headers={"origin": "https://a.example.com", **asks})
    foe = shop.aws.http("OPTIONS", made["ApiEndpoint"], headers={"origin": "https://b.example.com", **asks})

    assert friend.headers == {
        "access-control-allow-origin": "https://a.example.com", "access-control-allow-methods": "GET",
        "access-control-max-age": "60",
    }  # fmt: skip
    assert (friend.status, foe.status, foe.headers) == (204, 204, {})


def test_domain_leads_to_the_stage_behind_its_longest_path(shop):
    shop.client.create_domain_name(
        DomainName="api.example.com", DomainNameConfigurations=[{"EndpointType": "REGIONAL"}]
    )
    shop.client.create_api_mapping(DomainName="api.example.com", ApiId=shop.id, Stage="$default", ApiMappingKey="v1")

    assert shop.aws.http("GET", "https://api.example.com/v1/items/7").json()["parameters"] == {"id": "7"}
    assert shop.aws.http("GET", "https://api.example.com/v2/items/7").status == 403


def test_address_of_nobody_here_is_refused(shop):
    with pytest.raises(OutsideSandbox, match=r"example\.org is outside the sandbox"):
        shop.aws.http("GET", "https://example.org/")
    with pytest.raises(SandboxError, match="no HTTP method 'FETCH'"):
        shop.aws.http("FETCH", shop.url)
    assert shop.aws.http("GET", "https://abcdefgh.execute-api.us-east-1.amazonaws.com/").status == 403
