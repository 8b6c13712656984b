"""The published handler: it answers 500 to everything until its function is written, and what it gets wrong then."""

import json
from pathlib import Path

import pytest

from patterns import Sandbox, check
from patterns.sandbox.core.errors import ForeignCode, StackFailed

SNIPPETS = Path(__file__).parent / "lambda_function"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"
POWERTOOLS = SNIPPETS / "powertools.yaml"
ORDER = {"headers": {"Authorization": "Bearer hunter2"}, "body": '{"quantity": 2}'}


@pytest.fixture
def aws():
    with Sandbox(run_foreign_code=True) as account:
        yield account


def answer(aws, stack, event):
    said = aws.client("lambda").invoke(FunctionName=stack["Handler"].physical_id, Payload=json.dumps(event))
    document = json.load(said["Payload"])
    return document["statusCode"], json.loads(document["body"])


def log(aws, stack):
    group = f"/aws/lambda/{stack['Handler'].physical_id}"
    return "".join(event["message"] for event in aws.client("logs").filter_log_events(logGroupName=group)["events"])


def test_it_runs_only_where_code_of_others_may_run():
    with Sandbox() as aws, pytest.raises(ForeignCode, match="run_foreign_code=True"):
        answer(aws, aws.deploy(PUBLISHED), ORDER)


def test_as_published_every_request_is_a_500_because_nobody_wrote_process_event(aws):
    stack = aws.deploy(PUBLISHED)

    assert answer(aws, stack, ORDER) == (500, {"error": "Internal server error"})
    assert "NameError: name 'process_event' is not defined" in log(aws, stack)


def test_it_is_completed_line_by_line_and_each_line_says_so():
    published, completed = (file.read_text().splitlines() for file in (PUBLISHED, COMPLETED))

    added = [line for line in completed if line not in published]

    assert len(added) == 3
    assert all("# completed: " in line for line in added)


def test_a_request_without_a_body_is_a_500(aws):
    assert answer(aws, aws.deploy(COMPLETED), {"headers": {}})[0] == 500


def test_a_mistake_of_ours_is_a_400_that_shows_its_text_to_the_caller(aws):
    assert answer(aws, aws.deploy(COMPLETED), ORDER) == (
        400,
        {"error": "invalid literal for int() with base 10: '4.50'"},
    )


def test_the_whole_event_is_logged_secrets_included(aws):
    stack = aws.deploy(COMPLETED)

    answer(aws, stack, ORDER)

    assert "Bearer hunter2" in log(aws, stack)


def test_its_log_group_is_made_by_lambda_without_a_retention(aws):
    stack = aws.deploy(COMPLETED)
    answer(aws, stack, ORDER)

    (group,) = aws.client("logs").describe_log_groups()["logGroups"]

    assert "retentionInDays" not in group


def test_its_flaws_are_found():
    assert {finding.id for finding in check(COMPLETED, lint=False)} == {
        "LAMBDA-002",  # logs kept for ever
        "LAMBDA-003",  # not traced
        "LAMBDA-004",  # failed events lost
        "TAG-001",  # nobody knows whose it is
    }


def test_the_library_validates_and_writes_each_line_with_the_request_s_id(aws):
    stack = aws.deploy(POWERTOOLS)

    assert answer(aws, stack, {"body": '{"item": "tea", "quantity": 2}'}) == (200, {"total": 9.0})
    group = f"/aws/lambda/{stack['Handler'].physical_id}"
    (line,) = aws.client("logs").filter_log_events(logGroupName=group, filterPattern='{ $.status = "*" }')["events"]
    told = json.loads(line["message"])
    assert (told["message"], len(told["function_request_id"])) == ("priced", 36)


def test_the_library_s_message_shows_the_caller_what_was_sent_and_the_whole_event_is_logged(aws):
    stack = aws.deploy(POWERTOOLS)

    status, told = answer(aws, stack, ORDER | {"body": '{"item": "tea", "password": "hunter2"}'})

    assert status == 400
    assert told["error"].startswith("Failed schema validation. Error: data must contain ['quantity'] properties")
    assert "hunter2" in told["error"]
    assert "Bearer hunter2" in log(aws, stack)


def test_with_the_library_a_request_without_a_body_is_an_error_of_the_function(aws):
    stack = aws.deploy(POWERTOOLS)

    said = aws.client("lambda").invoke(FunctionName=stack["Handler"].physical_id, Payload='{"body": null}')

    assert (said["FunctionError"], json.load(said["Payload"])["errorType"]) == ("Unhandled", "JMESPathTypeError")


def test_a_layer_that_nobody_published_is_refused(aws):
    other = POWERTOOLS.read_text().replace("017000801446", "017000801447")

    with pytest.raises(StackFailed, match="One or more LayerVersion does not exist"):
        aws.deploy(other)
