"""CloudWatch Logs hands lines only to a function that lets it, and says so when the filter is put.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
Not modelled: the role with which lines go to a stream.
"""

from __future__ import annotations

from functools import partial

from patterns.refusals import logs
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.delivery.targets import Sender, may_send
from patterns.sandbox.gateway import Call, Stage

SERVICE = "logs.amazonaws.com"


def install(account: Account) -> None:
    """Stand before the call that makes a filter."""
    account.gateway.subscribe(Stage.JUDGE, partial(_check, account), service="logs", operation="PutSubscriptionFilter")


def _check(account: Account, call: Call) -> None:
    group, arn = call.params.get("logGroupName"), call.params.get("destinationArn", "")
    refuse(logs.destination(arn, call.params.get("roleArn")))
    if not arn.startswith("arn:aws:lambda:"):
        return
    source = f"arn:aws:logs:{call.region}:{account.account_id}:log-group:{group}:*"
    if not may_send(account, Sender(SERVICE, source), arn):
        raise Refused(logs.INVALID, logs.NOT_CALLABLE, 400)
