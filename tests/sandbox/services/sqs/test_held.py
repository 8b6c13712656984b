"""What a queue tells of its messages is right whatever happened to each of them."""

from __future__ import annotations

from typing import Any

from patterns import Sandbox

COUNTS = {
    "ApproximateNumberOfMessages": "there",
    "ApproximateNumberOfMessagesNotVisible": "in flight",
    "ApproximateNumberOfMessagesDelayed": "delayed",
}


class Queue:
    def __init__(self, aws: Sandbox, **attributes: str) -> None:
        self.sqs = aws.client("sqs")
        self.url = self.sqs.create_queue(QueueName="work", Attributes=attributes)["QueueUrl"]

    def send(self, body: str, **options: Any) -> None:
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **options)

    def receive(self, **options: Any) -> list[dict[str, Any]]:
        received = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, **options)
        messages: list[dict[str, Any]] = received.get("Messages", [])
        return messages

    @property
    def counts(self) -> dict[str, int]:
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]
        return {word: int(attributes[name]) for name, word in COUNTS.items()}


def test_each_message_is_counted_where_it_is(aws: Sandbox) -> None:
    queue = Queue(aws, VisibilityTimeout="60")
    for body in "abc":
        queue.send(body)
    queue.send("later", DelaySeconds=90)
    assert queue.counts == {"there": 3, "in flight": 0, "delayed": 1}

    [first, second, third] = queue.receive()
    assert queue.counts == {"there": 0, "in flight": 3, "delayed": 1}
    queue.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=first["ReceiptHandle"])
    queue.sqs.change_message_visibility(
        QueueUrl=queue.url, ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=0
    )  # fmt: skip
    queue.sqs.change_message_visibility(
        QueueUrl=queue.url, ReceiptHandle=third["ReceiptHandle"], VisibilityTimeout=600
    )  # fmt: skip
    assert queue.counts == {"there": 1, "in flight": 1, "delayed": 1}

    aws.clock.advance(seconds=91)
    assert queue.counts == {"there": 2, "in flight": 1, "delayed": 0}
    aws.clock.advance(seconds=600)
    assert queue.counts == {"there": 3, "in flight": 0, "delayed": 0}
    queue.sqs.purge_queue(QueueUrl=queue.url)
    assert queue.counts == {"there": 0, "in flight": 0, "delayed": 0}


def test_what_is_received_from_many_comes_in_order_and_what_is_too_old_is_gone(aws: Sandbox) -> None:
    queue = Queue(aws, MessageRetentionPeriod="60")
    queue.send("old")
    aws.clock.advance(seconds=40)
    for number in range(20):
        queue.send(str(number))
    aws.clock.advance(seconds=30)

    assert queue.counts["there"] == 20
    assert [message["Body"] for message in queue.receive()] == [str(number) for number in range(10)]
    aws.clock.advance(seconds=31)
    assert queue.counts == {"there": 0, "in flight": 0, "delayed": 0}
