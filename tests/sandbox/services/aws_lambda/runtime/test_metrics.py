"""What Lambda reports of invocations: how many, how they ended, how long they took."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from tools.code import call, make_function

RAISES_OR_SLEEPS = """
import time
def handler(event, context):
    time.sleep(event["seconds"])
"""


def measured(aws, name, statistic="Sum", **dimensions):
    datapoints = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda", MetricName=name, StartTime=aws.clock.now - timedelta(hours=1), Statistics=[statistic],
        EndTime=aws.clock.now + timedelta(minutes=1), Period=3600,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
    )["Datapoints"]  # fmt: skip
    return [point[statistic] for point in datapoints]


def test_invocations_and_their_errors_are_counted(aws):
    make_function(aws, RAISES_OR_SLEEPS)
    call(aws, {"seconds": 1})
    call(aws, {})

    for dimensions in ({}, {"FunctionName": "worker"}, {"FunctionName": "worker", "Resource": "worker"}):
        assert measured(aws, "Invocations", **dimensions) == [2]
        assert measured(aws, "Errors", **dimensions) == [1]
        assert measured(aws, "Throttles", **dimensions) == [0]


def test_duration_is_the_time_the_code_took(aws):
    make_function(aws, RAISES_OR_SLEEPS)
    call(aws, {"seconds": 2})

    (found,) = measured(aws, "Duration", "Maximum", FunctionName="worker")

    assert 2000 < found < 2100


def test_version_is_a_resource_of_its_own(aws):
    make_function(aws, RAISES_OR_SLEEPS)
    aws.client("lambda").publish_version(FunctionName="worker")
    call(aws, {"seconds": 0}, Qualifier="1")

    assert measured(aws, "Invocations", FunctionName="worker", Resource="worker:1") == [1]
    assert measured(aws, "Invocations", FunctionName="worker", Resource="worker") == []


def test_throttled_call_is_neither_an_invocation_nor_an_error(aws):
    make_function(aws, RAISES_OR_SLEEPS)
    aws.client("lambda").put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=0)
    with pytest.raises(ClientError, match="TooManyRequestsException"):
        call(aws, {"seconds": 0})

    assert measured(aws, "Throttles", "Maximum", FunctionName="worker") == [1]
    assert measured(aws, "Invocations", FunctionName="worker") == []


@pytest.mark.slow
def test_calls_at_once_are_reported(aws):
    make_function(aws, RAISES_OR_SLEEPS)
    aws.at_once(*[lambda: call(aws, {"seconds": 1})] * 3)

    assert measured(aws, "ConcurrentExecutions", "Maximum", FunctionName="worker") == [3]
