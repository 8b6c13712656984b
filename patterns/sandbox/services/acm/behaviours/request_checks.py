"""ACM looks at the names of a certificate before it takes the request.

https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
"""

from __future__ import annotations

from patterns.refusals import acm
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import refuse
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the call that asks for a certificate."""
    account.gateway.judge(account, "acm", {"RequestCertificate": _request})


def _request(account: Account, call: Call) -> None:
    refuse(acm.names(call.params))
