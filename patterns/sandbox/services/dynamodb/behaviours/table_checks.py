"""DynamoDB looks at keys and indexes before it makes a table.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
Not here: attributes without a key and capacities, which moto looks at, and the key a table is encrypted with.
"""

from __future__ import annotations

from patterns.refusals import dynamodb
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the calls that make a table, and those that change its indexes."""
    account.gateway.judge(account, "dynamodb", {"CreateTable": _creation, "UpdateTable": _update})


def _creation(account: Account, call: Call) -> None:
    for code, message in (*dynamodb.name(call.params), *dynamodb.keys(call.params)):
        raise Refused(code, message, 400)


def _update(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html."""
    updates = call.params.get("GlobalSecondaryIndexUpdates") or []
    if sum("Create" in one or "Delete" in one for one in updates) > 1:
        message = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
        raise Refused("LimitExceededException", message, 400)
