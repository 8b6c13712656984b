"""How functions answer at their URLs.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
Not modelled: streams of a response, whose parts arrive as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from botocore.exceptions import ClientError

from patterns.iam import Policies, Request, evaluate
from patterns.iam.request import ANONYMOUS, Value
from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery import cors
from patterns.sandbox.delivery.http import HttpRequest, HttpResponse, said
from patterns.sandbox.delivery.proxy_events import About, second
from patterns.sandbox.delivery.proxy_results import Malformed, response
from patterns.sandbox.services.aws_lambda.patches import kept

_HOST = re.compile(r"(?P<id>[a-z0-9]+)\.lambda-url\.(?P<region>[a-z0-9-]+)\.on\.aws")
ACTIONS = ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
"""Whoever calls a URL needs both: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html."""


def answer(account: Account, request: HttpRequest) -> HttpResponse | None:
    """What a function answers at its URL; None for a host that is none's."""
    match = _HOST.fullmatch(request.host)
    if match is None:
        return None
    here = account.in_region(match["region"])
    url = kept.url(here.account_id, here.region, f"https://{request.host}/")
    if url is None:
        return said(403, "Forbidden", f"no function has the URL https://{request.host}/")
    configuration = {name[:1].lower() + name[1:]: value for name, value in (url.get("Cors") or {}).items()}
    if configuration and (told := cors.preflight(configuration, request)):
        return told
    answered = _called(here, request, url)
    own = cors.headers(configuration, request) if configuration else {}
    return HttpResponse(answered.status, {**answered.headers, **own}, answered.body, answered.why)


def _called(account: Account, request: HttpRequest, url: Mapping[str, Any]) -> HttpResponse:
    arn = str(url["FunctionArn"])
    if refusal := _refusal(account, request, url, arn):
        return said(403, "Forbidden", refusal)
    drawn = account.chance.generator("request of a URL", arn, request.method, request.path, request.body)
    signer = request.signer if url["AuthType"] == "AWS_IAM" else None
    told = {"iam": {"accessKey": signer.access_key, "accountId": account.account_id, "callerId": signer.user_id,
                    "cognitoIdentity": None, "principalOrgId": None, "userArn": signer.arn,
                    "userId": signer.user_id}} if signer else None  # fmt: skip
    about = About(
        account.account_id if signer else "anonymous", request.host.partition(".")[0], request.host, "$default",
        "$default", str(UUID(int=drawn.getrandbits(128), version=4)), account.clock.now, request.path, authorizer=told,
    )  # fmt: skip
    try:
        event = json.dumps(second(request, about)).encode()
        returned = account.service("lambda").invoke(FunctionName=arn, Payload=event)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return said(status, error.response["Error"]["Message"], f"Lambda refused the call: {error}")
    payload, name = returned["Payload"].read(), arn.partition(":function:")[2]
    if returned.get("FunctionError"):
        why = f"the function {name} failed: {payload.decode('utf-8', 'replace')[:200]}"
        return said(502, "Internal Server Error", why)
    try:
        return response(payload, version="2.0", why=f"{name} answered at its URL")
    except Malformed as error:
        return said(502, "Internal Server Error", f"{name}: {error}")


def _refusal(account: Account, request: HttpRequest, url: Mapping[str, Any], arn: str) -> str:
    """Why the caller may not call; empty where he may."""
    path = arn.split(":", 5)[5]
    policy = kept.policy(account.account_id, account.region, path)
    if url["AuthType"] == "AWS_IAM":
        if request.signer is None:
            return "the URL wants a signature, and nobody signed: aws.acting_as(role).http(...) does"
        denied = [action for action in ACTIONS if not request.signer.decide(action, arn, policy).allowed]
        return f"{request.signer.arn} may not do {denied[0]} on {arn}" if denied else ""
    context: dict[str, Value] = {"lambda:FunctionUrlAuthType": "NONE", "lambda:InvokedViaFunctionUrl": True}
    for action in ACTIONS:
        asked = Request(
            principal=ANONYMOUS, action=action, resource=arn, resource_account=account.account_id, context=context
        )
        if not evaluate(asked, Policies(identity={}, resource=policy)).allowed:
            return f"the function's policy does not let everybody do {action}: it needs a permission for *"
    return ""
