"""What SNS refuses of a subscription beside the topic and the queue of the template that it ties together."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, sns
from patterns.refusals._beside import Declared, Others, Relation, referred

TOPIC, QUEUE = "AWS::SNS::Topic", "AWS::SQS::Queue"


def _named_otherwise(subscription: Declared, others: Others) -> Iterator[Refusal]:
    """A queue or function is named by its ARN, and what Ref yields of it is none."""
    reference, protocol = referred(subscription.asked.get("Endpoint")), subscription.asked["Protocol"]
    is_ref = reference is not None and reference[1] == "Ref"
    kind = {"sqs": QUEUE, "lambda": "AWS::Lambda::Function"}.get(protocol)
    if is_ref and kind is not None and others.target(subscription.asked["Endpoint"], kind):
        yield from sns.endpoint(protocol, "of another form")


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


TYPES: dict[str, tuple[Relation, ...]] = {"AWS::SNS::Subscription": (_named_otherwise, _order)}
