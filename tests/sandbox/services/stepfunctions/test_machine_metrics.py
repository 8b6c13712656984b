"""What state machines report; the private names of moto's Step Functions that are counted by break here."""

import json
from datetime import timedelta

import pytest

ENDS = {
    "ExecutionsSucceeded": {"Type": "Wait", "Seconds": 5, "End": True},
    "ExecutionsFailed": {"Type": "Fail", "Error": "Broken"},
    "ExecutionsTimedOut": {"Type": "Wait", "Seconds": 50, "End": True},
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def machine(aws, state):
    role = aws.client("iam").create_role(RoleName="machine", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    definition = json.dumps({"StartAt": "Only", "TimeoutSeconds": 20, "States": {"Only": state}})
    client = aws.client("stepfunctions")
    return client.create_state_machine(name="m", definition=definition, roleArn=role)["stateMachineArn"]


def measured(aws, arn, name):
    datapoints = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/States", MetricName=name, StartTime=aws.clock.now - timedelta(hours=1), Statistics=["Sum"],
        EndTime=aws.clock.now + timedelta(minutes=1), Period=3600,
        Dimensions=[{"Name": "StateMachineArn", "Value": arn}],
    )["Datapoints"]  # fmt: skip
    return [point["Sum"] for point in datapoints]


@pytest.mark.parametrize("ended", ENDS)
def test_execution_is_counted_by_how_it_ended(aws, ended):
    arn = machine(aws, ENDS[ended])
    aws.client("stepfunctions").start_execution(stateMachineArn=arn)
    aws.clock.advance(minutes=2)

    assert [measured(aws, arn, name) for name in ("ExecutionsStarted", *ENDS)] == [
        [1], *([1] if name == ended else [] for name in ENDS),
    ]  # fmt: skip


def test_time_of_an_execution_is_measured(aws):
    arn = machine(aws, ENDS["ExecutionsSucceeded"])
    aws.client("stepfunctions").start_execution(stateMachineArn=arn)
    aws.clock.advance(minutes=2)

    assert measured(aws, arn, "ExecutionTime") == [5000]


def test_stopped_execution_is_aborted(aws):
    arn = machine(aws, ENDS["ExecutionsTimedOut"])
    client = aws.client("stepfunctions")
    execution = client.start_execution(stateMachineArn=arn)["executionArn"]
    client.stop_execution(executionArn=execution)
    aws.clock.advance(minutes=2)

    assert (measured(aws, arn, "ExecutionsAborted"), measured(aws, arn, "ExecutionsTimedOut")) == ([1], [])
