"""What SQS refuses of a queue beside the one for its dead letters."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, sqs
from patterns.refusals._beside import Declared, Others, Relation

QUEUE = "AWS::SQS::Queue"


def _dead_letters(queue: Declared, others: Others) -> Iterator[Refusal]:
    target = (queue.asked.get("RedrivePolicy") or {}).get("deadLetterTargetArn")
    other = others.target(target, QUEUE)
    if other is None:
        return
    name = f"{other.logical_id}{sqs.FIFO if other.asked.get('FifoQueue') else ''}"
    yield from sqs.same_kind({"deadLetterTargetArn": name}, is_fifo=bool(queue.asked.get("FifoQueue")))


TYPES: dict[str, tuple[Relation, ...]] = {QUEUE: (_dead_letters,)}
