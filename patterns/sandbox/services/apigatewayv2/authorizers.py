"""Who may call a route: whoever signs with the right policies, has a token, or is let through by a function.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
Not modelled: Lambda's `principalId` limits, and the signatures of tokens (`tokens`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.iam import Decision, Policies, Request, evaluate
from patterns.iam.documents import MalformedPolicy
from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery import proxy_events as events
from patterns.sandbox.delivery.calling import called, function_arn
from patterns.sandbox.delivery.http import HttpResponse, said
from patterns.sandbox.delivery.proxy_events import About
from patterns.sandbox.delivery.targets import Sender, Undelivered
from patterns.sandbox.services.apigatewayv2 import tokens
from patterns.sandbox.services.apigatewayv2.values import Scope

SERVICE = "apigateway.amazonaws.com"
INVOKE = "execute-api:Invoke"
_BEARER = re.compile(r"bearer\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """The one who was let through, as the function of the route is told: what stands under `authorizer`."""

    told: Mapping[str, Any] | None = None


class Cached:
    """What functions said of whom, as long as their authorizer has it kept."""

    def __init__(self, account: Account) -> None:
        self._clock = account.clock
        self._kept: dict[tuple[str, ...], tuple[float, Mapping[str, Any]]] = {}

    def __repr__(self) -> str:
        return f"Cached({len(self._kept)} results)"

    def find(self, key: tuple[str, ...]) -> Mapping[str, Any] | None:
        """A result that is still good."""
        until, found = self._kept.get(key, (0.0, None))
        return found if found is not None and self._clock.time() < until else None

    def keep(self, key: tuple[str, ...], result: Mapping[str, Any], seconds: float) -> None:
        """Keep a result for so long."""
        self._kept[key] = (self._clock.time() + seconds, result)


def let_in(
    account: Account, route: Mapping[str, Any], authorizer: Mapping[str, Any] | None, scope: Scope, about: About,
    arn: str,
) -> Passage | HttpResponse:  # fmt: skip
    """Who is let through to the route whose ARN this is, or what he is told who is not."""
    kind = route.get("authorizationType") or "NONE"
    if kind == "AWS_IAM":
        return _signed(account, scope, arn)
    if kind == "JWT" and authorizer:
        return _with_token(account, route, authorizer, scope)
    if kind == "CUSTOM" and authorizer:
        return _asked(account, authorizer, scope, about, arn)
    return Passage()


def _signed(account: Account, scope: Scope, arn: str) -> Passage | HttpResponse:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html."""
    signer = scope.request.signer
    if signer is None:
        return said(
            403, "Forbidden", "the route wants a signature, and nobody signed: aws.acting_as(role).http(...) does"
        )
    decision = signer.decide(INVOKE, arn)
    if not decision.allowed:
        return said(403, "Forbidden", f"{signer.arn} may not do {INVOKE} on {arn}: {decision.outcome}")
    told = {
        "accessKey": signer.access_key,
        "accountId": account.account_id,
        "callerId": signer.user_id,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": signer.arn,
        "userId": signer.user_id,
    }
    return Passage({"iam": told})


def _with_token(
    account: Account, route: Mapping[str, Any], authorizer: Mapping[str, Any], scope: Scope
) -> Passage | HttpResponse:
    sources = authorizer.get("identitySource") or ["$request.header.Authorization"]
    given = next((value for value in map(scope.filled, sources) if value), "")
    if not given:
        why = f"the authorizer {authorizer['name']} finds no token in {', '.join(sources)}"
        return said(401, "Unauthorized", why, {"www-authenticate": "Bearer"})
    configuration, wanted = authorizer.get("jwtConfiguration") or {}, route.get("authorizationScopes") or []
    try:
        claims = tokens.accepted(
            _BEARER.sub("", given, count=1),
            issuer=configuration.get("issuer", ""),
            audience=configuration.get("audience") or [],
            scopes=wanted,
            now=account.clock.time(),
        )
    except tokens.NotAccepted as refused:
        told = f'Bearer scope="{" ".join(wanted)}" error="{refused.error}" error_description="{refused}"'
        status, message = (403, "Forbidden") if refused.error == "insufficient_scope" else (401, "Unauthorized")
        return said(status, message, f"the authorizer {authorizer['name']}: {refused}", {"www-authenticate": told})
    plain = {name: value if isinstance(value, str) else json.dumps(value) for name, value in claims.items()}
    return Passage({"jwt": {"claims": plain, "scopes": tokens.granted(claims) if wanted else None}})


