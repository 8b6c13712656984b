"""Loops through functions: which Lambda stops, and which only the sandbox slows down.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
"""

import json
import sys

import psutil
import pytest

from patterns.sandbox.services.aws_lambda.runtime.not_called import MOST_ROUNDS
from patterns.sandbox.services.aws_lambda.runtime.zygote import shared
from tools.code import log_lines, make_function

ACCOUNT = "123456789012"
ALL = ["s3:*", "sqs:*", "sns:*", "events:*", "lambda:*", "dynamodb:*"]
HEAD = "import boto3, json\ndef handler(event, context):\n    print('round')\n    "
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:worker"


def rounds(aws):
    return sum(line == "round" for line in log_lines(aws))


def let(aws, service):
    aws.client("lambda").add_permission(
        FunctionName="worker", StatementId=service, Action="lambda:InvokeFunction", Principal=f"{service}.amazonaws.com"
    )


def by_bucket(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="notes")
    make_function(aws, f"{HEAD}boto3.client('s3').put_object(Bucket='notes', Key='a', Body=b'b')", grants=ALL)
    let(aws, "s3")
    calls = {"LambdaFunctionArn": FUNCTION, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket="notes", NotificationConfiguration={"LambdaFunctionConfigurations": [calls]}
    )
    s3.put_object(Bucket="notes", Key="a", Body=b"b")


def by_topic(aws):
    topic = aws.client("sns").create_topic(Name="t")["TopicArn"]
    make_function(aws, f"{HEAD}boto3.client('sns').publish(TopicArn={topic!r}, Message='a')", grants=ALL)
    let(aws, "sns")
    aws.client("sns").subscribe(TopicArn=topic, Protocol="lambda", Endpoint=FUNCTION)
    aws.client("sns").publish(TopicArn=topic, Message="a")


def by_queue(aws):
    dead = aws.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    redrive = {"deadLetterTargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead", "maxReceiveCount": 1}
    url = aws.client("sqs").create_queue(QueueName="q", Attributes={"RedrivePolicy": json.dumps(redrive)})["QueueUrl"]
    make_function(aws, f"{HEAD}boto3.client('sqs').send_message(QueueUrl={url!r}, MessageBody='a')", grants=ALL)
    aws.client("lambda").create_event_source_mapping(
        FunctionName="worker", EventSourceArn=f"arn:aws:sqs:us-east-1:{ACCOUNT}:q"
    )
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="a")
    aws.clock.advance(minutes=5)
    assert len(aws.client("sqs").receive_message(QueueUrl=dead).get("Messages", [])) == 1


def by_itself(aws):
    call = "boto3.client('lambda').invoke(FunctionName='worker', InvocationType='Event', Payload=b'{}')"
    make_function(aws, HEAD + call, grants=ALL)
    aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event", Payload=b"{}")


LOOPS = [by_bucket, by_topic, by_queue, by_itself]


@pytest.mark.slow
@pytest.mark.parametrize("begin", LOOPS)
def test_a_loop_that_lambda_sees_ends_after_sixteen_rounds(aws, begin):
    begin(aws)
    aws.clock.advance(minutes=5)

    assert rounds(aws) == 16
    assert any(event.what == "stopped" for event in aws.timeline.of("worker"))


@pytest.mark.slow
def test_what_was_stopped_goes_to_the_dead_letters_and_is_counted(aws):
    url = aws.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    make_function(
        aws, f"{HEAD}boto3.client('lambda').invoke(FunctionName='worker', InvocationType='Event')", grants=ALL,
        DeadLetterConfig={"TargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"},
    )  # fmt: skip
    aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event", Payload=b'{"n": 1}')

    [message] = aws.client("sqs").receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    told = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda", MetricName="RecursiveInvocationsDropped", Statistics=["Sum"], Period=60,
        Dimensions=[{"Name": "FunctionName", "Value": "worker"}],
        StartTime=aws.clock.now.replace(year=2025), EndTime=aws.clock.now.replace(year=2027),
    )  # fmt: skip
    assert "recursive loop" in message["MessageAttributes"]["ErrorMessage"]["StringValue"]
    assert [point["Sum"] for point in told["Datapoints"]] == [1.0]


