"""A dead-letter queue that keeps messages no longer than its source."""

from __future__ import annotations

from patterns.checks.sqs._sqs import dead_letter_queue
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_on, of_type
from patterns.template.resolve import Resolved, Resource

DEFAULT = 345600
"""Seconds for which SQS keeps a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html."""


def _places(resolved: Resolved) -> Places:
    sources: dict[str, list[int]] = {}
    for queue in of_type(resolved, "AWS::SQS::Queue"):
        dead = dead_letter_queue(resolved, queue)
        kept = _kept(queue)
        if dead and kept and not is_on(at(queue.properties, "FifoQueue")):
            sources.setdefault(dead.logical_id, []).append(kept)
    for name, longest in sources.items():
        kept = _kept(resolved.resources[name])
        if kept and kept <= max(longest):
            yield name, ()


def _kept(queue: Resource) -> int | None:
    declared = at(queue.properties, "MessageRetentionPeriod")
    seconds = str(DEFAULT if declared is None else declared)
    return int(seconds) if seconds.isdecimal() else None


RULE = Rule(
    id="SQS-005",
    title="Failed messages expire before anybody looks",
    why=(
        "A message keeps its age when it moves to the dead-letter queue, so this queue deletes it at the same age or "
        "sooner. Keep messages here longer than in the queue they come from: up to 14 days."
    ),
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP04",
    severity=Severity.LOW,
    places=_places,
)
