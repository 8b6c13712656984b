"""How a queue takes what another service hands to it: as a message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Target, Undelivered
from patterns.sandbox.services.sqs.patches import speed


def queue_url(arn: str) -> str:
    """The address of a queue, which its ARN spells."""
    _, _, _, region, account, name = arn.split(":", 5)
    return f"https://sqs.{region}.amazonaws.com/{account}/{name}"


def _policy(account: Account, arn: str) -> Mapping[str, Any]:
    _, _, _, region, owner, name = arn.split(":", 5)
    text = speed.policy(owner, region, name)
    if text is None:
        raise Undelivered("NO_RESOURCE", f"Queue not found: {arn}")
    policy: Mapping[str, Any] = json.loads(text)
    return policy


def _hand(account: Account, client: Any, arn: str, parcel: Parcel) -> None:
    order = {"MessageGroupId": parcel.group_id, "MessageDeduplicationId": parcel.deduplication_id}
    optional: dict[str, Any] = {name: value for name, value in order.items() if value}
    if parcel.attributes:
        optional["MessageAttributes"] = parcel.attributes
    client.send_message(QueueUrl=queue_url(arn), MessageBody=parcel.body, **optional)


TARGET = Target("sqs", "sqs:SendMessage", _hand, _policy)
