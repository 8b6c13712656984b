"""A queue that switches its encryption off."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for queue in of_type(resolved, "AWS::SQS::Queue"):
        switched = at(queue.properties, "SqsManagedSseEnabled")
        if switched is not None and is_off(switched) and at(queue.properties, "KmsMasterKeyId") is None:
            yield queue.logical_id, ("SqsManagedSseEnabled",)


RULE = Rule(
    id="SQS-002",
    title="Messages are stored in the clear",
    why=(
        "SQS encrypts every new queue with its own keys, at no cost, and this queue switches that off. "
        "Leave the property out, or name a KMS key."
    ),
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC08-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
