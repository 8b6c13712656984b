"""https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"""

import json

import pytest

from tools.code import log_lines, make_function

HANDLER = """
def handler(event, context):
    bodies = [record["body"] for record in event["Records"]]
    print("batch", bodies, [record["attributes"]["ApproximateReceiveCount"] for record in event["Records"]])
    bad = [record["messageId"] for record in event["Records"] if record["body"] == "bad"]
    if bad and PARTIAL:
        return {"batchItemFailures": [{"itemIdentifier": each} for each in bad]}
    if bad:
        raise RuntimeError("bad message")
"""


def queue(aws, name="orders", **attributes):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def consumer(aws, queue_arn, *, partial=False, **settings):
    make_function(aws, f"PARTIAL = {partial}\n{HANDLER}")
    kinds = {"FunctionResponseTypes": ["ReportBatchItemFailures"]} if partial else {}
    aws.client("lambda").create_event_source_mapping(
        FunctionName="worker", EventSourceArn=queue_arn, **kinds, **settings
    )


def send(aws, url, *bodies):
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
    aws.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)


def batches(aws):
    return [line for line in log_lines(aws) if line.startswith("batch")]


def left(aws, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(map(int, attributes.values()))


@pytest.mark.slow
def test_messages_come_in_batches_and_go_when_they_are_dealt_with(aws):
    url, arn = queue(aws)
    send(aws, url, "a", "b", "c")
    consumer(aws, arn, BatchSize=2)

    assert batches(aws) == ["batch ['a', 'b'] ['1', '1']", "batch ['c'] ['1']"]
    assert left(aws, url) == 0


@pytest.mark.slow
def test_a_batch_that_fails_comes_back_whole_after_the_visibility_time_out(aws):
    dead, dead_arn = queue(aws, "dead")
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
    url, arn = queue(aws, VisibilityTimeout="60", RedrivePolicy=redrive)
    consumer(aws, arn)

    send(aws, url, "good", "bad")
    assert batches(aws) == ["batch ['good', 'bad'] ['1', '1']"]

    aws.clock.advance(minutes=10)
    assert batches(aws)[1:] == ["batch ['good', 'bad'] ['2', '2']"]
    assert (left(aws, url), left(aws, dead)) == (0, 2)


@pytest.mark.slow
def test_a_partial_failure_keeps_only_what_failed(aws):
    url, arn = queue(aws, VisibilityTimeout="60")
    consumer(aws, arn, partial=True)

    send(aws, url, "good", "bad")
    assert left(aws, url) == 1

    aws.clock.advance(seconds=61)
    assert batches(aws) == ["batch ['good', 'bad'] ['1', '1']", "batch ['bad'] ['2']"]


@pytest.mark.slow
def test_a_delayed_message_comes_when_its_delay_is_over(aws):
    url, arn = queue(aws, DelaySeconds="30")
    consumer(aws, arn)

    send(aws, url, "late")
    aws.clock.advance(seconds=29)
    assert left(aws, url) == 0
    aws.clock.advance(seconds=2)

    assert batches(aws) == ["batch ['late'] ['1']"]


def test_waiting_for_a_message_passes_the_account_s_time_until_one_comes(aws):
    url, _ = queue(aws)
    sqs = aws.client("sqs")
    started = aws.clock.now

    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
    assert (aws.clock.now - started).total_seconds() == 20

    aws.clock.after(5, lambda: sqs.send_message(QueueUrl=url, MessageBody="here"))
    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]
    assert message["Body"] == "here"
    assert (aws.clock.now - started).total_seconds() == 25


@pytest.mark.slow
def test_a_message_that_no_filter_lets_through_is_gone(aws):
    url, arn = queue(aws)
    consumer(aws, arn, FilterCriteria={"Filters": [{"Pattern": '{"body": {"kind": ["order"]}}'}]})

    send(aws, url, '{"kind": "order"}', '{"kind": "spam"}', "no JSON")

    assert batches(aws) == ["""batch ['{"kind": "order"}'] ['1']"""]
    assert left(aws, url) == 0
