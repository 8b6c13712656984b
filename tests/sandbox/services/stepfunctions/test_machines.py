"""What state machines do as the account's time passes."""

import json
from datetime import timedelta

import pytest

from patterns import Sandbox

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}
MAY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
FUNCTION = """\
import time

class Sick(Exception):
    pass

def handler(event, context):
    time.sleep(event.get("seconds", 0))
    if event.get("fails"):
        raise Sick("try later")
    return {"answer": event["order"] * 2}
"""
PUT_NEW = {
    "Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem", "End": True,
    "Parameters": {
        "TableName": "orders", "Item": {"id": {"S.$": "$.id"}}, "ConditionExpression": "attribute_not_exists(id)",
    },
    "Catch": [{"ErrorEquals": ["DynamoDB.ConditionalCheckFailedException"], "ResultPath": "$.error", "Next": "Known"}],
}  # fmt: skip


def stack(aws, definition, **resources):
    role = {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": TRUST, "Policies": [{"PolicyName": "may", "PolicyDocument": MAY}],
    }}  # fmt: skip
    machine = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {"RoleArn": {"Fn::GetAtt": "Role.Arn"}, "Definition": definition},
    }
    source = {"Resources": {"Role": role, "Machine": machine, **resources}}
    return aws.deploy(source)


class Run:
    """One execution, started at once."""

    def __init__(self, aws, machine, given=None):
        self.states = aws.client("stepfunctions")
        started = self.states.start_execution(stateMachineArn=machine, input=json.dumps(given or {}))
        self.arn, self.began = started["executionArn"], aws.clock.now

    @property
    def found(self):
        return self.states.describe_execution(executionArn=self.arn)

    @property
    def status(self):
        return self.found["status"]

    @property
    def output(self):
        return json.loads(self.found["output"])

    @property
    def seconds(self):
        return (self.found["stopDate"] - self.began).total_seconds()

    @property
    def events(self):
        events = self.states.get_execution_history(executionArn=self.arn)["events"]
        return [((event["timestamp"] - self.began).total_seconds(), event["type"]) for event in events]


def run(aws, definition, given=None, **resources):
    return Run(aws, stack(aws, definition, **resources)["Machine"].physical_id, given)


def waiting(seconds):
    return {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": seconds, "End": True}}}


def calling(**more):
    task = {"Type": "Task", "Resource": {"Fn::GetAtt": "Function.Arn"}, "End": True, **more}
    return {"StartAt": "Call", "States": {"Call": task}}


@pytest.fixture
def trusting():
    with Sandbox(run_foreign_code=True) as account:
        yield account


def function(timeout=60):
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Role": {"Fn::GetAtt": "Role.Arn"}, "Runtime": "python3.13", "Handler": "index.handler",
            "Timeout": timeout, "Code": {"ZipFile": FUNCTION},
        },
    }  # fmt: skip


def test_a_wait_lasts_as_long_as_the_clock_says(aws):
    execution = run(aws, waiting(30))
    assert execution.status == "RUNNING"

    aws.clock.advance(seconds=29)
    assert execution.status == "RUNNING"

    aws.clock.advance(seconds=1)
    assert (execution.status, execution.seconds) == ("SUCCEEDED", 30)
    assert execution.events == [
        (0, "ExecutionStarted"), (0, "WaitStateEntered"), (30, "WaitStateExited"), (30, "ExecutionSucceeded"),
    ]  # fmt: skip


