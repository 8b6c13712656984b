"""What is written down of requests: the stage's access log, and metrics.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
Not modelled: logs that go to Firehose, metrics by route.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.http import SOURCE_IP, HttpRequest, HttpResponse
from patterns.sandbox.services.apigatewayv2.patches.kept import Shown
from patterns.sandbox.services.apigatewayv2.routing import Match
from patterns.sandbox.services.apigatewayv2.values import Scope
from patterns.sandbox.services.cloudwatch.metrics import Metrics

NAMESPACE = "AWS/ApiGateway"


def context(
    account: Account, shown: Shown, request: HttpRequest, request_id: str, match: Match | None, path: str, domain: str
) -> dict[str, Any]:
    """What `$context` has of a request before it is served, by the names that logs and mappings use."""
    now = account.clock.now
    return {
        "accountId": account.account_id,
        "apiId": shown.api["apiId"],
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "extendedRequestId": request_id,
        "httpMethod": request.method,
        "identity": {"sourceIp": SOURCE_IP, "userAgent": request.headers.get("user-agent", "")},
        "path": path,
        "protocol": "HTTP/1.1",
        "requestId": request_id,
        "requestTime": f"{now:%d/%b/%Y:%H:%M:%S} +0000",
        "requestTimeEpoch": str(int(now.timestamp())),
        "routeKey": str(match.route["routeKey"]) if match else "-",
        "stage": shown.stage["stageName"],
    }


def flat(told: Mapping[str, Any] | None) -> dict[str, Any]:
    """What `$context.authorizer` has of who was let through: the claims of a token, or what a function said."""
    if not told:
        return {}
    if "jwt" in told:
        return {"claims": told["jwt"]["claims"], **told["jwt"]["claims"]}
    return dict(told.get("lambda") or told.get("iam") or {})


def written(account: Account, shown: Shown, scope: Scope, answer: HttpResponse, seconds: float) -> None:
    """Count a request, and write its line where the stage has a log."""
    _count(account, shown, answer, seconds)
    logged(account, shown.api["apiId"], shown.stage, scope, answer, seconds)


def logged(
    account: Account, api_id: str, stage: Mapping[str, Any], scope: Scope, answer: HttpResponse, seconds: float
) -> None:
    """Write the line of a request to the log of its stage, where that one has one: of APIs of both kinds."""
    settings = stage.get("accessLogSettings") or {}
    group = str(settings.get("destinationArn", "")).partition(":log-group:")[2].removesuffix(":*")
    if not group or not settings.get("format"):
        return
    failure = answer.why if answer.status >= 400 else "-"
    scope.context |= {
        "status": str(answer.status), "responseLength": str(len(answer.body)),
        "responseLatency": str(round(seconds * 1000)), "integrationLatency": str(round(seconds * 1000)),
        "integrationErrorMessage": failure, "error": {"message": failure}, "integrationStatus": str(answer.status),
    }  # fmt: skip
    line = scope.filled(settings["format"])
    logs, moment = account.observer("logs"), int(account.clock.time() * 1000)
    where = {"logGroupName": group, "logStreamName": f"{api_id}-{stage['stageName']}"}
    entries = [{"timestamp": moment, "message": line}]
    with contextlib.suppress(ClientError):
        try:
            logs.put_log_events(**where, logEvents=entries)
        except ClientError:
            logs.create_log_stream(**where)
            logs.put_log_events(**where, logEvents=entries)


def _count(account: Account, shown: Shown, answer: HttpResponse, seconds: float) -> None:
    metrics, by_api = account.part(Metrics), {"ApiId": shown.api["apiId"]}
    dimensions = [by_api, {**by_api, "Stage": shown.stage["stageName"]}]
    counts = {"Count": 1.0, "4xx": float(400 <= answer.status < 500), "5xx": float(answer.status >= 500)}
    metrics.count(NAMESPACE, counts, dimensions)
    metrics.count(NAMESPACE, {"Latency": seconds * 1000}, dimensions, unit="Milliseconds")
