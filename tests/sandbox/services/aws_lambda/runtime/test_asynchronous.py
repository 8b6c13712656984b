"""https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"""

import json
from datetime import timedelta

import pytest

from patterns.sandbox.core.clock import START
from tools.code import log_lines, make_function

FAILS_TWICE = """
import boto3
def handler(event, context):
    table = boto3.resource("sqs").Queue(event["seen"])
    table.send_message(MessageBody=context.aws_request_id)
    count = int(boto3.client("sqs").get_queue_attributes(QueueUrl=event["seen"],
        AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]["ApproximateNumberOfMessages"])
    if count < event["good_from"]:
        raise RuntimeError(f"attempt {count}")
    return count
"""


def queue(aws, name):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def messages(aws, url):
    return aws.client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
    ).get("Messages", [])  # fmt: skip


def send(aws, **event):
    answer = aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event", Payload=json.dumps(event))
    assert answer["StatusCode"] == 202


def starts(aws):
    events = aws.client("logs").filter_log_events(logGroupName="/aws/lambda/worker")["events"]
    return [
        timedelta(milliseconds=event["timestamp"] - START.timestamp() * 1000)
        for event in events
        if event["message"].startswith("START")
    ]


@pytest.mark.slow
def test_a_failing_event_is_tried_again_after_one_minute_and_after_two_more(aws):
    make_function(aws, FAILS_TWICE)
    seen, _ = queue(aws, "seen")

    send(aws, seen=seen, good_from=9)
    assert starts(aws) == [timedelta(0)]

    aws.clock.advance(hours=1)
    assert starts(aws) == [timedelta(0), timedelta(minutes=1), timedelta(minutes=3)]
    assert len({line.split()[2] for line in log_lines(aws) if line.startswith("START")}) == 1


@pytest.mark.slow
def test_what_never_succeeds_goes_to_the_dead_letter_queue_and_to_the_destination(aws):
    seen, _ = queue(aws, "seen")
    dead, dead_arn = queue(aws, "dead")
    failed, failed_arn = queue(aws, "failed")
    make_function(aws, FAILS_TWICE, DeadLetterConfig={"TargetArn": dead_arn})
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName="worker", MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": failed_arn}}
    )

    send(aws, seen=seen, good_from=9)
    aws.clock.advance(minutes=5)

    (letter,) = messages(aws, dead)
    (record,) = map(json.loads, [message["Body"] for message in messages(aws, failed)])
    assert json.loads(letter["Body"]) == {"seen": seen, "good_from": 9}
    assert letter["MessageAttributes"]["ErrorMessage"]["StringValue"] == "attempt 2"
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["requestContext"]["approximateInvokeCount"] == 2
    assert record["responsePayload"]["errorMessage"] == "attempt 2"


@pytest.mark.slow
def test_a_success_goes_to_its_destination(aws):
    seen, _ = queue(aws, "seen")
    good, good_arn = queue(aws, "good")
    make_function(aws, FAILS_TWICE)
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName="worker", DestinationConfig={"OnSuccess": {"Destination": good_arn}}
    )

    send(aws, seen=seen, good_from=2)
    assert messages(aws, good) == []
    aws.clock.advance(minutes=1)

    (record,) = map(json.loads, [message["Body"] for message in messages(aws, good)])
    assert (record["requestContext"]["condition"], record["responsePayload"]) == ("Success", 2)


def test_a_throttled_event_waits_and_is_run_when_there_is_room(aws):
    make_function(aws, "def handler(event, context):\n    print('ran')")
    client = aws.client("lambda")
    client.put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=0)

    send(aws)
    aws.clock.advance(minutes=1)
    client.put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=1)
    aws.clock.advance(minutes=10)

    assert log_lines(aws).count("ran") == 1


def test_event_that_grows_too_old_goes_where_failed_events_go(aws):
    dead, dead_arn = queue(aws, "dead")
    failed, failed_arn = queue(aws, "failed")
    make_function(aws, FAILS_TWICE, DeadLetterConfig={"TargetArn": dead_arn})
    client = aws.client("lambda")
    client.put_function_event_invoke_config(
        FunctionName="worker", MaximumEventAgeInSeconds=60, DestinationConfig={"OnFailure": {"Destination": failed_arn}}
    )
    client.put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=0)

    send(aws, seen="none")
    aws.clock.advance(minutes=10)

    (letter,) = messages(aws, dead)
    (record,) = map(json.loads, [message["Body"] for message in messages(aws, failed)])
    assert json.loads(letter["Body"]) == {"seen": "none"}
    assert record["requestContext"]["condition"] == "EventAgeExceeded"
    assert "responsePayload" not in record
