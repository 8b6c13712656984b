"""A queue without a dead-letter queue, which is not one itself."""

from __future__ import annotations

from patterns.checks.sqs._sqs import is_dead_letter_queue
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for queue in of_type(resolved, "AWS::SQS::Queue"):
        if at(queue.properties, "RedrivePolicy") is None and not is_dead_letter_queue(resolved, queue):
            yield queue.logical_id, ()


RULE = Rule(
    id="SQS-001",
    title="A message that cannot be processed comes back until it is lost",
    why=(
        "A broken message is received again and again, holding up the others, and is deleted unseen when its retention "
        "ends. A dead-letter queue takes it out after some attempts and keeps it for you to read."
    ),
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP04",
    severity=Severity.MEDIUM,
    places=_places,
)
