"""What REST APIs of Amazon API Gateway do here, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour, Limit, Refused

MADE = """
        client = aws.client("apigateway")
        api = client.create_rest_api(name="shop")
        where = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        client.put_method(**where, authorizationType="NONE")
"""
"""An API with a method."""

BEHAVIOURS = (
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
        made="a name that is taken",
        page="/apigateway/latest/developerguide/how-to-custom-domains.html",
        not_made="certificates that are not there, or for another name",
    ),
    "AWS::ApiGateway::GatewayResponse": Refused(
        made="APIs that are not there",
        page="/apigateway/latest/developerguide/supported-gateway-response-types.html",
        not_made="kinds that there are not, status codes out of bounds",
    ),
    "AWS::ApiGateway::Method": Refused(
        made="a verb that is taken, no authorizer where one is asked for, integrations without a verb, with an address "
        "that is none, or with a limit under 50 ms",
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
        made="parts that are taken or malformed, parents that are not there, deleting the root",
        page="/apigateway/latest/api/API_CreateResource.html",
        not_made="two variables below one parent, anything below a greedy one",
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
