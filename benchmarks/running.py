"""What runs in an account: a function called cold and warm, a machine of five states with long waits, time that passes.

Beside a cold call stands what any Python process pays to make a boto3 client. What a handler itself takes is not
counted: these do nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import Row, in_fresh_python, timed
from patterns import Sandbox
from tools.code import call, make_function

HANDLER = """
import boto3

s3 = boto3.client("s3")

def handler(event, context):
    return event
"""

BARE = """
import time
started = time.perf_counter()
import boto3
boto3.client("s3", region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none")
print(time.perf_counter() - started)
"""

WAIT = {"Type": "Wait", "Seconds": 3600}
MACHINE = {
    "StartAt": "A",
    "States": {
        "A": {"Type": "Pass", "Next": "B"},
        "B": {**WAIT, "Next": "C"},
        "C": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "D"}],
            "Default": "D",
        },
        "D": {**WAIT, "Next": "E"},
        "E": {"Type": "Succeed"},
    },
}
FIRST_MACHINE = """
import time
from benchmarks.running import ran_through
from patterns import Sandbox
with Sandbox() as aws:
    aws.client("iam")
    started = time.perf_counter()
    ran_through(aws)
    print(time.perf_counter() - started)
"""

WARM_CALLS = 20
DUE = 1000


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row per promise of `DESIGN`'s sandbox about time and running, in seconds."""
    cold, warm = zip(*(_calls() for _ in range(runs)), strict=True)
    bare = median(float(in_fresh_python(BARE)) for _ in range(runs))
    first = median(float(in_fresh_python(FIRST_MACHINE)) for _ in range(runs))
    return [
        Row(
            "a function's first call, with a boto3 client",
            median(cold),
            bare,
            "a bare Python making the client",
            "under 200 ms",
        ),
        Row("a function's next call", median(warm), None, "", "under 10 ms"),
        Row(
            "a machine of five states that waits two hours",
            median(_machine() for _ in range(runs)),
            None,
            "",
            "under 300 ms",
        ),
        Row("the first such machine in a process", first, None, "", "under 1.5 s"),
        Row(f"{DUE:,} things falling due", median(_due() for _ in range(runs)), None, "", "under 1 s"),
    ]


def _calls() -> tuple[float, float]:
    with Sandbox() as aws:
        make_function(aws, HANDLER)
        aws.client("lambda")
        cold = timed(lambda: call(aws))
        return cold, median(timed(lambda: call(aws)) for _ in range(WARM_CALLS))


def ran_through(aws: Sandbox) -> None:
    """Make the machine, start it, and let time pass to its end."""
    states: Any = aws.client("stepfunctions")
    role = f"arn:aws:iam::{aws.account_id}:role/machine"
    arn = states.create_state_machine(name="five", definition=json.dumps(MACHINE), roleArn=role)["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=arn, input='{"n": 1}')["executionArn"]
    aws.clock.advance(hours=3)
    if states.describe_execution(executionArn=execution)["status"] != "SUCCEEDED":
        raise RuntimeError("the machine did not succeed: nothing was measured")


def _machine() -> float:
    with Sandbox() as aws:
        aws.client("stepfunctions").list_state_machines()
        return timed(lambda: ran_through(aws))


def _due() -> float:
    with Sandbox() as aws:
        for second in range(DUE):
            aws.clock.after(second, lambda: None, "nothing")
        return timed(lambda: aws.clock.advance(hours=1))
