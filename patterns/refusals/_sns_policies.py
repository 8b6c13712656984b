"""What SNS asks of a topic policy beyond IAM's grammar: the actions a topic knows, and an id for every statement.

https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
https://docs.aws.amazon.com/sns/latest/dg/AccessPolicyLanguage_SpecialInfo.html
Not checked: resources, condition keys, and the 30 kB that a policy may have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.iam.documents import Policy
from patterns.iam.matching import matches
from patterns.iam.reference import actions

OWN = frozenset(
    f"sns:{name}"
    for name in (
        "AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes", "ListSubscriptionsByTopic",
        "ListTagsForResource", "Publish", "PutDataProtectionPolicy", "Receive", "RemovePermission",
        "SetTopicAttributes", "Subscribe",
    )
)  # fmt: skip
"""Those a topic policy may name; `sns:Receive` is there for old policies only."""

OUT_OF_SCOPE = "Invalid parameter: Policy statement action out of service scope!"
"""Also of `sns:*`, and of actions that are not about a topic: https://github.com/hashicorp/terraform/issues/12740."""

NOT_UNIQUE = "Invalid parameter: Every policy statement must have a unique ID"
"""Also of two without any: https://github.com/Bayer-Group/cloudformation-template-generator/issues/138."""


def refusal(policy: Policy, params: Mapping[str, Any]) -> str:
    """What SNS says of the first thing wrong with the policy of a topic; empty where it takes it."""
    for statement in policy.statements:
        if not statement.not_actions and not all(map(_is_in_scope, statement.actions)):
            return OUT_OF_SCOPE
    sids = [statement.sid for statement in policy.statements]
    return NOT_UNIQUE if len(set(sids)) < len(sids) else ""


def _is_in_scope(pattern: str) -> bool:
    """Whether everything that a pattern stands for is about a topic."""
    if not pattern.lower().startswith("sns:"):
        return False
    named = {action.name for action in actions(pattern.lower())}
    own = {name for name in OWN if matches(pattern, name, ignore_case=True)}
    return bool(own) and named <= own
