"""Amazon API Gateway, REST APIs."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service
from patterns.knowledge._facts import chosen, switched, told
from patterns.knowledge.apigatewayv2 import IN_OPENAPI

SERVICE = Service("ApiGateway", Family.NETWORK)

PRICES = "https://aws.amazon.com/api-gateway/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::ApiGateway::Account": About(
        noun="API Gateway settings", family=Family.NETWORK, references={"CloudWatchRoleArn": "logs as"},
        lost="nothing: the role stays set", free=PRICES,
    ),
    "AWS::ApiGateway::ApiKey": About(
        noun="API key", family=Family.SECURITY, facts=(switched("Enabled", words="enabled"),),
        lost="its value, which clients show", free=PRICES,
    ),
    "AWS::ApiGateway::Authorizer": About(
        noun="authorizer of a REST API", family=Family.SECURITY, part_of=("RestApiId",), facts=(told("Type"),),
        references={"AuthorizerUri": "asks", "AuthorizerCredentials": "runs as", "ProviderARNs.*": "trusts"},
        lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGateway::BasePathMapping": About(
        noun="base path mapping", family=Family.NETWORK, part_of=("DomainName",), facts=(told("BasePath", form="/{}"),),
        references={"RestApiId": "leads to", "Stage": None}, lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGateway::Deployment": About(
        noun="deployment of a REST API", family=Family.NETWORK, part_of=("RestApiId",), facts=(told("StageName"),),
        references={"StageDescription.AccessLogSetting.DestinationArn": "logs to"},
        lost="what the API routed to when it was made", free=PRICES,
    ),
    "AWS::ApiGateway::DomainName": About(
        noun="domain name of REST APIs",
        family=Family.NETWORK,
        references={"CertificateArn": "shows", "RegionalCertificateArn": "shows"},
        lost="the name that its records of DNS lead to: a new domain gets another",
        free=PRICES,
    ),
    "AWS::ApiGateway::GatewayResponse": About(
        noun="gateway response", family=Family.NETWORK, part_of=("RestApiId",),
        facts=(told("ResponseType"), told("StatusCode")), lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGateway::Method": About(
        noun="method", family=Family.NETWORK, part_of=("RestApiId",),
        facts=(told("HttpMethod"), chosen("AuthorizationType", value="AWS_IAM", words="signed"),
               switched("ApiKeyRequired", words="by key")),
        references={"ResourceId": "of", "AuthorizerId": "guarded by", "RequestValidatorId": "checked by",
                    "Integration.Uri": "calls", "Integration.Credentials": "runs as",
                    "Integration.ConnectionId": "goes through", "RequestModels.*": "takes"},
        lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGateway::Model": About(
        noun="model", family=Family.NETWORK, part_of=("RestApiId",), facts=(told("Name"),), lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGateway::RequestValidator": About(
        noun="request validator", family=Family.SECURITY, part_of=("RestApiId",),
        facts=(switched("ValidateRequestBody", words="body"),
               switched("ValidateRequestParameters", words="parameters")),
        lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGateway::Resource": About(
        noun="API resource", family=Family.NETWORK, part_of=("RestApiId",), facts=(told("PathPart", form="/{}"),),
        references={"ParentId": "below"}, lost=DECLARED, free=PRICES,
    ),
    "AWS::ApiGateway::RestApi": About(
        noun="REST API",
        family=Family.NETWORK,
        references=IN_OPENAPI,
        facts=(switched("DisableExecuteApiEndpoint", words="by its own domain only"),),
        lost="its address, which a new API does not get",
    ),
    "AWS::ApiGateway::Stage": About(
        noun="stage of a REST API", family=Family.NETWORK, part_of=("RestApiId",), facts=(told("StageName"),),
        references={"DeploymentId": "shows", "AccessLogSetting.DestinationArn": "logs to"},
        lost="the address that clients use, until a stage of the same name is there again",
    ),
    "AWS::ApiGateway::UsagePlan": About(
        noun="usage plan", family=Family.SECURITY,
        references={"ApiStages.*.ApiId": "limits", "ApiStages.*.Stage": None},
        lost="what each key has left of its quota", free=PRICES,
    ),
    "AWS::ApiGateway::UsagePlanKey": About(
        noun="key of a usage plan", family=Family.SECURITY, part_of=("UsagePlanId",), references={"KeyId": "counts"},
        lost=DECLARED, free=PRICES,
    ),
}  # fmt: skip
