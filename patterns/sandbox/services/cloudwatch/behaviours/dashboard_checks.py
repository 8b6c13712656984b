"""CloudWatch looks at the name and the widgets of a dashboard before it keeps it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
Not here: what the properties of a widget may be, of which AWS says more than an error or two.
"""

from __future__ import annotations

from patterns.refusals import cloudwatch
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the call that keeps a dashboard."""
    account.gateway.judge(account, "cloudwatch", {"PutDashboard": _check})


def _check(account: Account, call: Call) -> None:
    for code, message in cloudwatch.dashboard(call.params):
        raise Refused(code, message, 400)
