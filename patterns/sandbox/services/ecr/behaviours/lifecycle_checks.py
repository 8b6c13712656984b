"""ECR looks at the rules of a lifecycle policy before it keeps them.

Not here: the form of a rule, which moto looks at, and rules that two years of changes have added.
"""

from __future__ import annotations

from patterns.refusals import ecr
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the call that keeps a lifecycle policy."""
    account.gateway.judge(account, "ecr", {"PutLifecyclePolicy": _check})


def _check(account: Account, call: Call) -> None:
    for code, message in ecr.lifecycle(call.params.get("lifecyclePolicyText", "")):
        raise Refused(code, message, 400)
