"""How a stream takes what another service hands to it: as a record, in a role, by the key that the sender names."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Target


def _hand(account: Account, client: Any, arn: str, parcel: Parcel) -> None:
    key = parcel.group_id or "event"
    client.put_record(StreamARN=arn, Data=parcel.body.encode(), PartitionKey=key)


TARGET = Target("kinesis", "kinesis:PutRecord", _hand, needs_role=True)
