"""CloudWatch Logs looks at names and keys of log groups, and at filters, before it keeps them.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
Not here: retention, which moto looks at, whether the service may use a key, and what is inside a filter's brackets.
"""

from __future__ import annotations

from patterns.refusals import logs
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the calls that make groups and filters."""
    checks = {
        "CreateLogGroup": _group,
        "AssociateKmsKey": _key,
        "PutMetricFilter": _metric_filter,
        "PutSubscriptionFilter": _filter,
    }
    account.gateway.judge(account, "logs", checks)


def _group(account: Account, call: Call) -> None:
    name = call.params["logGroupName"]
    if name.startswith("aws/"):
        raise Refused(logs.INVALID, f"Log groups starting with AWS/ are reserved for AWS: {name}", 400)
    _key(account, call)


def _key(account: Account, call: Call) -> None:
    key, client = call.params.get("kmsKeyId"), account.observer("kms")
    if not key:
        return
    try:
        client.describe_key(KeyId=key)
    except client.exceptions.NotFoundException:
        told = "The specified KMS key does not exist or is not allowed to be used with this log group"
        raise Refused(logs.INVALID, f"{told}: {key}", 400) from None


def _filter(account: Account, call: Call) -> None:
    for code, message in logs.pattern(call.params.get("filterPattern") or ""):
        raise Refused(code, message, 400)


def _metric_filter(account: Account, call: Call) -> None:
    _filter(account, call)
    for made in call.params.get("metricTransformations") or ():
        wrong = logs.transformation(bool(made.get("dimensions")), made.get("defaultValue") is not None)
        for code, message in wrong:
            raise Refused(code, message, 400)
