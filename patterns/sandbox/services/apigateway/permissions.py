"""What REST APIs ask of IAM: a verb on a path, as all of API Gateway's own API. Not who may call an API.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
Not modelled: the condition keys `apigateway:Request/...` and `apigateway:Resource/...`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from patterns.sandbox.permissions import Ask, Service, Situation, pairs, pass_role
from patterns.sandbox.permissions.refusals import Wording, Words

VERBS = {
    "POST": """
        CreateApiKey CreateAuthorizer CreateBasePathMapping CreateDeployment CreateDomainName CreateModel
        CreateRequestValidator CreateResource CreateRestApi CreateStage CreateUsagePlan CreateUsagePlanKey
        CreateVpcLink ImportApiKeys ImportRestApi
    """,
    "DELETE": """
        DeleteApiKey DeleteAuthorizer DeleteBasePathMapping DeleteDeployment DeleteDomainName
        DeleteGatewayResponse DeleteIntegration DeleteIntegrationResponse DeleteMethod DeleteMethodResponse
        DeleteModel DeleteRequestValidator DeleteResource DeleteRestApi DeleteStage DeleteUsagePlan
        DeleteUsagePlanKey DeleteVpcLink UntagResource
    """,
    "GET": """
        GetAccount GetApiKey GetApiKeys GetAuthorizer GetAuthorizers GetBasePathMapping GetBasePathMappings
        GetDeployment GetDeployments GetDomainName GetDomainNames GetGatewayResponse GetGatewayResponses
        GetIntegration GetIntegrationResponse GetMethod GetMethodResponse GetModel GetModels GetRequestValidator
        GetRequestValidators GetResource GetResources GetRestApi GetRestApis GetStage GetStages GetTags
        GetUsagePlan GetUsagePlanKey GetUsagePlanKeys GetUsagePlans GetVpcLink GetVpcLinks
    """,
    "PUT": """
        PutGatewayResponse PutIntegration PutIntegrationResponse PutMethod PutMethodResponse PutRestApi
        TagResource
    """,
    "PATCH": """
        UpdateAccount UpdateApiKey UpdateAuthorizer UpdateBasePathMapping UpdateDeployment UpdateDomainName
        UpdateGatewayResponse UpdateIntegration UpdateIntegrationResponse UpdateMethod UpdateMethodResponse
        UpdateModel UpdateRequestValidator UpdateResource UpdateRestApi UpdateStage UpdateUsagePlan
    """,
}
"""The calls by the verb that is the action: the path of the request is the resource."""


def _path(situation: Situation) -> str:
    """The ARN of what stands at the path of the request."""
    return f"arn:aws:apigateway:{situation.region}::{unquote(situation.call.request.path)}"


def _roles(situation: Situation) -> Iterator[Ask]:
    """The role in which API Gateway calls what answers, or asks who may call."""
    params = situation.params
    role = params.get("credentials") or params.get("authorizerCredentials")
    yield from pass_role(role if role and ":role/" in str(role) else None, "apigateway.amazonaws.com")


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("apigateway", "get_tags", resourceArn=arn).get("tags")))


SERVICE = Service(
    prefix="apigateway",
    resources={"path": _path},
    operations={"path": " ".join(f"{name}={verb}" for verb, names in VERBS.items() for name in names.split())},
    also=dict.fromkeys(("CreateAuthorizer", "PutIntegration"), _roles),
    tags=_tags,
    wording=Wording(
        status=403,
        throttling={"": Words("TooManyRequestsException", "Too Many Requests", 429)},
        trouble="ServiceUnavailableException",
    ),
)
