"""The exercises of the breaker's page: what retries cost, what is worth retrying, and when a circuit closes."""

from __future__ import annotations

import json
from typing import Any

from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, nothing_open

FIRST, LONGEST_WAIT, MOST_CALLS = 2, 8.0, 3

SNIPPET = {
    "StartAt": "Call",
    "States": {
        "Call": {
            "Type": "Wait", "Seconds": FIRST, "Next": "Again",
        },
        "Again": {"Type": "Wait", "Seconds": 2 * FIRST, "Next": "Last"},
        "Last": {"Type": "Wait", "Seconds": 4 * FIRST, "End": True},
    },
}  # fmt: skip
"""The waits of three retries, two seconds first and twice as long each time."""


KNOCKING = """\
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: "sts:AssumeRole"}]
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      Definition:
        StartAt: Look
        States:
          Look:
            Type: Task
            Resource: arn:aws:states:::dynamodb:getItem
            Parameters: {TableName: nowhere, Key: {id: {S: a}}}
            Retry: [{ErrorEquals: [States.TaskFailed], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2}]
            Catch: [{ErrorEquals: [States.ALL], ResultPath: $.error, Next: Fallback}]
            End: true
          Fallback: {Type: Pass, Result: {status: degraded}, End: true}
"""


def _seconds(trial: Trial) -> str:
    if isinstance(trial.answer, bool) or not isinstance(trial.answer, int | float):
        return "give a number of seconds"
    waited = _waited(trial, _machine(trial, SNIPPET), {})[0]
    if trial.answer == waited:
        return ""
    return f"the execution took {'longer' if trial.answer < waited else 'less'}: each wait is twice the one before"


def _machine(trial: Trial, definition: Any) -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = {"Version": "2012-10-17", "Statement": [trust]}
    stack = trial.deployed({"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": document}},
        "Machine": {"Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "Definition": definition}},
    }})  # fmt: skip
    return stack["Machine"].physical_id


def _waited(trial: Trial, machine: str, given: Any) -> tuple[float, int]:
    """Seconds that one execution took, and how many calls of a function it made."""
    states = trial.aws.administrator("stepfunctions")
    arn = states.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"]
    trial.aws.clock.advance(minutes=10)
    found = states.describe_execution(executionArn=arn)
    events = states.get_execution_history(executionArn=arn)["events"]
    calls = sum(event["type"] == "LambdaFunctionScheduled" for event in events)
    return (found["stopDate"] - found["startDate"]).total_seconds(), calls


def _asked(trial: Trial) -> Any:
    """What one execution of the answer's machine came to. Raises `ValueError` where it has none."""
    if "Machine" not in trial.stack:
        raise ValueError("it has no resource Machine: keep that name")
    states = trial.aws.administrator("stepfunctions")
    machine = trial.stack["Machine"].physical_id
    arn = states.start_execution(stateMachineArn=machine, input='{"order": 7}')["executionArn"]
    trial.aws.clock.advance(minutes=10)
    return states.describe_execution(executionArn=arn)


def _at_once(trial: Trial) -> str:
    found = _asked(trial)
    waited = (found["stopDate"] - found["startDate"]).total_seconds()
    return "" if waited == 0 else f"the caller waited {waited:g} seconds"


def _order_kept(trial: Trial) -> str:
    output = _asked(trial).get("output", "")
    return "" if '"order":7' in output and "degraded" in output else f"it answers {output or 'nothing'}"


def _broken(trial: Trial) -> str:
    """The answer's machine, its service down from now on. Raises `ValueError` where it has none."""
    if "Machine" not in trial.stack or "Service" not in trial.stack:
        raise ValueError("it has no Machine and Service: start from CircuitBreaker()")
    function, name = trial.aws.administrator("lambda"), trial.stack["Service"].physical_id
    variables = {"DOWN_FROM": "0", "DOWN_UNTIL": "99999999999", "SLOW_SECONDS": "1"}
    function.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
    return trial.stack["Machine"].physical_id


def _first_caller(trial: Trial) -> str:
    waited = _waited(trial, _broken(trial), {"quantity": 1})[0]
    return "" if waited <= LONGEST_WAIT else f"the first caller waited {waited:g} seconds"


def _wrong_request(trial: Trial) -> str:
    waited = _waited(trial, _broken(trial), {"quantity": 0})[0]
    return "" if waited == 0 else f"a request that cannot succeed took {waited:g} seconds"


def _second_caller(trial: Trial) -> str:
    states, machine = trial.aws.administrator("stepfunctions"), _broken(trial)
    for _ in range(MOST_CALLS):
        states.start_execution(stateMachineArn=machine)
        trial.aws.clock.advance(seconds=10)
    arn = states.start_execution(stateMachineArn=machine)["executionArn"]
    trial.aws.clock.advance(seconds=60)
    found = states.describe_execution(executionArn=arn)
    waited = (found["stopDate"] - found["startDate"]).total_seconds()
    return "" if waited == 0 else f"after {MOST_CALLS} callers had failed, the next still waited {waited:g} seconds"


EXERCISES = (
    Exercise(
        name="the_callers_second",
        kind=Kind.PREDICT,
        question=(
            "The published machine retries three times: after 2 seconds, and then after twice as long each time. How "
            "many seconds does a caller wait before the fallback, if every call fails at once?"
        ),
        conditions=(Condition("a caller waits as long as you said", _seconds),),
        hints=("Three waits, not four.", "2, then 4, then 8."),
    ),
    Exercise(
        name="no_knocking",
        kind=Kind.FIX,
        start=KNOCKING,
        question=(
            "This machine asks a table that does not exist, and asks again. Fix it so that a caller does not wait for "
            "what no retry can fix, and so that the fallback keeps the order."
        ),
        conditions=(
            Condition("a caller does not wait", _at_once),
            Condition("the degraded answer holds the order", _order_kept),
        ),
        hints=("States.ALL and States.TaskFailed name every error of a task.", "A Result replaces the input."),
    ),
    Exercise(
        name="open_sooner",
        kind=Kind.BUILD,
        question=(
            "Build a CircuitBreaker whose first caller waits at most eight seconds while the service is down, and "
            "whose fourth does not wait at all, and which does not retry a wrong request."
        ),
        conditions=(
            Condition("the first caller waits at most eight seconds", _first_caller),
            Condition("the fourth caller does not wait", _second_caller),
            Condition("a wrong request is not retried", _wrong_request),
            Condition("no finding is open", nothing_open),
        ),
        hints=("What decides how many callers find out for themselves?", "A breaker that is off never opens."),
    ),
)
