"""How a function takes what another service hands to it: as an asynchronous invocation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Target, Undelivered, require_json
from patterns.sandbox.services.aws_lambda.patches import invocation


def _policy(account: Account, arn: str) -> Mapping[str, Any]:
    name, _, qualifier = arn.partition(":function:")[2].partition(":")
    if invocation.find(account.account_id, account.region, name, qualifier or None) is None:
        raise Undelivered("NO_RESOURCE", f"Function not found: {arn}")
    named = {"FunctionName": name} | ({"Qualifier": qualifier} if qualifier else {})
    try:
        policy: Mapping[str, Any] = json.loads(account.observer("lambda").get_policy(**named)["Policy"])
    except ClientError:
        return {}  # it has none
    return policy


def _hand(account: Account, client: Any, arn: str, parcel: Parcel) -> None:
    """An asynchronous invocation; what comes of it is Lambda's business, not the sender's."""
    require_json(parcel.body)
    client.invoke(FunctionName=arn, InvocationType="Event", Payload=parcel.body.encode())


TARGET = Target("lambda", "lambda:InvokeFunction", _hand, _policy)
