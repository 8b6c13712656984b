"""Who may call a method: by the API's policy, a signature, a function or a token of a user pool.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
Not modelled: the signatures of tokens (`apigatewayv2.tokens`), policies of VPC endpoints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from patterns.iam import Policies, Request, evaluate
from patterns.iam.documents import MalformedPolicy
from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery import proxy_events as events
from patterns.sandbox.delivery.calling import called, function_arn
from patterns.sandbox.delivery.http import SOURCE_IP
from patterns.sandbox.delivery.proxy_events import About
from patterns.sandbox.delivery.targets import Sender, Undelivered
from patterns.sandbox.services.apigateway.failures import Failed
from patterns.sandbox.services.apigatewayv2 import tokens
from patterns.sandbox.services.apigatewayv2.authorizers import INVOKE, SERVICE, Cached, decided
from patterns.sandbox.services.apigatewayv2.values import Scope

SHORT = '"execute-api:/'
"""How a policy may call its own API: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html."""
_BEARER = re.compile(r"bearer\s+", re.IGNORECASE)


def require(
    account: Account, api: Mapping[str, Any], method: Mapping[str, Any], authorizers: Mapping[str, Any], scope: Scope,
    about: About, arn: str,
) -> Mapping[str, Any] | None:  # fmt: skip
    """What the function of the method is told of who was let through. Raises `Failed`."""
    kind = method.get("authorizationType") or "NONE"
    policy = _policy(account, api)
    if kind == "AWS_IAM":
        return _signed(scope, policy, arn)
    if policy is not None:
        _let_by_policy(account, policy, arn)
    authorizer = authorizers.get(str(method.get("authorizerId")))
    if kind == "CUSTOM" and authorizer:
        return _asked(account, authorizer, scope, about, arn)
    if kind == "COGNITO_USER_POOLS" and authorizer:
        return _with_token(account, authorizer, method, scope)
    return None


def _policy(account: Account, api: Mapping[str, Any]) -> Any:
    text = api.get("policy")
    if not text:
        return None
    own = f'"arn:aws:execute-api:{account.region}:{account.account_id}:{api["id"]}/'
    return json.loads(str(text).replace(SHORT, own))


def _let_by_policy(account: Account, policy: Any, arn: str) -> None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html."""
    asked = Request("*", INVOKE, arn, account.account_id, {"aws:SourceIp": SOURCE_IP})
    decision = evaluate(asked, Policies(resource=policy))
    if not decision.allowed:
        message = f"User: anonymous is not authorized to perform: {INVOKE} on resource: {_hidden(arn)}"
        raise Failed("ACCESS_DENIED", f"the API's policy does not let anybody in: {decision.outcome}", message)


def _hidden(arn: str) -> str:
    parts = arn.split(":")
    return ":".join([*parts[:4], f"********{parts[4][-4:]}", *parts[5:]])


def _signed(scope: Scope, policy: Any, arn: str) -> Mapping[str, Any] | None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html."""
    signer = scope.request.signer
    if signer is None:
        why = "the method wants a signature, and nobody signed: aws.acting_as(role).http(...) does"
        raise Failed("MISSING_AUTHENTICATION_TOKEN", why)
    decision = signer.decide(INVOKE, arn, policy)
    if not decision.allowed:
        message = f"User: {signer.arn} is not authorized to perform: {INVOKE} on resource: {_hidden(arn)}"
        raise Failed("ACCESS_DENIED", f"{signer.arn} may not do {INVOKE} on {arn}: {decision.outcome}", message)
    scope.context["identity"] |= {
        "accessKey": signer.access_key, "accountId": arn.split(":")[4], "caller": signer.user_id,
        "user": signer.user_id, "userArn": signer.arn,
    }  # fmt: skip
    return None


def _asked(account: Account, authorizer: Mapping[str, Any], scope: Scope, about: About, arn: str) -> Mapping[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html."""
    name, seconds = authorizer["name"], authorizer.get("authorizerResultTtlInSeconds") or 0
    sources = [one.strip() for one in str(authorizer.get("identitySource") or "").split(",") if one.strip()]
    values = [source_value(scope, source) for source in sources]
    if not all(values) and (authorizer["type"] == "TOKEN" or seconds):
        raise Failed("UNAUTHORIZED", f"the request has not all of {', '.join(sources)}, by which {name} knows who asks")
    pattern = authorizer.get("identityValidationExpression")
    if authorizer["type"] == "TOKEN" and pattern and not re.match(pattern, values[0] or ""):
        raise Failed("UNAUTHORIZED", f"the token does not fit {pattern!r}, and {name} is not asked")
    cached, key = account.part(Cached), (about.api_id, str(authorizer["id"]), *(value or "" for value in values))
    result = cached.find(key) if values and seconds else None
    if result is None:
        result = _result(account, authorizer, scope, about, arn, values)
        if seconds:
            cached.keep(key, result, float(seconds))
    _require_let(name, result, arn)
    scope.context["usageIdentifierKey"] = result.get("usageIdentifierKey")
    return {"principalId": str(result["principalId"]), **(result.get("context") or {})}


