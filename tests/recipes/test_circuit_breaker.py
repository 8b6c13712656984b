import json

import pytest

from patterns import CircuitBreaker, Sandbox, check
from patterns.explore.tables import history
from patterns.explore.traffic import compared, timeline, traffic
from patterns.parameters import ParameterError

PLAIN = CircuitBreaker(jitter=False)


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def outcome(aws, stack, given):
    states = aws.client("stepfunctions")
    started = states.start_execution(stateMachineArn=stack.outputs["MachineArn"], input=json.dumps(given))
    aws.clock.advance(minutes=1)
    return states.describe_execution(executionArn=started["executionArn"])


@pytest.mark.long
def test_the_breaker_spares_callers_and_the_service():
    found = {}
    for name, pattern in (("retries", PLAIN.with_(breaker=False)), ("breaker", PLAIN)):
        with Sandbox() as aws:
            found[name] = traffic(aws, aws.deploy(pattern))
    retries, breaker = found["retries"], found["breaker"]

    # Nine callers while it is down, three calls each; with the breaker three callers and two probes.
    assert (retries.calls_while_down, breaker.calls_while_down) == (27, 10)
    assert retries.longest == breaker.longest == 3 * 1 + 1 + 2
    assert (retries.waited, breaker.waited) == (54, 19)
    # The price: one caller comes after the service is well and before a probe has found that out.
    assert (retries.degraded, breaker.degraded) == (9, 10)
    assert [caller.circuit for caller in breaker.callers].count("half-open") == 2
    assert [row[0] for row in compared(found).rows] == ["retries", "breaker"]
    assert timeline(found)._repr_html_().count("<rect") == 2 + 2 * 2 * 24


@pytest.mark.slow
def test_of_callers_at_the_same_moment_one_is_the_probe(aws):
    stack = aws.deploy(PLAIN)
    traffic(aws, stack, seconds=30, down=(0, 100))  # opens at once, and is well again 50 seconds after
    states, machine = aws.client("stepfunctions"), stack.outputs["MachineArn"]

    started = aws.at_once(*[lambda: states.start_execution(stateMachineArn=machine)["executionArn"]] * 5)
    aws.clock.advance(minutes=1)

    entered = [[row[1] for row in history(states, arn).rows if row[2] == "TaskStateEntered"] for arn in started]
    assert sorted("Probe" in names for names in entered) == [False] * 4 + [True]


@pytest.mark.slow
def test_a_wrong_request_is_not_tried_again_and_opens_nothing(aws):
    stack = aws.deploy(CircuitBreaker(failure_threshold=1))

    wrong = outcome(aws, stack, {"quantity": 0})

    assert (wrong["status"], wrong["error"]) == ("FAILED", "InvalidRequest")
    assert wrong["stopDate"] == wrong["startDate"]
    assert outcome(aws, stack, {"quantity": 2})["output"] == '{"status":"ok","answer":{"price_usd":24}}'


@pytest.mark.slow
def test_a_degraded_answer_keeps_the_request_and_an_error_is_one(aws):
    degraded, refused = aws.deploy(PLAIN), aws.deploy(PLAIN.with_(fallback="error"))
    for stack in (degraded, refused):
        traffic(aws, stack, seconds=10, down=(0, 10_000))

    assert json.loads(outcome(aws, degraded, {"quantity": 3})["output"]) == {
        "status": "degraded", "request": {"quantity": 3}
    }  # fmt: skip
    assert outcome(aws, refused, {})["error"] == "ServiceUnavailable"


@pytest.mark.slow
def test_a_circuit_that_cannot_be_asked_does_not_stand_in_the_way(aws):
    stack = aws.deploy(PLAIN)
    aws.client("dynamodb").delete_table(TableName=stack["Circuits"].physical_id)

    assert outcome(aws, stack, {"quantity": 1})["status"] == "SUCCEEDED"


def test_waits_that_begin_longer_than_they_may_become_are_refused():
    with pytest.raises(ParameterError, match="must be longer than the first interval, 20 seconds"):
        CircuitBreaker(interval_seconds=20, max_delay_seconds=10)


@pytest.mark.slow
def test_retries_alone_have_no_findings_either():
    assert check(CircuitBreaker(breaker=False)) == []