@pytest.mark.slow
def test_a_function_that_waits_for_itself_is_told_and_ends(aws):
    call = "return json.loads(boto3.client('lambda').invoke(FunctionName='worker')['Payload'].read() or b'null')"
    make_function(aws, HEAD + call, grants=ALL, Timeout=900)

    answer = aws.client("lambda").invoke(FunctionName="worker")["Payload"].read()

    assert rounds(aws) == 16
    assert b"RecursiveInvocationException" in answer


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="each function has a supervisor beside it on Linux alone")
def test_functions_that_wait_for_one_another_take_a_process_each_and_the_next_chain_takes_the_same(aws):
    """Who waits is busy, so each level has an execution environment of its own, as on Lambda; none is started twice."""
    call = "return json.loads(boto3.client('lambda').invoke(FunctionName='worker')['Payload'].read() or b'null')"
    make_function(aws, HEAD + call, grants=ALL, Timeout=900)
    below = []
    for _ in range(2):
        aws.client("lambda").invoke(FunctionName="worker")
        below.append({child.pid for child in psutil.Process(shared.pid).children(recursive=True)})

    assert below[0] == below[1]
    assert len(below[0]) <= 2 * MOST_ROUNDS


@pytest.mark.slow
def test_a_function_may_be_let_go_on_and_then_slows_down(aws):
    make_function(
        aws, f"{HEAD}boto3.client('lambda').invoke(FunctionName='worker', InvocationType='Event')", grants=ALL
    )
    settings = aws.client("lambda")
    assert settings.get_function_recursion_config(FunctionName="worker")["RecursiveLoop"] == "Terminate"
    settings.put_function_recursion_config(FunctionName="worker", RecursiveLoop="Allow")
    assert settings.get_function_recursion_config(FunctionName="worker")["RecursiveLoop"] == "Allow"

    settings.invoke(FunctionName="worker", InvocationType="Event")
    at_once = rounds(aws)
    aws.clock.advance(minutes=1)

    assert at_once == 100
    assert rounds(aws) == 200
    assert any("AWS would go on" in str(event) for event in aws.timeline.of("worker"))


@pytest.mark.slow
def test_a_loop_through_an_event_bus_is_none_to_lambda(aws):
    entry = {"Source": "shop", "DetailType": "a", "Detail": "{}"}
    make_function(aws, f"{HEAD}boto3.client('events').put_events(Entries=[{entry!r}])", grants=ALL)
    let(aws, "events")
    aws.client("events").put_rule(Name="r", EventPattern='{"source": ["shop"]}')
    aws.client("events").put_targets(Rule="r", Targets=[{"Id": "1", "Arn": FUNCTION}])

    aws.client("events").put_events(Entries=[entry])

    assert rounds(aws) == 100


@pytest.mark.slow
def test_functions_that_wait_for_one_another_without_end_meet_the_sandbox_s_limit(aws):
    make_function(aws, f"{HEAD}boto3.client('lambda').invoke(FunctionName='worker')", grants=ALL, Timeout=900)
    aws.client("lambda").put_function_recursion_config(FunctionName="worker", RecursiveLoop="Allow")

    aws.client("lambda").invoke(FunctionName="worker")

    assert rounds(aws) == 32
    assert any("AWS would go on up to 1,000" in line for line in log_lines(aws))


@pytest.mark.slow
def test_one_caller_after_another_is_no_loop(aws):
    make_function(aws, f"{HEAD}return 1")

    for _ in range(20):
        assert aws.client("lambda").invoke(FunctionName="worker")["StatusCode"] == 200

    assert rounds(aws) == 20
