"""The published snippet that reads a secret: what it reads, and what becomes of everything else."""

import json
from pathlib import Path

import pytest

from patterns import Sandbox, check
from patterns.sandbox.core.errors import ForeignCode

SNIPPETS = Path(__file__).parent / "database_secret"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"


@pytest.fixture
def aws():
    with Sandbox(run_foreign_code=True) as account:
        yield account


def called(aws, stack, event):
    answer = aws.client("lambda").invoke(FunctionName=stack["Function"].physical_id, Payload=json.dumps(event))
    return json.load(answer["Payload"])


def test_as_published_lambda_cannot_call_it(aws):
    stack = aws.deploy(PUBLISHED)

    assert called(aws, stack, {"name": "login"})["errorType"] == "TypeError"


def test_it_is_completed_by_lines_that_say_so():
    published, completed = PUBLISHED.read_text().splitlines(), COMPLETED.read_text().splitlines()

    added = [line for line in completed if line not in published]
    assert sum("# completed: " in line for line in added) == 5
    assert [line for line in published if line not in completed] == ["      Handler: index.get_secret"]


def test_its_code_waits_for_somebody_to_trust_it():
    with Sandbox() as aws:
        stack = aws.deploy(COMPLETED)

        with pytest.raises(ForeignCode, match="Read it first"):
            called(aws, stack, {"name": "login"})


def test_it_reads_what_is_json_and_crashes_on_what_is_not(aws):
    stack = aws.deploy(COMPLETED)
    aws.client("secretsmanager").create_secret(Name="binary", SecretBinary=b"\x00")

    assert called(aws, stack, {"name": stack["Login"].physical_id}) == ["password", "username"]
    assert called(aws, stack, {"name": stack["Token"].physical_id})["errorType"] == "JSONDecodeError"
    assert called(aws, stack, {"name": "binary"})["errorType"] == "KeyError"


def test_a_missing_and_a_deleted_secret_are_one_error_to_its_caller(aws):
    stack = aws.deploy(COMPLETED)
    aws.client("secretsmanager").delete_secret(SecretId=stack["Token"].physical_id)

    answers = [called(aws, stack, {"name": name}) for name in ("nobody", stack["Token"].physical_id)]

    assert [answer["errorType"] for answer in answers] == ["RuntimeError", "RuntimeError"]


def test_its_flaws_are_found():
    assert {"SEC-005", "SEC-007", "TAG-001"} <= {finding.id for finding in check(COMPLETED, lint=False)}
