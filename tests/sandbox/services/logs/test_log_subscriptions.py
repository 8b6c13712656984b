"""Lines of a log group that a function is told of: those that match, where the function lets CloudWatch Logs."""

import base64
import gzip
import json

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from tools.code import make_function

TELLING = """
def handler(event, context):
    print(event["awslogs"]["data"])
"""


@pytest.fixture
def aws():
    with Sandbox() as account:
        account.client("logs").create_log_group(logGroupName="app")
        account.client("logs").create_log_stream(logGroupName="app", logStreamName="one")
        yield account


def let(aws, group="app"):
    aws.client("lambda").add_permission(
        FunctionName="worker",
        StatementId="logs",
        Action="lambda:InvokeFunction",
        Principal="logs.amazonaws.com",
        SourceArn=f"arn:aws:logs:us-east-1:{aws.account_id}:log-group:{group}:*",
    )


def subscribe(aws, function, text="ERROR"):
    aws.client("logs").put_subscription_filter(
        logGroupName="app", filterName="errors", filterPattern=text, destinationArn=function
    )


def told(aws):
    lines = aws.client("logs").filter_log_events(logGroupName="/aws/lambda/worker")["events"]
    packed = [line["message"].strip() for line in lines if line["message"].startswith("H4sI")]
    return [json.loads(gzip.decompress(base64.b64decode(one))) for one in packed]


def test_a_function_is_told_of_the_lines_that_match(aws):
    function = make_function(aws, TELLING)
    let(aws)
    subscribe(aws, function)
    now = int(aws.clock.time() * 1000)

    aws.client("logs").put_log_events(
        logGroupName="app",
        logStreamName="one",
        logEvents=[{"timestamp": now, "message": text} for text in ("all is well", "ERROR: out of tea")],
    )

    [batch] = told(aws)
    assert (batch["logGroup"], batch["subscriptionFilters"]) == ("app", ["errors"])
    assert [event["message"] for event in batch["logEvents"]] == ["ERROR: out of tea"]


@pytest.mark.parametrize("group", [None, "another"])
def test_a_function_that_does_not_let_the_group_is_refused_as_a_destination(aws, group):
    function = make_function(aws, TELLING)
    if group:
        let(aws, group)

    with pytest.raises(ClientError) as refused:
        subscribe(aws, function)

    assert refused.value.response["Error"] == {
        "Code": "InvalidParameterException",
        "Message": "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to "
        "execute your function.",
    }
