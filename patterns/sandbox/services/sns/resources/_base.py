"""What the types of SNS share: attributes are text, and a topic without a policy has the default one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

GONE = frozenset({"NotFound", "NotFoundException"})
"""The codes by which SNS says that a topic or a subscription does not exist."""

DEFAULT_POLICY_ID = "__default_policy_ID"
DEFAULT_ACTIONS = (
    "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe",
    "ListSubscriptionsByTopic", "Publish",
)  # fmt: skip


def default_policy(topic_arn: str, account_id: str) -> dict[str, Any]:
    """What a topic's policy is when nobody says: its own account may do everything."""
    return {
        "Version": "2008-10-17",
        "Id": DEFAULT_POLICY_ID,
        "Statement": [
            {
                "Sid": "__default_statement_ID",
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": [f"SNS:{action}" for action in DEFAULT_ACTIONS],
                "Resource": topic_arn,
                "Condition": {"StringEquals": {"AWS:SourceOwner": account_id}},
            }
        ],
    }


def as_attribute(value: Any) -> str:
    """A value as SNS takes attributes."""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, Mapping) else str(value)


def truth(value: Any) -> bool:
    """A yes or no as SNS reports it."""
    return str(value).lower() == "true"
