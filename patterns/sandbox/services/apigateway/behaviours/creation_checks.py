"""API Gateway looks at the parts of a REST API by themselves before it keeps them.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
Not here: what a definition in OpenAPI brings, which is taken as it is; what is not there, which the calls say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.refusals import Question, apigatewayv2
from patterns.refusals import apigateway as refusals
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

NAMES = {"providerARNs": "ProviderARNs"}
"""Parameters that CloudFormation calls otherwise than with a capital."""


def install(account: Account) -> None:
    """Stand before the calls that make parts of APIs."""
    account.gateway.judge(
        account,
        "apigateway",
        {
            "CreateApiKey": _asked(refusals.api_key),
            "CreateAuthorizer": _asked(refusals.authorizer),
            "CreateBasePathMapping": _asked(refusals.base_path_mapping),
            "CreateDomainName": _asked(apigatewayv2.domain_name),
            "CreateResource": _resource,
            "CreateStage": _asked(refusals.stage),
            "CreateUsagePlan": _asked(refusals.usage_plan),
            "PutIntegration": _asked(refusals.integration),
            "PutMethod": _asked(refusals.method),
            "UpdateStage": _changed_stage,
        },
    )


def _asked(question: Question) -> Callable[[Account, Call], None]:
    def check(account: Account, call: Call) -> None:
        for code, message in question(_properties(call.params)):
            raise Refused(code, message, 400)

    return check


def _resource(account: Account, call: Call) -> None:
    """A step of a path, by itself and beside the others."""
    _asked(refusals.resource)(account, call)
    client = account.observer("apigateway")
    try:
        pages = client.get_paginator("get_resources").paginate(restApiId=call.params["restApiId"])
        there = [resource for page in pages for resource in page["items"]]
    except ClientError:
        return
    above = call.params["parentId"]
    parent = next((resource.get("pathPart", "") for resource in there if resource["id"] == above), "")
    siblings = [resource["pathPart"] for resource in there if resource.get("parentId") == above]
    for code, message in (*refusals.greedy(parent), *refusals.sibling(call.params["pathPart"], siblings)):
        raise Refused(code, message, 400)


def _properties(params: Mapping[str, Any]) -> dict[str, Any]:
    return {NAMES.get(name, name[:1].upper() + name[1:]): _capital(value) for name, value in params.items()}


def _capital(value: Any) -> Any:
    return {name[:1].upper() + name[1:]: one for name, one in value.items()} if isinstance(value, Mapping) else value


def _changed_stage(account: Account, call: Call) -> None:
    """The format of a log that a patch brings."""
    for operation in call.params.get("patchOperations") or ():
        if operation.get("path") == "/accessLogSettings/format" and operation.get("op") != "remove":
            for code, message in refusals.stage({"AccessLogSetting": {"Format": operation.get("value", "")}}):
                raise Refused(code, message, 400)
