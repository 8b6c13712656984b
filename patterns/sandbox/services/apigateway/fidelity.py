"""What REST APIs of Amazon API Gateway do here, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

MADE = """
        client = aws.client("apigateway")
        api = client.create_rest_api(name="shop")
        where = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        client.put_method(**where, authorizationType="NONE")
"""
"""An API with a method."""

ANSWERED = """
        import json

        arn = make_function(aws, {code!r})
        aws.client("lambda").add_permission(
            FunctionName="worker", StatementId="a", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
        )
        uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + arn + "/invocations"
        answer = {{"type": "aws_proxy", "httpMethod": "POST", "uri": uri}}
        paths = {{path: {{"get": {{"x-amazon-apigateway-integration": answer}}}} for path in {paths}}}
        body = {{"openapi": "3.0.1", "info": {{"title": "shop"}}, "paths": paths}}
        client = aws.client("apigateway")
        api = client.import_rest_api(body=json.dumps(body))["id"]
        client.create_deployment(restApiId=api, stageName="prod")
        url = "https://" + api + ".execute-api.us-east-1.amazonaws.com/prod"
"""
"""An API of which a function answers some paths."""

TOLD = "def handler(event, context): return {'statusCode': 200, 'body': event['resource']}"

BEHAVIOURS = (
    Behaviour(
        "A request takes the method that fits it best, and the function of the method answers it; a request that none "
        "takes misses an authentication token.",
        FAITHFUL,
        "/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
        ANSWERED.format(code=TOLD, paths=["/items/{id}", "/items/{proxy+}"])
        + """
        [aws.http("GET", url + path).text for path in ("/items/1", "/items/1/parts", "/else")]
        """,
    ),
    Behaviour(
        "A method lets in who signs with a policy that allows it, whom a function lets in, who has a token of a user "
        "pool, and who shows a key of a usage plan.",
        SIMPLIFIED,
        "/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
        MADE
        + """
        client.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
        client.put_integration_response(**where, statusCode="200")
        change = [{"op": "replace", "path": "/authorizationType", "value": "AWS_IAM"}]
        client.update_method(**where, patchOperations=change)
        client.create_deployment(restApiId=api["id"], stageName="prod")
        url = "https://" + api["id"] + ".execute-api.us-east-1.amazonaws.com/prod"
        [aws.http("GET", url).status, aws.http("GET", url, signed=True).status]
        """,
    ),
    Behaviour(
        "A stage and a usage plan let in so many requests at once and in a second, on the account's clock; a plan so "
        "many in a day, a week or a month.",
        FAITHFUL,
        "/apigateway/latest/developerguide/api-gateway-request-throttling.html",
        ANSWERED.format(code=TOLD, paths=["/items"])
        + """
        limits = {"/*/*/throttling/rateLimit": "1", "/*/*/throttling/burstLimit": "2"}
        patch = [{"op": "replace", "path": path, "value": value} for path, value in limits.items()]
        client.update_stage(restApiId=api, stageName="prod", patchOperations=patch)
        found = [aws.http("GET", url + "/items").status for _ in range(3)]
        aws.clock.advance(seconds=1)
        [*found, aws.http("GET", url + "/items").status]
        """,
    ),
    Behaviour(
        "A validator refuses a request without a parameter that is required, or with a body that does not fit its "
        "model; a mock answers by its templates; the API says it in the words of its gateway responses.",
        SIMPLIFIED,
        "/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
        MADE
        + """
        mock = {"application/json": '{"statusCode": 200}'}
        client.put_integration(**where, type="MOCK", requestTemplates=mock)
        client.put_integration_response(**where, statusCode="200", responseTemplates={"application/json": "done"})
        validator = client.create_request_validator(restApiId=api["id"], name="v", validateRequestParameters=True)["id"]
        change = [
            {"op": "replace", "path": "/requestValidatorId", "value": validator},
            {"op": "add", "path": "/requestParameters/method.request.querystring.page", "value": "true"},
        ]
        client.update_method(**where, patchOperations=change)
        client.create_deployment(restApiId=api["id"], stageName="prod")
        url = "https://" + api["id"] + ".execute-api.us-east-1.amazonaws.com/prod"
        [aws.http("GET", url + query).text for query in ("", "?page=1")]
        """,
    ),
    Behaviour(
        "A stage shows what was deployed to it, and a deployment that a stage shows stays.",
        FAITHFUL,
        "/apigateway/latest/developerguide/how-to-deploy-api.html",
        MADE
        + """
        early = attempt(client.create_deployment, restApiId=api["id"]).message
        client.put_integration(**where, type="MOCK")
        made = client.create_deployment(restApiId=api["id"], stageName="prod")["id"]
        shown = client.get_stage(restApiId=api["id"], stageName="prod")["deploymentId"] == made
        [early, shown, attempt(client.delete_deployment, restApiId=api["id"], deploymentId=made).message]
        """,
    ),
    Behaviour(
        "A resource, a method, an integration, an authorizer, a stage, a key and a plan are refused where they are "
        "not whole.",
        FAITHFUL,
        "/apigateway/latest/api/API_PutIntegration.html",
        MADE
        + """
        [
            attempt(client.put_integration, **where, type="AWS_PROXY", uri="arn:aws:lambda:::f").message,
            attempt(client.create_api_key, name="k", value="short").message,
        ]
        """,
        modules=("creation_checks",),
    ),
)

LIMITS = (
    Limit(
        "Mapping templates are read as far as they are texts with $input, $util, $context and $stageVariables; a "
        "directive of Velocity is answered with 500, and the reason.",
        MADE
        + """
        client.put_integration(**where, type="MOCK", requestTemplates={"application/json": "#set($code = 200)"})
        client.create_deployment(restApiId=api["id"], stageName="prod")
        aws.http("GET", "https://" + api["id"] + ".execute-api.us-east-1.amazonaws.com/prod").why
        """,
    ),
    Limit(
        "An integration of the type AWS calls functions, DynamoDB, EventBridge, Kinesis, SNS, SQS and Step Functions, "
        "and no other service.",
        MADE
        + """
        uri = "arn:aws:apigateway:us-east-1:s3:path/pictures/cat.png"
        client.put_integration(**where, type="AWS", integrationHttpMethod="POST", uri=uri)
        client.create_deployment(restApiId=api["id"], stageName="prod")
        aws.http("GET", "https://" + api["id"] + ".execute-api.us-east-1.amazonaws.com/prod").why
        """,
    ),
    Limit(
        "A client that AWS would have told after 29 seconds is told when its integration is done.",
        ANSWERED.format(code="import time\ndef handler(event, context): time.sleep(40)", paths=["/items"])
        + """
        aws.client("lambda").update_function_configuration(FunctionName="worker", Timeout=60)
        before = aws.clock.now
        aws.http("GET", url + "/items").status, round((aws.clock.now - before).total_seconds())
        """,
    ),
    Limit(
        "Caches, canaries, client certificates, execution logs and documentation are kept at most, and do nothing; a "
        "private API answers like any other.",
        """
        made = aws.client("apigateway").create_rest_api(name="inner", endpointConfiguration={"types": ["PRIVATE"]})
        made["endpointConfiguration"]["types"]
        """,
    ),
    Limit(
        "What an OpenAPI definition brings is taken as it is: its methods are not judged as those of a call are.",
        """
        import json

        odd = {"get": {"x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": "nowhere"}}}
        body = {"openapi": "3.0.1", "info": {"title": "odd"}, "paths": {"/": odd}}
        made = aws.client("apigateway").import_rest_api(body=json.dumps(body))
        found = aws.client("apigateway").get_resources(restApiId=made["id"], embed=["methods"])["items"]
        found[0]["resourceMethods"]["GET"]["methodIntegration"]["uri"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::ApiGateway::Account": Refused(
        made="nothing beyond its schema",
        page="/apigateway/latest/developerguide/set-up-logging.html",
        not_made="roles that API Gateway may not take on, or that may not write logs",
    ),
    "AWS::ApiGateway::ApiKey": Refused(
        made="values that are taken or under twenty characters",
        page="/apigateway/latest/api/API_CreateApiKey.html",
        not_made="stages by key that are not there",
    ),
    "AWS::ApiGateway::Authorizer": Refused(
        made="no function, pool or source where one is needed, results kept for over an hour",
        page="/apigateway/latest/api/API_CreateAuthorizer.html",
        not_made="functions and pools that are not there",
    ),
    "AWS::ApiGateway::BasePathMapping": Refused(
        made="domains, APIs and stages that are not there, paths that are taken or have a slash",
        page="/apigateway/latest/api/API_CreateBasePathMapping.html",
        not_made="kinds of endpoint that do not fit the domain's",
    ),
    "AWS::ApiGateway::Deployment": Refused(
        made="APIs without a method, methods without an integration; deleting what a stage shows",
        page="/apigateway/latest/developerguide/how-to-deploy-api.html",
        not_made="variables and settings of the stage out of bounds",
    ),
    "AWS::ApiGateway::DomainName": Refused(
        made="a name that is taken, or is no domain in lowercase",
        page="/apigateway/latest/developerguide/how-to-custom-domains.html",
        not_made="certificates that are not there, or for another name",
    ),
    "AWS::ApiGateway::GatewayResponse": Refused(
        made="APIs that are not there",
        page="/apigateway/latest/developerguide/supported-gateway-response-types.html",
        not_made="kinds that there are not, status codes out of bounds",
    ),
    "AWS::ApiGateway::Method": Refused(
        made=(
            "a verb that is taken or none, no authorizer where one is asked for, integrations without a verb, "
            "with an address that is none, or with a limit under 50 ms"
        ),
        page="/apigateway/latest/api/API_PutIntegration.html",
        not_made="authorizers, validators, models and functions that are not there, limits over 29 s",
    ),
    "AWS::ApiGateway::Model": Refused(
        made="a name that is taken",
        page="/apigateway/latest/api/API_CreateModel.html",
        not_made="schemas that cannot be read, deleting what a method uses",
    ),
    "AWS::ApiGateway::RequestValidator": Refused(
        made="APIs that are not there",
        page="/apigateway/latest/developerguide/api-gateway-request-validation-set-up.html",
        not_made="nothing that is known",
    ),
    "AWS::ApiGateway::Resource": Refused(
        made=(
            "parts that are taken or malformed, a second variable, parents that are greedy or not there, "
            "deleting the root"
        ),
        page="/apigateway/latest/api/API_CreateResource.html",
        not_made="300 resources of an API",
    ),
    "AWS::ApiGateway::RestApi": Refused(
        made="definitions that cannot be read",
        page="/apigateway/latest/developerguide/api-gateway-import-api.html",
        not_made="warnings of a definition, policies that cannot be read",
    ),
    "AWS::ApiGateway::Stage": Refused(
        made="names that are taken or malformed, deployments that are not there, a log without the request's id",
        page="/apigateway/latest/api/API_CreateStage.html",
        not_made="log groups that are not there, sizes of caches that there are not",
    ),
    "AWS::ApiGateway::UsagePlan": Refused(
        made="periods that there are not",
        page="/apigateway/latest/api/API_CreateUsagePlan.html",
        not_made="stages that are not there",
    ),
    "AWS::ApiGateway::UsagePlanKey": Refused(
        made="plans and keys that are not there, a key that the plan has",
        page="/apigateway/latest/api/API_CreateUsagePlanKey.html",
        not_made="a key in two plans of one stage",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
