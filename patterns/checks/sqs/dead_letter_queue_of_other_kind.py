"""A FIFO queue with a standard dead-letter queue, or the reverse."""

from __future__ import annotations

from patterns.checks.sqs._sqs import dead_letter_queue
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_on, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for queue in of_type(resolved, "AWS::SQS::Queue"):
        dead = dead_letter_queue(resolved, queue)
        kinds = [at(one.properties, "FifoQueue") for one in (queue, dead) if one]
        certain = dead is not None and dead.type == queue.type and not any(isinstance(kind, Unknown) for kind in kinds)
        if certain and is_on(kinds[0]) != is_on(kinds[1]):
            yield queue.logical_id, ("RedrivePolicy", "deadLetterTargetArn")


RULE = Rule(
    id="SQS-006",
    title="The dead-letter queue is of the wrong kind",
    why=(
        "The dead-letter queue of a FIFO queue must be a FIFO queue, and that of a standard queue a "
        "standard one. SQS refuses the redrive policy otherwise."
    ),
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="OPS05-BP02",
    severity=Severity.HIGH,
    places=_places,
)
