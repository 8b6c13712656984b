"""What SQS asks of a queue policy beyond IAM's grammar: actions of queues, a resource, and no id twice.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html: ids are unique in SQS and SNS.
Not checked: which resources, condition keys, and quotas (7 actions, 20 statements, 50 principals, 10 conditions).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.iam.documents import Policy, Statement
from patterns.iam.reference import actions, resource_patterns

INVALID = "Invalid value for the parameter Policy."


def refusal(policy: Policy, params: Mapping[str, Any]) -> str:
    """What SQS says of the first thing wrong with the policy of a queue, and why; empty where it takes it."""
    why = next((why for statement in policy.statements if (why := _of(statement))), "") or policy.repeated_sid()
    return f"{INVALID} {why}" if why else ""


def _of(statement: Statement) -> str:
    if statement.resources is None:
        # https://github.com/aws/aws-cdk/issues/1675
        return f"{statement.name}: it names no Resource"
    for pattern in () if statement.not_actions else statement.actions:
        if pattern != "*" and not _is_about_queues(pattern):
            return f"{statement.name}: {pattern} is no action of a queue"
    return ""


def _is_about_queues(pattern: str) -> bool:
    asked = actions(pattern.lower()) if pattern.lower().startswith("sqs:") else ()
    return any(resource_patterns(action) for action in asked)
