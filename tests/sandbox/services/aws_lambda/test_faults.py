"""Functions that are throttled, slow or broken on purpose, whoever calls them."""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from tools.code import call, make_function


@pytest.fixture
def aws():
    with Sandbox() as aws:
        make_function(aws, "def handler(event, context): return 'fine'", Timeout=5)
        yield aws


def measured(aws, name):
    datapoints = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda", MetricName=name, StartTime=aws.clock.now - timedelta(hours=1), Statistics=["Sum"],
        EndTime=aws.clock.now + timedelta(minutes=1), Period=3600,
        Dimensions=[{"Name": "FunctionName", "Value": "worker"}],
    )["Datapoints"]  # fmt: skip
    return [point["Sum"] for point in datapoints]


def test_error_stands_in_place_of_the_code(aws):
    with aws.faults.function("worker", error="The shop is closed."):
        payload, error = call(aws)

    assert (error, payload["errorMessage"]) == ("Unhandled", "The shop is closed.")
    assert (call(aws), measured(aws, "Errors")) == (("fine", None), [1])


def test_seconds_pass_before_the_code_runs(aws):
    before = aws.clock.now
    with aws.faults.function("worker", seconds=2):
        assert call(aws) == ("fine", None)

    assert (aws.clock.now - before).total_seconds() == 2


def test_more_seconds_than_the_function_has_are_a_timeout(aws):
    before = aws.clock.now
    with aws.faults.function("worker", seconds=60):
        payload, _ = call(aws)

    assert payload["errorType"] == "Sandbox.Timedout"
    assert (aws.clock.now - before).total_seconds() == 5


def test_throttled_call_is_refused_and_counted(aws):
    with aws.faults.function("worker", throttle=True), pytest.raises(ClientError) as refused:
        call(aws)

    assert refused.value.response["Error"]["Code"] == "TooManyRequestsException"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    assert measured(aws, "Invocations") == []


def test_event_for_a_throttled_function_waits_until_it_is_not(aws):
    aws.faults.function("worker", throttle=True, lasting=60)
    aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event", Payload="{}")
    aws.clock.advance(minutes=5)

    assert measured(aws, "Invocations") == [1]
    assert measured(aws, "Throttles")[0] > 1


@pytest.mark.slow
def test_share_of_the_invocations_fails(aws):
    with aws.faults.function("worker", error="no", rate=0.5):
        errors = [call(aws, {"number": number})[1] for number in range(20)]

    assert 4 < errors.count("Unhandled") < 16


def test_other_functions_run(aws):
    make_function(aws, "def handler(event, context): return 'other'", name="other")
    with aws.faults.function("worker", error="no"):
        assert call(aws, name="other") == ("other", None)
