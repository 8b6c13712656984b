"""What is written down of requests to REST APIs: the stage's access log, and metrics.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
Not modelled: execution logs, logs that go to Firehose, metrics by method.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.http import SOURCE_IP, HttpRequest, HttpResponse
from patterns.sandbox.services.apigateway.patches.kept import Shown
from patterns.sandbox.services.apigatewayv2 import reporting
from patterns.sandbox.services.cloudwatch.metrics import Metrics


def context(
    account: Account, shown: Shown, request: HttpRequest, request_id: str, path: str, domain: str
) -> dict[str, Any]:
    """What `$context` has of a request before it is served.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    """
    now = account.clock.now
    identity: dict[str, Any] = dict.fromkeys(
        ("accessKey", "accountId", "apiKey", "apiKeyId", "caller", "cognitoIdentityId", "user", "userArn")
    )
    return {
        "accountId": account.account_id,
        "apiId": shown.api["id"],
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "extendedRequestId": request_id,
        "httpMethod": request.method,
        "identity": identity | {"sourceIp": SOURCE_IP, "userAgent": request.headers.get("user-agent", "")},
        "path": path,
        "protocol": "HTTP/1.1",
        "requestId": request_id,
        "requestTime": f"{now:%d/%b/%Y:%H:%M:%S} +0000",
        "requestTimeEpoch": str(int(now.timestamp() * 1000)),
        "stage": shown.stage["stageName"],
    }


def written(account: Account, shown: Shown, scope: Any, answer: HttpResponse, seconds: float) -> None:
    """Count a request, and write its line where the stage has a log."""
    metrics, by_api = account.part(Metrics), {"ApiName": str(shown.api.get("name"))}
    dimensions = [by_api, {**by_api, "Stage": str(shown.stage["stageName"])}]
    status = answer.status
    counts = {"Count": 1.0, "4XXError": float(400 <= status < 500), "5XXError": float(status >= 500)}
    metrics.count(reporting.NAMESPACE, counts, dimensions)
    metrics.count(reporting.NAMESPACE, {"Latency": seconds * 1000}, dimensions, unit="Milliseconds")
    reporting.logged(account, str(shown.api["id"]), shown.stage, scope, answer, seconds)