def source_value(scope: Scope, source: str) -> str | None:
    """What stands in a place such as `method.request.header.Authorization`."""
    return scope.value(source.removeprefix("method.").replace("multivalueheader", "header"))


def _result(
    account: Account, authorizer: Mapping[str, Any], scope: Scope, about: About, arn: str, values: list[str | None]
) -> Mapping[str, Any]:
    name, function = authorizer["name"], function_arn(scope.filled(str(authorizer.get("authorizerUri"))))
    if function is None:
        raise Failed("AUTHORIZER_CONFIGURATION_ERROR", f"the authorizer {name} names no function")
    source = f"arn:aws:execute-api:{account.region}:{account.account_id}:{about.api_id}"
    sender = Sender(SERVICE, f"{source}/authorizers/{authorizer['id']}", authorizer.get("authorizerCredentials"))
    event: dict[str, Any] = {"type": authorizer["type"], "methodArn": arn}
    if authorizer["type"] == "TOKEN":
        event["authorizationToken"] = values[0]
    else:
        event |= {key: value for key, value in events.first(scope.request, about).items() if key != "version"}
    try:
        answer = called(account, sender, function, json.dumps(event).encode())
    except Undelivered as error:
        raise Failed("AUTHORIZER_CONFIGURATION_ERROR", f"the authorizer {name}: {error.message}") from None
    result = json.loads(answer.payload) if answer.payload else None
    if answer.error:
        # A function says "Unauthorized" by failing with that word alone.
        is_word = isinstance(result, dict) and result.get("errorMessage") == "Unauthorized"
        why = f"the authorizer {name}: its function failed: {answer.payload.decode()[:200]}"
        raise Failed("UNAUTHORIZED" if is_word else "AUTHORIZER_FAILURE", why)
    if not isinstance(result, dict) or "principalId" not in result or "policyDocument" not in result:
        why = f"the authorizer {name}: its function's result has no principalId and policyDocument"
        raise Failed("AUTHORIZER_CONFIGURATION_ERROR", why)
    return result


def _require_let(name: str, result: Mapping[str, Any], arn: str) -> None:
    try:
        decision = decided(result["policyDocument"], arn)
    except (ValueError, MalformedPolicy) as error:
        raise Failed("AUTHORIZER_CONFIGURATION_ERROR", f"the authorizer {name}: {error}") from None
    if not decision.allowed:
        said = "User is not authorized to access this resource"
        message = (
            f"{said} with an explicit deny in an identity-based policy" if decision.outcome == "explicitDeny" else said
        )
        raise Failed("ACCESS_DENIED", f"the authorizer {name} does not let the request through", message)


def _with_token(
    account: Account, authorizer: Mapping[str, Any], method: Mapping[str, Any], scope: Scope
) -> Mapping[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html."""
    given = source_value(scope, str(authorizer.get("identitySource"))) or ""
    if not given:
        raise Failed(
            "UNAUTHORIZED", f"the authorizer {authorizer['name']} finds no token in {authorizer['identitySource']}"
        )
    refused = ""
    for pool in authorizer.get("providerARNs") or ():
        region, pool_id = pool.split(":")[3], pool.rpartition("/")[2]
        try:
            claims = tokens.accepted(
                _BEARER.sub("", given, count=1),
                issuer=f"https://cognito-idp.{region}.amazonaws.com/{pool_id}",
                audience=None,
                scopes=method.get("authorizationScopes") or [],
                now=account.clock.time(),
            )
        except tokens.NotAccepted as error:
            refused = str(error)
            continue
        return {
            "claims": {name: value if isinstance(value, str) else json.dumps(value) for name, value in claims.items()}
        }
    raise Failed("UNAUTHORIZED", f"the authorizer {authorizer['name']}: {refused}")
