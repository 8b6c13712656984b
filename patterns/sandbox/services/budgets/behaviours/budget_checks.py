"""AWS Budgets looks at the name of a budget, and at who is told, before it makes it.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html
"""

from __future__ import annotations

from patterns.refusals import budgets
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import refuse
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the call that makes a budget."""
    account.gateway.judge(account, "budgets", {"CreateBudget": _creation})


def _creation(account: Account, call: Call) -> None:
    refuse(budgets.name(call.params))
    refuse(budgets.choices(call.params))
    refuse(budgets.subscribers(call.params))
