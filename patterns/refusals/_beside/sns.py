"""What SNS refuses of a subscription beside the topic and the queue of the template that it ties together."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, sns
from patterns.refusals._beside import Declared, Others, Relation

TOPIC, QUEUE = "AWS::SNS::Topic", "AWS::SQS::Queue"


def _order(subscription: Declared, others: Others) -> Iterator[Refusal]:
    """A topic in order has queues alone, and a queue in order such a topic."""
    topic = others.target(subscription.asked["TopicArn"], TOPIC)
    if topic is None:
        return
    name = sns.FIFO if topic.asked.get("FifoTopic") else ""
    yield from sns.delivery({}, subscription.asked["Protocol"], name)
    queue = others.target(subscription.asked.get("Endpoint"), QUEUE)
    if queue is not None and queue.asked.get("FifoQueue"):
        yield from sns.of_fifo_queue(name, sns.FIFO)


TYPES: dict[str, tuple[Relation, ...]] = {"AWS::SNS::Subscription": (_order,)}
