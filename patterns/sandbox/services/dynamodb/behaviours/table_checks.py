"""DynamoDB looks at keys and indexes before it makes a table.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
Not here: attributes without a key and capacities, which moto looks at, and the key a table is encrypted with.
"""

from __future__ import annotations

from itertools import chain

from patterns.refusals import dynamodb
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call

OF_AWS = "alias/aws/"
"""Begins the names of keys that AWS makes when they are first used."""


def install(account: Account) -> None:
    """Stand before the calls that make a table, and those that change its indexes."""
    account.gateway.judge(account, "dynamodb", {"CreateTable": _creation, "UpdateTable": _update})


def _creation(account: Account, call: Call) -> None:
    refuse(chain.from_iterable(question(call.params) for question in dynamodb.TABLE))
    _key(account, call)


def _key(account: Account, call: Call) -> None:
    """A key that is not there.

    In the words of https://github.com/aws-solutions/generative-ai-application-builder-on-aws/issues/29.
    """
    key, client = (call.params.get("SSESpecification") or {}).get("KMSMasterKeyId"), account.observer("kms")
    if not key or OF_AWS in key:
        return
    try:
        client.describe_key(KeyId=key)
    except client.exceptions.NotFoundException:
        said = f"com.amazonaws.services.kms.model.NotFoundException: Key '{key}' does not exist"
        raise Refused(dynamodb.CODE, f"KMS validation error: {said}", 400) from None


def _update(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html."""
    refuse(dynamodb.encryption(call.params))
    _key(account, call)
    updates = call.params.get("GlobalSecondaryIndexUpdates") or []
    if sum("Create" in update or "Delete" in update for update in updates) > 1:
        message = "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
        raise Refused("LimitExceededException", message, 400)
