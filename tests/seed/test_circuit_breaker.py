"""The published circuit breaker: no breaker, but retries with a fallback, and what comes of that."""

import json
from pathlib import Path

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from patterns.template.errors import TemplateError

SNIPPETS = Path(__file__).parent / "circuit_breaker"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"


@pytest.fixture
def aws():
    with Sandbox(run_foreign_code=True) as account:
        yield account


def without(*marks):
    """The completed text without the lines that say one of these."""
    return "\n".join(line for line in COMPLETED.read_text().splitlines() if not any(mark in line for mark in marks))


def asked(aws, stack, given):
    states = aws.client("stepfunctions")
    machine = stack["StateMachine"].physical_id
    execution = states.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"]
    aws.clock.advance(minutes=1)
    answer = states.describe_execution(executionArn=execution)
    return json.loads(answer["output"]), (answer["stopDate"] - answer["startDate"]).total_seconds()


def calls(aws, stack):
    logs = aws.client("logs")
    group = f"/aws/lambda/{stack['Service'].physical_id}"
    return len(logs.filter_log_events(logGroupName=group, filterPattern="START")["events"])


def test_as_published_it_is_no_template(aws):
    with pytest.raises(TemplateError) as refused:
        aws.deploy(PUBLISHED)

    assert "Resources" in str(refused.value)


def test_it_needs_a_role(aws):
    with pytest.raises(Exception, match="RoleArn"):
        aws.deploy(without("RoleArn"))


def test_the_placeholder_that_nobody_substitutes_is_no_arn(aws):
    with pytest.raises(StackFailed) as failed:
        aws.deploy(without("DefinitionSubstitutions"))

    assert "SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/CallService/Resource" in str(
        failed.value
    )


def test_it_is_completed_by_lines_that_say_so():
    published, completed = PUBLISHED.read_text().splitlines(), COMPLETED.read_text().splitlines()

    assert completed[0].startswith("Resources:  # completed: ")
    assert [line.removeprefix("  ") for line in completed[1 : len(published) + 1]] == published
    assert all("# completed: " in line for line in completed[len(published) + 1 :] if not line.startswith("    "))


@pytest.mark.slow
def test_completed_every_caller_waits_fourteen_seconds_and_the_service_gets_four_calls_for_each(aws):
    stack = aws.deploy(COMPLETED)

    outcomes = [asked(aws, stack, {"quantity": 2, "down": True}) for _ in range(3)]

    assert outcomes == [({"status": "degraded"}, 14.0)] * 3  # and the request is thrown away
    assert calls(aws, stack) == 3 * 4


@pytest.mark.slow
def test_completed_it_retries_what_cannot_succeed(aws):
    stack = aws.deploy(COMPLETED)

    assert asked(aws, stack, {"quantity": 0}) == ({"status": "degraded"}, 14.0)
    assert asked(aws, stack, {"quantity": 2}) == ({"price": 6}, 0.0)