def _asked(
    account: Account, authorizer: Mapping[str, Any], scope: Scope, about: About, arn: str
) -> Passage | HttpResponse:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html."""
    sources, name = authorizer.get("identitySource") or [], authorizer["name"]
    values = [scope.filled(source) for source in sources]
    if not all(values):
        missing = next(source for source, value in zip(sources, values, strict=True) if not value)
        return said(401, "Unauthorized", f"the request has no {missing}, by which {name} knows who asks")
    cached, key = account.part(Cached), (about.api_id, str(authorizer["authorizerId"]), *values)
    result = cached.find(key) if values else None
    if result is None:
        try:
            result = _result(account, authorizer, scope, about, arn, values)
        except (Undelivered, ValueError) as error:
            return said(500, "Internal Server Error", f"the authorizer {name}: {error}")
        if seconds := authorizer.get("authorizerResultTtlInSeconds") or 0:
            cached.keep(key, result, float(seconds))
    try:
        is_let = _lets(authorizer, result, arn)
    except (ValueError, MalformedPolicy) as error:
        return said(500, "Internal Server Error", f"the authorizer {name}: {error}")
    if not is_let:
        return said(403, "Forbidden", f"the authorizer {name} does not let the request through")
    return Passage({"lambda": result.get("context") or None})


def _result(
    account: Account, authorizer: Mapping[str, Any], scope: Scope, about: About, arn: str, values: list[str]
) -> Mapping[str, Any]:
    """What the function says. Raises `ValueError` for what is no answer, `Undelivered`."""
    function = function_arn(str(authorizer.get("authorizerUri")))
    if function is None:
        raise ValueError(f"{authorizer.get('authorizerUri')} names no function")
    source = f"arn:aws:execute-api:{account.region}:{account.account_id}:{about.api_id}"
    sender = Sender(
        SERVICE, f"{source}/authorizers/{authorizer['authorizerId']}", authorizer.get("authorizerCredentialsArn")
    )
    if authorizer.get("authorizerPayloadFormatVersion") == "2.0":
        event = events.second(scope.request, about) | {"type": "REQUEST", "routeArn": arn, "identitySource": values}
    else:
        event = events.first(scope.request, about) | {
            "type": "REQUEST", "methodArn": arn, "identitySource": ",".join(values),
            "authorizationToken": values[0] if values else None,
        }  # fmt: skip
    answer = called(account, sender, function, json.dumps(event).encode())
    if answer.error:
        raise ValueError(f"its function failed: {answer.payload.decode()[:200]}")
    result = json.loads(answer.payload)
    if not isinstance(result, dict):
        raise ValueError(f"its function returned {result!r}")
    return result


def _lets(authorizer: Mapping[str, Any], result: Mapping[str, Any], arn: str) -> bool:
    """Whether a result lets the request through. Raises `ValueError` for a result of the wrong form."""
    if authorizer.get("enableSimpleResponses"):
        if not isinstance(result.get("isAuthorized"), bool):
            raise ValueError("a simple response says isAuthorized, true or false")
        return bool(result["isAuthorized"])
    if "policyDocument" not in result or "principalId" not in result:
        raise ValueError("its function's result has no principalId and policyDocument")
    return decided(result["policyDocument"], arn).allowed


def decided(policy: Any, arn: str) -> Decision:
    """What the policy that a function returned says to a request. Raises `ValueError`, `MalformedPolicy`.

    The function's `principalId` is a name of its own, and none of IAM's.
    """
    account_id = arn.split(":")[4]
    asked = Request(f"arn:aws:iam::{account_id}:role/authorizer", INVOKE, arn, account_id)
    return evaluate(asked, Policies(identity={"authorizer": policy}))
