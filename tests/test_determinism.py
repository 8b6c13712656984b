"""The same page gives the same ids, names and dates: in a fresh process, under another hash seed, on another Python."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from patterns import CircuitBreaker, Sandbox
from patterns.explore.traffic import traffic

ROOT = Path(__file__).parents[1]
SCRIPT = """
import json, sys
from patterns import Sandbox, SecureBucket
with Sandbox(seed=int(sys.argv[1])) as aws:
    stack = aws.deploy(SecureBucket(encryption="aws:kms"))
    stack.update(SecureBucket(encryption="aws:kms", versioning=False))
    s3 = aws.client("s3")
    put = s3.put_object(Bucket=stack["Bucket"].physical_id, Key="a", Body=b"b")
    key = aws.client("kms").describe_key(KeyId=stack["Key"].physical_id)
    print(json.dumps([stack.id, [str(e) + e.physical_id for e in stack.events], stack.snapshot(), stack.outputs,
                      put, key, s3.list_buckets()], default=str))
"""
OTHERS = [sys.executable, *filter(None, os.environ.get("OTHER_PYTHONS", "").split(os.pathsep))]
"""Interpreters of other versions, each with the project's dependencies: OTHER_PYTHONS=/a/bin/python:/b/bin/python."""


def output(interpreter: str, *, seed: int = 7, hash_seed: int = 1) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(ROOT)}
    command = [interpreter, "-c", SCRIPT, str(seed)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def first():
    return output(sys.executable)


@pytest.mark.slow
def test_two_fresh_processes_give_the_same_bytes(first):
    assert output(sys.executable, hash_seed=2) == first
    assert json.loads(first)[0].startswith("arn:aws:cloudformation:us-east-1:123456789012:stack/secure-bucket/")


@pytest.mark.long
def test_another_seed_gives_other_ids(first):
    one, other = json.loads(first), json.loads(output(sys.executable, seed=8))

    assert one[0] != other[0]
    assert one[3]["BucketName"] != other[3]["BucketName"]


@pytest.mark.long
@pytest.mark.parametrize("interpreter", OTHERS)
def test_another_python_gives_the_same_bytes(interpreter):
    assert output(interpreter) == output(sys.executable)


def drilled(seed: int = 3) -> str:
    """All that a breaker under an outage, with throttled functions and jitter, leaves to read."""
    with Sandbox(seed=seed) as aws:
        stack = aws.deploy(CircuitBreaker(jitter=True))
        with aws.faults.function(stack["Service"].physical_id, throttle=True, rate=0.2):
            seen = traffic(aws, stack, seconds=60, down=(15, 40))
        states, logs = aws.client("stepfunctions"), aws.client("logs")
        machine = stack.outputs["MachineArn"]
        runs = states.list_executions(stateMachineArn=machine)["executions"]
        history = [states.get_execution_history(executionArn=run["executionArn"])["events"] for run in runs]
        groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
        written = [logs.filter_log_events(logGroupName=name)["events"] for name in groups]
        return json.dumps([[str(event) for event in aws.timeline], seen.callers, history, written], default=str)


@pytest.mark.long
@pytest.mark.parametrize("times", [2, 10])
def test_the_same_seed_gives_the_same_timeline_logs_and_history(times):
    first, *others = [drilled() for _ in range(times)]

    assert others == [first] * (times - 1)
    assert drilled(seed=4) != first
