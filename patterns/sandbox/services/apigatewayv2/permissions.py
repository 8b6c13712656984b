"""What HTTP APIs ask of IAM: a verb on a path, as for all of API Gateway's own API. Not who may call an API.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html
Not modelled: the condition keys `apigateway:Request/...` and `apigateway:Resource/...`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from patterns.sandbox.permissions import Ask, Service, Situation, pairs, pass_role
from patterns.sandbox.permissions.refusals import Wording, Words

VERBS = {
    "GET": """
        GetApi GetApiMapping GetApiMappings GetApis GetAuthorizer GetAuthorizers GetDeployment GetDeployments
        GetDomainName GetDomainNames GetIntegration GetIntegrationResponse GetIntegrationResponses GetIntegrations
        GetRoute GetRouteResponse GetRoutes GetStage GetStages GetTags GetVpcLink GetVpcLinks
    """,
    "POST": """
        CreateApi CreateApiMapping CreateAuthorizer CreateDeployment CreateDomainName CreateIntegration
        CreateIntegrationResponse CreateRoute CreateRouteResponse CreateStage CreateVpcLink TagResource
    """,
    "PUT": "ImportApi ReimportApi",
    "PATCH": """
        UpdateApi UpdateApiMapping UpdateAuthorizer UpdateDeployment UpdateDomainName UpdateIntegration
        UpdateIntegrationResponse UpdateRoute UpdateStage UpdateVpcLink
    """,
    "DELETE": """
        DeleteAccessLogSettings DeleteApi DeleteApiMapping DeleteAuthorizer DeleteCorsConfiguration DeleteDeployment
        DeleteDomainName DeleteIntegration DeleteIntegrationResponse DeleteRoute DeleteRouteResponse
        DeleteRouteSettings DeleteStage DeleteVpcLink UntagResource
    """,
}
"""The calls by the verb that is the action: the path of the request is the resource."""


def _path(situation: Situation) -> str:
    """The ARN of what stands at the path of the request."""
    path = unquote(situation.call.request.path).removeprefix("/v2")
    if path.startswith("/tags/"):
        path = f"/tags/{path.removeprefix('/tags/')}"
    return f"arn:aws:apigateway:{situation.region}::{path}"


def _roles(situation: Situation) -> Iterator[Ask]:
    """The role in which API Gateway calls what answers, or asks who may call."""
    params = situation.params
    role = params.get("CredentialsArn") or params.get("AuthorizerCredentialsArn")
    yield from pass_role(role if role and ":role/" in str(role) else None, "apigateway.amazonaws.com")


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("apigatewayv2", "get_tags", ResourceArn=arn).get("Tags")))


SERVICE = Service(
    prefix="apigateway",
    resources={"path": _path},
    operations={"path": " ".join(f"{name}={verb}" for verb, names in VERBS.items() for name in names.split())},
    also=dict.fromkeys(
        ("CreateApi", "CreateAuthorizer", "CreateIntegration", "UpdateApi", "UpdateAuthorizer", "UpdateIntegration"),
        _roles,
    ),
    tags=_tags,
    wording=Wording(
        status=403,
        throttling={"": Words("TooManyRequestsException", "Too Many Requests", 429)},
        trouble="InternalServerErrorException",
    ),
)
