"""CloudWatch looks at the settings of an alarm before it keeps them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
Not here: whether its actions can act, and expressions, which are read when the alarm is evaluated.
"""

from __future__ import annotations

from patterns.refusals import cloudwatch
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the call that keeps an alarm."""
    account.gateway.judge(account, "cloudwatch", {"PutMetricAlarm": _check})


def _check(account: Account, call: Call) -> None:
    for code, message in cloudwatch.alarm(call.params):
        raise Refused(code, message, 400)
