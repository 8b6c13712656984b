"""Each private name of moto's SQS that the patch touches, by what SQS answers through it."""

import pytest


class Queue:
    def __init__(self, aws, name="work", **attributes):
        self.aws, self.client = aws, aws.client("sqs")
        self.url = self.client.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def send(self, body, **more):
        self.client.send_message(QueueUrl=self.url, MessageBody=body, **more)

    def receive(self, **more):
        return self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, **more).get("Messages", [])

    def bodies(self, **more):
        return [message["Body"] for message in self.receive(**more)]

    def counts(self):
        names = ["", "Delayed", "NotVisible"]
        wanted = [f"ApproximateNumberOfMessages{name}" for name in names]
        attributes = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=wanted)["Attributes"]
        return [int(attributes[name]) for name in wanted]


def test_a_message_is_kept_as_long_as_the_queue_says(aws):  # Queue._messages, message_retention_period, sent_timestamp
    queue = Queue(aws, MessageRetentionPeriod="60", VisibilityTimeout="30")
    queue.send("old")
    aws.clock.advance(seconds=30)
    queue.send("young")

    aws.clock.advance(seconds=29)
    assert queue.bodies() == ["old", "young"]
    assert queue.counts() == [0, 0, 2]
    aws.clock.advance(seconds=30)

    assert queue.bodies() == ["young"]
    assert queue.counts() == [0, 0, 1]


def test_a_shorter_retention_holds_at_once(aws):  # Queue._messages
    queue = Queue(aws)
    queue.send("a")
    aws.clock.advance(minutes=5)
    assert queue.counts() == [1, 0, 0]

    queue.client.set_queue_attributes(QueueUrl=queue.url, Attributes={"MessageRetentionPeriod": "60"})

    assert queue.counts() == [0, 0, 0]


def test_a_message_waits_out_its_delay_which_counts_for_its_age(aws):
    queue = Queue(aws, MessageRetentionPeriod="60")
    queue.send("a", DelaySeconds=30)
    assert (queue.counts(), queue.bodies()) == ([0, 1, 0], [])

    aws.clock.advance(seconds=30)
    assert queue.bodies() == ["a"]
    aws.clock.advance(seconds=30)

    assert queue.bodies() == []


def test_a_message_is_back_when_its_time_out_ends(aws):  # Message.visible, visible_at
    queue = Queue(aws, VisibilityTimeout="30")
    queue.send("a")
    handle = queue.receive()[0]["ReceiptHandle"]
    aws.clock.advance(seconds=29)
    assert queue.bodies() == []
    aws.clock.advance(seconds=1)
    assert queue.bodies() == ["a"]

    queue.client.change_message_visibility(QueueUrl=queue.url, ReceiptHandle=handle, VisibilityTimeout=0)

    assert queue.bodies() == ["a"]


@pytest.mark.parametrize(("wait", "bodies", "seconds"), [(20, ["a"], 10), (5, [], 5)])
def test_who_waits_gets_a_message_that_comes_back(aws, wait, bodies, seconds):  # receive_message, delayed_until
    queue = Queue(aws)
    queue.send("a", DelaySeconds=10)
    before = aws.clock.now

    assert queue.bodies(WaitTimeSeconds=wait) == bodies
    assert (aws.clock.now - before).total_seconds() == seconds


def test_a_purged_queue_is_empty(aws):  # Queue._messages
    queue = Queue(aws)
    queue.send("a")
    queue.client.purge_queue(QueueUrl=queue.url)

    assert queue.counts() == [0, 0, 0]
