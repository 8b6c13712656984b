"""CloudWatch Logs looks at names and keys of log groups, and at filters, before it keeps them.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html, in the words of
github.com/aws/aws-cdk/issues/28304. Not here: retention, which moto looks at, and what is inside a filter's brackets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.iam.documents import each_there
from patterns.iam.service_access import ServiceRequest, lets_service
from patterns.refusals import logs
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

USES = ("kms:GenerateDataKey", "kms:Encrypt")
"""What the key's policy has to let CloudWatch Logs do: one of the two is taken for all that it needs."""
CONTEXT = "kms:EncryptionContext"


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
        found = client.describe_key(KeyId=key)["KeyMetadata"]["Arn"]
        policy = json.loads(client.get_key_policy(KeyId=found)["Policy"])
    except client.exceptions.NotFoundException:
        found, policy = key, {}
    name = call.params.get("logGroupName") or ""
    arn = f"arn:aws:logs:{call.region}:{account.account_id}:log-group:{name}"
    for action in USES:
        request = ServiceRequest(f"logs.{call.region}.amazonaws.com", action, found, arn, account.account_id)
        if lets_service(_without_context(policy), request):
            return
    told = f"The specified KMS key does not exist or is not allowed to be used with Arn '{arn}'"
    raise Refused("AccessDeniedException", told, 400)


def _without_context(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The policy without its conditions on what is encrypted: that of a log group is the group's ARN."""
    kept = []
    for statement in each_there(policy.get("Statement")):
        conditions = {
            operator: {key: value for key, value in asked.items() if not key.startswith(CONTEXT)}
            for operator, asked in (statement.get("Condition") or {}).items()
        }
        kept.append({**statement, "Condition": {operator: asked for operator, asked in conditions.items() if asked}})
    return {**policy, "Statement": kept}


def _filter(account: Account, call: Call) -> None:
    for code, message in logs.pattern(call.params.get("filterPattern") or ""):
        raise Refused(code, message, 400)


def _metric_filter(account: Account, call: Call) -> None:
    _filter(account, call)
    for made in call.params.get("metricTransformations") or ():
        wrong = logs.transformation(bool(made.get("dimensions")), made.get("defaultValue") is not None)
        for code, message in wrong:
            raise Refused(code, message, 400)