def test_what_takes_no_time_is_over_when_the_start_returns(aws):
    execution = run(aws, {"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 7, "End": True}}})

    assert (execution.status, execution.output, execution.seconds) == ("SUCCEEDED", 7, 0)


def test_a_wait_until_a_moment_ends_then(aws):
    until = (aws.clock.now + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    execution = run(aws, {"StartAt": "W", "States": {"W": {"Type": "Wait", "Timestamp": until, "End": True}}})

    aws.clock.advance(days=1)

    assert execution.seconds == 5 * 3600


def test_parallel_branches_take_as_long_as_the_longest(aws):
    branches = [waiting(5), waiting(20), waiting(10)]
    execution = run(aws, {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": branches, "End": True}}})

    aws.clock.advance(minutes=5)

    assert (execution.status, execution.seconds) == ("SUCCEEDED", 20)


def test_a_failing_branch_ends_the_others(aws):
    failing = {"StartAt": "W", "States": {
        "W": {"Type": "Wait", "Seconds": 2, "Next": "F"}, "F": {"Type": "Fail", "Error": "No"}}}  # fmt: skip
    parallel = {"Type": "Parallel", "Branches": [failing, waiting(20)], "End": True}
    execution = run(aws, {"StartAt": "P", "States": {"P": parallel}})

    aws.clock.advance(minutes=5)

    assert (execution.status, execution.found["error"], execution.seconds) == ("FAILED", "No", 2)
    assert execution.events[-1] == (2, "ExecutionFailed")


def test_an_execution_that_runs_too_long_times_out(aws):
    execution = run(aws, {**waiting(30), "TimeoutSeconds": 7})

    aws.clock.advance(minutes=5)

    assert (execution.status, execution.seconds) == ("TIMED_OUT", 7)
    assert execution.events[-1] == (7, "ExecutionTimedOut")


def test_a_map_works_through_its_items_side_by_side_as_far_as_it_may(aws):
    processor = {"StartAt": "W", "States": {"W": {"Type": "Wait", "SecondsPath": "$", "End": True}}}
    work = {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": 2, "End": True}
    execution = run(aws, {"StartAt": "M", "States": {"M": work}}, [3, 4, 5])

    aws.clock.advance(minutes=5)

    assert (execution.output, execution.seconds) == ([3, 4, 5], 8)


def test_a_conditional_write_that_fails_is_caught(aws):
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        },
    }  # fmt: skip
    definition = {"StartAt": "Put", "States": {"Put": PUT_NEW, "Known": {"Type": "Fail", "Error": "Known"}}}
    machine = stack(aws, definition, Table=table)["Machine"].physical_id

    first, second = Run(aws, machine, {"id": "a"}), Run(aws, machine, {"id": "a"})

    assert (first.status, second.status, second.found["error"]) == ("SUCCEEDED", "FAILED", "Known")


def test_a_function_answers_its_task(trusting):
    execution = run(trusting, calling(), {"order": 4}, Function=function())

    assert (execution.status, execution.output) == ("SUCCEEDED", {"answer": 8})
    assert (0, "LambdaFunctionSucceeded") in execution.events


@pytest.mark.slow
def test_retries_wait_longer_each_time_and_only_for_what_they_name(trusting):
    retry = [{"ErrorEquals": ["Sick"], "IntervalSeconds": 2, "MaxAttempts": 3, "BackoffRate": 2}]
    machine = stack(trusting, calling(Retry=retry), Function=function())["Machine"].physical_id
    sick, broken = Run(trusting, machine, {"fails": True}), Run(trusting, machine, {})

    trusting.clock.advance(minutes=5)

    assert (sick.status, sick.found["error"], sick.seconds) == ("FAILED", "Sick", 2 + 4 + 8)
    attempts = [second for second, event in sick.events if event == "LambdaFunctionStarted"]
    assert attempts == [0, 2, 6, 14]
    assert (broken.status, broken.found["error"], broken.seconds) == ("FAILED", "KeyError", 0)


def test_a_task_that_takes_too_long_times_out_and_its_call_writes_no_more_history(trusting):
    caught = [{"ErrorEquals": ["States.Timeout"], "Next": "Late"}]
    definition = calling(TimeoutSeconds=5, Catch=caught)
    definition["States"]["Late"] = {"Type": "Pass", "Result": "late", "End": True}
    execution = run(trusting, definition, {"order": 1, "seconds": 20}, Function=function())

    trusting.clock.advance(minutes=5)

    assert (execution.status, execution.output, execution.seconds) == ("SUCCEEDED", "late", 5)
    assert max(second for second, _ in execution.events) == 5


def test_a_heartbeat_keeps_a_waiting_task_alive(aws):
    task = {
        "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "HeartbeatSeconds": 10,
        "TimeoutSeconds": 600, "End": True,
        "Parameters": {"QueueUrl": {"Ref": "Queue"}, "MessageBody": {"token.$": "$$.Task.Token"}},
    }  # fmt: skip
    deployed = stack(aws, {"StartAt": "T", "States": {"T": task}}, Queue={"Type": "AWS::SQS::Queue"})
    machine, queue = deployed["Machine"].physical_id, deployed["Queue"].physical_id
    answered, silent = Run(aws, machine), Run(aws, machine)
    received = aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=1)["Messages"]
    token = json.loads(received[0]["Body"])["token"]

    aws.clock.advance(seconds=8)
    answered.states.send_task_heartbeat(taskToken=token)
    aws.clock.advance(seconds=8)
    answered.states.send_task_success(taskToken=token, output='{"done": true}')
    aws.clock.advance(minutes=5)

    assert (answered.status, answered.output, answered.seconds) == ("SUCCEEDED", {"done": True}, 16)
    assert (silent.status, silent.found["error"], silent.seconds) == ("FAILED", "States.Timeout", 10)


@pytest.mark.slow
def test_ten_runs_write_the_same_history():
    branch = {"StartAt": "U", "States": {
        "U": {"Type": "Pass", "Parameters": {"id.$": "States.UUID()"}, "Next": "W"},
        "W": {"Type": "Wait", "Seconds": 3, "End": True}}}  # fmt: skip
    parallel = {"Type": "Parallel", "Branches": [branch] * 3, "End": True}

    def history():
        with Sandbox(seed=4) as aws:
            execution = run(aws, {"StartAt": "P", "States": {"P": parallel}})
            aws.clock.advance(minutes=1)
            return execution.states.get_execution_history(executionArn=execution.arn)["events"]

    first = history()
    assert all(history() == first for _ in range(9))
    assert len({json.loads(event["stateExitedEventDetails"]["output"])["id"]
                for event in first if event["type"] == "WaitStateExited"}) == 3  # fmt: skip
