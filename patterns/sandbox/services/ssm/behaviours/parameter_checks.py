"""Parameter Store looks at name, size and pattern of a parameter before it keeps it.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
"""

from __future__ import annotations

from itertools import chain

from patterns.refusals import ssm
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import refuse
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the call that keeps a parameter."""
    account.gateway.judge(account, "ssm", {"PutParameter": _check})


def _check(account: Account, call: Call) -> None:
    refuse(chain.from_iterable(question(call.params) for question in ssm.PARAMETER))
