"""The exercises of the breaker's page: what retries cost, what is worth retrying, and when a circuit closes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from patterns.exercises._numbers import compared, forecast
from patterns.exercises._rights import made
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Lacking, Trial, nothing_open

if TYPE_CHECKING:
    from patterns.sandbox.stacks.stack import Stack

LONGEST_WAIT, MOST_CALLS, ORDERS = 8.0, 2, (7, 4711)
MACHINE = "AWS::StepFunctions::StateMachine"
PRICE = 24
DOWN = {"DOWN_FROM": "0", "DOWN_UNTIL": "99999999999", "SLOW_SECONDS": "1"}
WELL = {"DOWN_FROM": "0", "DOWN_UNTIL": "0", "SLOW_SECONDS": "0"}

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


RETRYING = KNOCKING.replace("nowhere", "published")
"""Three retries, two seconds after the first failure and twice as long each time."""


def _seconds(trial: Trial) -> str:
    said = forecast(trial)
    ended = _run(trial, trial.deployed(RETRYING)["Machine"].physical_id, {})
    return compared(
        said,
        round(ended.waited),
        too_many="the execution took less: there is a wait before each retry, and none after the last",
        too_few="the execution took longer: each wait is twice the one before",
    )


@dataclass(frozen=True)
class _Ended:
    """What an execution came to: how many seconds it took, what it answered, how many calls it made."""

    waited: float
    status: str
    output: Any
    calls: int

    def __str__(self) -> str:
        return f"{self.status} {json.dumps(self.output)}"


def _run(trial: Trial, machine: str, given: Any, *, minutes: float = 10) -> _Ended:
    """One execution of a machine, after the clock moved on. Raises `Lacking` where it has not ended."""
    states = trial.aws.administrator("stepfunctions")
    arn = states.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"]
    trial.aws.clock.advance(minutes=minutes)
    answer = states.describe_execution(executionArn=arn)
    if "stopDate" not in answer:
        raise Lacking(f"after {minutes:g} minutes its execution still runs: let it end")
    events = states.get_execution_history(executionArn=arn, maxResults=1000)["events"]
    calls = sum(event["type"] in ("LambdaFunctionScheduled", "TaskScheduled") for event in events)
    seconds = (answer["stopDate"] - answer["startDate"]).total_seconds()
    return _Ended(seconds, answer["status"], json.loads(answer.get("output") or "null"), calls)


def _asked(trial: Trial) -> list[tuple[int, _Ended]]:
    """What every machine of the answer makes of each order, the last of which no answer can hold.

    Raises `Lacking` where it has no machine.
    """
    machines = [machine.physical_id for machine in made(trial, MACHINE)]
    orders = (*ORDERS, 10_000 + crc32(json.dumps(trial.document.body, sort_keys=True, default=str).encode()) % 90_000)
    return [(order, _run(trial, machine, {"order": order})) for machine in machines for order in orders]


def _at_once(trial: Trial) -> str:
    waits = [ended.waited for _, ended in trial.once(_asked) if ended.waited]
    return f"the caller waited {waits[0]:g} seconds: do not retry what no retry can fix" if waits else ""


def _still_asks(trial: Trial) -> str:
    silent = [ended for _, ended in trial.once(_asked) if not ended.calls]
    return "it asks nobody any more: keep the task" if silent else ""


def _order_kept(trial: Trial) -> str:
    for order, ended in trial.once(_asked):
        if ended.status != "SUCCEEDED" or not _holds(ended.output, order) or not _holds(ended.output, "degraded"):
            return f"to the order {order} it answers {ended}"
    return ""


def _holds(found: Any, value: Any) -> bool:
    """Whether a value is somewhere in an answer."""
    if isinstance(found, dict):
        return any(_holds(one, value) for one in found.values())
    if isinstance(found, list):
        return any(_holds(one, value) for one in found)
    return bool(found == value)


def _anew(trial: Trial, service: dict[str, str]) -> str:
    """The machine of a stack of its own, whose circuit knows of nothing yet, and whose service is down or well."""
    stack = trial.deployed(trial.document, trial.parameters)
    if "Machine" not in stack or "Service" not in stack:
        raise Lacking("it has no Machine and Service: start from CircuitBreaker()")
    _now(trial, stack, service)
    return stack["Machine"].physical_id


def _now(trial: Trial, stack: Stack, service: dict[str, str]) -> None:
    client = trial.aws.administrator("lambda")
    client.update_function_configuration(FunctionName=stack["Service"].physical_id, Environment={"Variables": service})


def _well_served(trial: Trial) -> str:
    ended = _run(trial, _anew(trial, WELL), {"quantity": 2})
    served = ended.status == "SUCCEEDED" and _holds(ended.output, PRICE)
    return "" if served else f"a good request gets {ended}, and the price of 2 is {PRICE}"


def _first_caller(trial: Trial) -> str:
    waited = _run(trial, _anew(trial, DOWN), {"quantity": 1}).waited
    return "" if waited <= LONGEST_WAIT else f"the first caller waited {waited:g} seconds"


def _wrong_request(trial: Trial) -> str:
    waited = _run(trial, _anew(trial, DOWN), {"quantity": 0}).waited
    return "" if waited == 0 else f"a request that cannot succeed took {waited:g} seconds"


def _next_caller(trial: Trial) -> str:
    states, machine = trial.aws.administrator("stepfunctions"), _anew(trial, DOWN)
    for _ in range(MOST_CALLS):
        states.start_execution(stateMachineArn=machine)
        trial.aws.clock.advance(seconds=10)
    waited = _run(trial, machine, {}, minutes=1).waited
    return "" if waited == 0 else f"after {MOST_CALLS} callers had failed, the next still waited {waited:g} seconds"


EXERCISES = (
    Exercise(
        name="the_callers_second",
        kind=Kind.PREDICT,
        question=(
            "A machine retries three times: after 2 seconds, and then after twice as long each time. How "
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
            "This machine, written in JSONPath, asks a table that does not exist, and asks again. Fix it so that a "
            "caller does not wait for what no retry can fix, and so that the fallback keeps the order."
        ),
        conditions=(
            Condition("the machine still asks", _still_asks),
            Condition("a caller does not wait", _at_once),
            Condition("the degraded answer holds the order", _order_kept),
        ),
        hints=(
            "Which errors of a task does States.TaskFailed stand for, and which of them pass with time?",
            "A Result replaces the input, unless a ResultPath says where it goes.",
        ),
    ),
    Exercise(
        name="open_sooner",
        kind=Kind.BUILD,
        question=(
            "Build a CircuitBreaker whose first caller waits at most eight seconds while the service is down, and "
            "whose third does not wait at all, which does not retry a wrong request, and answers while the service is "
            "well. The callers come ten seconds apart."
        ),
        conditions=(
            Condition("the first caller waits at most eight seconds", _first_caller),
            Condition("the third caller does not wait", _next_caller),
            Condition("a wrong request is not retried", _wrong_request),
            Condition("while the service is well, a caller gets its answer", _well_served),
            Condition("no finding is open", nothing_open),
        ),
        hints=("What decides how many callers find out for themselves?", "A breaker that is off never opens."),
    ),
)
