"""What queues report; the private names of moto's SQS that are counted by break here."""

from datetime import timedelta

import pytest

VISIBLE, IN_FLIGHT = "ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible"


@pytest.fixture
def url(aws):
    return aws.client("sqs").create_queue(QueueName="orders")["QueueUrl"]


def measured(aws, name, statistic="Sum", queue="orders"):
    datapoints = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/SQS", MetricName=name, StartTime=aws.clock.now - timedelta(hours=12), Statistics=[statistic],
        EndTime=aws.clock.now + timedelta(minutes=1), Period=60, Dimensions=[{"Name": "QueueName", "Value": queue}],
    )["Datapoints"]  # fmt: skip
    datapoints.sort(key=lambda point: point["Timestamp"])
    return [point[statistic] for point in datapoints]


def test_calls_are_counted(aws, url):
    sqs = aws.client("sqs")
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(n), "MessageBody": "x"} for n in range(3)])
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    sqs.receive_message(QueueUrl=url)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=messages[0]["ReceiptHandle"])

    names = ("Sent", "Received", "Deleted")
    assert [measured(aws, f"NumberOfMessages{name}") for name in names] == [[3], [3], [1]]
    assert measured(aws, "NumberOfEmptyReceives") == [1]


def test_waiting_messages_are_reported_every_minute(aws, url):
    sqs = aws.client("sqs")
    aws.clock.advance(seconds=10)
    sqs.send_message(QueueUrl=url, MessageBody="x")
    aws.clock.advance(minutes=3)

    assert measured(aws, VISIBLE) == [1, 1, 1]

    sqs.receive_message(QueueUrl=url, VisibilityTimeout=90)
    aws.clock.advance(minutes=3)

    assert measured(aws, VISIBLE) == [1, 1, 1, 0, 1, 1]
    assert measured(aws, IN_FLIGHT) == [1]


def test_quiet_empty_queue_stops_reporting_after_six_hours(aws, url):
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="x")
    sqs.purge_queue(QueueUrl=url)
    aws.clock.advance(hours=11)

    assert len(measured(aws, VISIBLE)) == 6 * 60
    assert repr(aws.clock).endswith("0 due)")


def test_message_moved_to_the_dead_letters_waits_there_and_was_not_sent(aws, url):
    sqs = aws.client("sqs")
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    policy = '{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:dead", "maxReceiveCount": 1}'
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "1"})
    sqs.send_message(QueueUrl=url, MessageBody="x")
    for _ in range(2):
        sqs.receive_message(QueueUrl=url)
        aws.clock.advance(minutes=1)

    assert "Messages" in sqs.receive_message(QueueUrl=dead, VisibilityTimeout=0)
    assert measured(aws, VISIBLE, "Maximum", queue="dead")[-1] == 1
    assert measured(aws, "NumberOfMessagesSent", queue="dead") == []


def test_deleted_queue_reports_no_more(aws, url):
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="x")
    aws.clock.advance(minutes=1)
    before = len(measured(aws, VISIBLE))
    aws.client("sqs").delete_queue(QueueUrl=url)
    aws.clock.advance(minutes=5)

    assert len(measured(aws, VISIBLE)) <= before + 1
