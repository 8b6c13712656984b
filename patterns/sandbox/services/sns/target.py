"""How a topic takes what another service hands to it: as a notification."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Target


def _policy(account: Account, arn: str) -> Mapping[str, Any]:
    attributes = account.observer("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
    policy: Mapping[str, Any] = json.loads(attributes.get("Policy", "{}"))
    return policy


def _hand(account: Account, client: Any, arn: str, parcel: Parcel) -> None:
    order = {"MessageGroupId": parcel.group_id} if parcel.group_id else {}
    client.publish(TopicArn=arn, Message=parcel.body, **order)


TARGET = Target("sns", "sns:Publish", _hand, _policy)
