"""What HTTP APIs of Amazon API Gateway do here, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

MADE = """
        client, arn = aws.client("apigatewayv2"), make_function(aws, {code!r})
        api = client.create_api(Name="shop", ProtocolType="HTTP", Target=arn)
        aws.client("lambda").add_permission(
            FunctionName="worker", StatementId="a", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
        )
"""
"""An API whose every request a function answers."""

PATH = "def handler(event, context): return event['rawPath']"

BEHAVIOURS = (
    Behaviour(
        "A request takes the route that fits it best, and the function of the route answers it.",
        FAITHFUL,
        "/apigateway/latest/developerguide/http-api-develop-routes.html",
        MADE.format(code="def handler(event, context): return event['routeKey']")
        + """
        target = client.get_routes(ApiId=api["ApiId"])["Items"][0]["Target"]
        for key in ("GET /items/{id}", "ANY /items/{proxy+}"):
            client.create_route(ApiId=api["ApiId"], RouteKey=key, Target=target)
        [aws.http("GET", api["ApiEndpoint"] + path).text for path in ("/items/1", "/items/1/parts", "/else")]
        """,
    ),
    Behaviour(
        "A route lets in who signs with a policy that allows it, who has a token of an issuer, and whom a function "
        "lets in.",
        SIMPLIFIED,
        "/apigateway/latest/developerguide/http-api-access-control.html",
        MADE.format(code=PATH)
        + """
        route = client.get_routes(ApiId=api["ApiId"])["Items"][0]["RouteId"]
        client.update_route(ApiId=api["ApiId"], RouteId=route, AuthorizationType="AWS_IAM")
        url = api["ApiEndpoint"]
        [aws.http("GET", url).status, aws.http("GET", url, signed=True).status]
        """,
    ),
    Behaviour(
        "A stage lets in so many requests at once and in a second, of each route, on the account's clock.",
        FAITHFUL,
        "/apigateway/latest/developerguide/http-api-throttling.html",
        MADE.format(code=PATH)
        + """
        limit = {"ThrottlingRateLimit": 1, "ThrottlingBurstLimit": 2}
        client.update_stage(ApiId=api["ApiId"], StageName="$default", DefaultRouteSettings=limit)
        found = [aws.http("GET", api["ApiEndpoint"]).status for _ in range(3)]
        aws.clock.advance(seconds=1)
        [*found, aws.http("GET", api["ApiEndpoint"]).status]
        """,
    ),
    Behaviour(
        "A stage that deploys by itself shows each change at once; another shows what was deployed to it.",
        FAITHFUL,
        "/apigateway/latest/developerguide/http-api-stages.html",
        MADE.format(code=PATH)
        + """
        client.create_stage(ApiId=api["ApiId"], StageName="prod")
        before = aws.http("GET", api["ApiEndpoint"] + "/prod/x").status
        client.create_deployment(ApiId=api["ApiId"], StageName="prod")
        [before, aws.http("GET", api["ApiEndpoint"] + "/prod/x").text]
        """,
    ),
    Behaviour(
        "A route, an integration, an authorizer, a stage and a deployment are refused where they do not fit the API.",
        FAITHFUL,
        "/apigateway/latest/developerguide/http-api-develop-routes.html",
        """
        client = aws.client("apigatewayv2")
        api = client.create_api(Name="shop", ProtocolType="HTTP")["ApiId"]
        client.create_route(ApiId=api, RouteKey="GET /items")
        [
            attempt(client.create_route, ApiId=api, RouteKey="GET /items").message,
            attempt(client.create_integration, ApiId=api, IntegrationType="AWS_PROXY").message,
        ]
        """,
        modules=("creation_checks",),
    ),
)

LIMITS = (
    Limit(
        "The signature of a token is not checked, as no issuer's keys are here; all else is.",
        """
        from patterns.sandbox.services.apigatewayv2.tokens import accepted

        header, claims = "eyJhbGciOiJSUzI1NiJ9", "eyJpc3MiOiJpIiwiYXVkIjoiYSIsImV4cCI6MX0"
        accepted(f"{header}.{claims}.forged", issuer="i", audience=["a"], scopes=[], now=0)["aud"]
        """,
    ),
    Limit(
        "WebSocket APIs are kept, and take no connection.",
        """
        made = aws.client("apigatewayv2").create_api(
            Name="rooms", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
        )
        aws.http("GET", made["ApiEndpoint"]).why
        """,
    ),
    Limit(
        "A client that AWS would have told after 30 seconds is told when its integration is done.",
        MADE.format(code="import time\ndef handler(event, context): time.sleep(40)")
        + """
        aws.client("lambda").update_function_configuration(FunctionName="worker", Timeout=60)
        before = aws.clock.now
        aws.http("GET", api["ApiEndpoint"]).status, round((aws.clock.now - before).total_seconds())
        """,
    ),
    Limit(
        "Integrations reach functions, addresses of the account, and SQS, EventBridge, Step Functions and Kinesis; no "
        "VPC link is followed, and AppConfig is not called.",
        """
        from patterns.sandbox.services.apigatewayv2.integrations import CLIENTS

        sorted(CLIENTS)
        """,
    ),
    Limit(
        "What an OpenAPI definition brings is taken as it is: its routes are not judged as those of a call are.",
        """
        import json

        body = {"openapi": "3.0.1", "info": {"title": "odd"}, "paths": {"no-slash": {"get": {}}}}
        made = aws.client("apigatewayv2").import_api(Body=json.dumps(body))
        aws.client("apigatewayv2").get_routes(ApiId=made["ApiId"])["Items"][0]["RouteKey"]
        """,
    ),
)


REFUSALS: Mapping[str, Refused] = {
    "AWS::ApiGatewayV2::Api": Refused(
        made="protocols that there are not, credentials for any origin, definitions that cannot be read",
        page="/apigateway/latest/developerguide/http-api-open-api.html",
        not_made="warnings of a definition",
    ),
    "AWS::ApiGatewayV2::ApiMapping": Refused(
        made="domains and APIs that are not there, paths that begin or end with a slash",
        page="/apigateway/latest/developerguide/http-api-mappings.html",
        not_made="stages that are not there, paths that are taken",
    ),
    "AWS::ApiGatewayV2::Authorizer": Refused(
        made="tokens without issuer, audience or source, functions without a format, results kept for over an hour",
        page="/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
        not_made="issuers that cannot be reached, functions that are not there",
    ),
    "AWS::ApiGatewayV2::Deployment": Refused(
        made="an API without routes, a stage that is not there",
        page="/apigateway/latest/developerguide/http-api-stages.html",
        not_made="routes without an integration; deleting what a stage shows",
    ),
    "AWS::ApiGatewayV2::DomainName": Refused(
        made="a name that is taken, or is no domain in lowercase",
        page="/apigateway/latest/developerguide/http-api-custom-domain-names.html",
        not_made="certificates that are not there, or for another name",
    ),
    "AWS::ApiGatewayV2::Integration": Refused(
        made="other types than proxies, no format, time limits out of bounds, a link or role that is missing",
        page="/apigateway/latest/developerguide/http-api-develop-integrations.html",
        not_made="functions and links that are not there, parameters that a service's call does not take",
    ),
    "AWS::ApiGatewayV2::Route": Refused(
        made="keys that are taken or malformed, no authorizer where one is asked for, scopes without tokens",
        page="/apigateway/latest/developerguide/http-api-develop-routes.html",
        not_made="integrations and authorizers that are not there, variables of a path that have one name",
    ),
    "AWS::ApiGatewayV2::Stage": Refused(
        made="a name that is taken, deployments that are not there, a log without the request's id",
        page="/apigateway/latest/developerguide/http-api-logging.html",
        not_made="log groups that are not there, limits over those of the account, names out of bounds",
    ),
    "AWS::ApiGatewayV2::VpcLink": Refused(
        made="nothing beyond its schema",
        page="/apigateway/latest/developerguide/http-api-vpc-links.html",
        not_made="subnets and security groups that are not there",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
