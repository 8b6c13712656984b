"""What SQS refuses of a queue beside the one for its dead letters."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, sqs
from patterns.refusals._beside import Declared, Others, Relation, referred

QUEUE = "AWS::SQS::Queue"


def _dead_letters(queue: Declared, others: Others) -> Iterator[Refusal]:
    target = (queue.asked.get("RedrivePolicy") or {}).get("deadLetterTargetArn")
    other = others.target(target, QUEUE)
    if other is None:
        return
    name = f"{other.logical_id}{sqs.FIFO if other.asked.get('FifoQueue') else ''}"
    yield from sqs.same_kind({"deadLetterTargetArn": name}, is_fifo=bool(queue.asked.get("FifoQueue")))


def _named_otherwise(queue: Declared, others: Others) -> Iterator[Refusal]:
    """A queue is named by its ARN, and what Ref yields of it is its address."""
    target = (queue.asked.get("RedrivePolicy") or {}).get("deadLetterTargetArn")
    reference = referred(target)
    if reference is not None and reference[1] == "Ref" and others.target(target, QUEUE):
        yield sqs.missing(f"the address of {reference[0]}")


TYPES: dict[str, tuple[Relation, ...]] = {QUEUE: (_dead_letters, _named_otherwise)}
