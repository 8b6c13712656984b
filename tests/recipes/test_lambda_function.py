import json

import pytest

from patterns import LambdaFunction, Sandbox, check, compare
from patterns.checks.aws_lambda._end_of_life import AS_OF, RUNTIMES
from patterns.parameters import ParameterError

WAITS = "import time\ndef handler(event, context):\n    time.sleep(event['seconds'])\n    return 'done'\n"


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def running(text, **choices):
    """The pattern with other code, and its parameters."""
    pattern = LambdaFunction(**choices)
    template = pattern.template
    template.resources["Function"].Code.ZipFile = text
    return template, pattern.deploy_parameters


def deployed(aws, text, **choices):
    template, parameters = running(text, **choices)
    return aws.deploy(template, name="trial", parameters=parameters)


def called(aws, stack, event, **how):
    return aws.client("lambda").invoke(FunctionName=stack["Function"].physical_id, Payload=json.dumps(event), **how)


def answered(aws, stack, body, **event):
    said = json.load(called(aws, stack, {"httpMethod": "POST", "body": body, **event})["Payload"])
    return said["statusCode"], json.loads(said["body"])


def lines(aws, stack):
    """What the code itself wrote."""
    group = stack["LogGroup"].physical_id
    found = aws.client("logs").filter_log_events(logGroupName=group)["events"]
    written = [json.loads(event["message"]) for event in found if event["message"].startswith("{")]
    return [line for line in written if "record" not in line]


@pytest.mark.slow
def test_it_answers_200_400_and_500_and_tells_the_caller_nothing_of_its_own_mistakes(aws):
    stack = aws.deploy(LambdaFunction())
    broken = aws.deploy(LambdaFunction(variables=("DISCOUNT_PERCENT=ten",)), name="broken")

    assert answered(aws, stack, '{"item": "tea"}') == (200, {"item": "tea", "quantity": 1, "price_usd": 4.5})
    assert answered(aws, stack, None)[0] == 400
    status, told = answered(aws, broken, '{"item": "tea"}')
    assert (status, told["error"]) == (500, "Internal server error")
    assert lines(aws, broken)[-1]["requestId"] == told["request_id"]


@pytest.mark.slow
def test_each_request_leaves_a_line_with_its_id_and_without_its_secrets(aws):
    stack = aws.deploy(LambdaFunction())

    answered(aws, stack, '{"item": "tea", "password": "hunter2"}', headers={"Authorization": "hunter2"})

    (line,) = lines(aws, stack)
    assert (line["level"], line["status"], line["body"]["password"]) == ("INFO", 200, "***")
    assert line["requestId"]
    assert "hunter2" not in json.dumps(line)


@pytest.mark.slow
@pytest.mark.parametrize(("level", "kept"), [("INFO", [200, 400]), ("WARN", [400]), ("ERROR", [])])
def test_the_log_level_decides_which_requests_leave_a_line(aws, level, kept):
    stack = aws.deploy(LambdaFunction(log_level=level))

    answered(aws, stack, '{"item": "tea"}')
    answered(aws, stack, None)

    assert [line["status"] for line in lines(aws, stack)] == kept


@pytest.mark.slow
def test_logs_go_to_the_group_of_the_stack_and_to_no_other(aws):
    stack = aws.deploy(LambdaFunction(log_retention_days="90"))

    answered(aws, stack, None)

    (group,) = aws.client("logs").describe_log_groups()["logGroups"]
    assert (group["logGroupName"], group["retentionInDays"]) == (stack["LogGroup"].physical_id, 90)


@pytest.mark.slow
def test_what_takes_too_long_is_ended_and_what_raises_is_told_apart(aws):
    stack = deployed(aws, WAITS, timeout_seconds=2)
    before = aws.clock.now

    late, broken = called(aws, stack, {"seconds": 60}), called(aws, stack, {})

    assert (aws.clock.now - before).total_seconds() == pytest.approx(2, abs=0.1)
    assert json.load(late["Payload"])["errorMessage"].endswith("Task timed out after 2.00 seconds")
    assert (late["FunctionError"], broken["FunctionError"]) == ("Unhandled", "Unhandled")
    assert json.load(broken["Payload"])["errorType"] == "KeyError"


@pytest.mark.slow
def test_one_call_more_than_reserved_is_refused(aws):
    stack = deployed(aws, WAITS, reserve=True, reserved_concurrency=3, timeout_seconds=120)

    # Longer than the SDK tries again by itself.
    found = aws.at_once(*[lambda: called(aws, stack, {"seconds": 60})] * 4)

    refused = [one for one in found if isinstance(one, Exception)]
    assert [error.response["Error"]["Code"] for error in refused] == ["TooManyRequestsException"]
    assert called(aws, stack, {"seconds": 1})["StatusCode"] == 200


@pytest.mark.slow
@pytest.mark.parametrize(("kept", "messages"), [(True, 1), (False, 0)])
def test_an_event_that_fails_three_times_is_kept_only_where_there_is_a_queue(aws, kept, messages):
    stack = deployed(aws, WAITS, dead_letters=kept)

    called(aws, stack, {"order": 1}, InvocationType="Event")
    aws.clock.advance(minutes=10)

    group = stack["LogGroup"].physical_id
    begun = aws.client("logs").filter_log_events(logGroupName=group, filterPattern='"platform.start"')["events"]
    assert len(begun) == 3
    queue = stack["DeadLetters"].physical_id if kept else None
    found = aws.client("sqs").receive_message(QueueUrl=queue).get("Messages", []) if queue else []
    assert [json.loads(message["Body"]) for message in found] == [{"order": 1}] * messages


@pytest.mark.slow
def test_the_role_may_write_its_own_log_and_no_more(aws):
    pattern = LambdaFunction(tracing=False, dead_letters=False)

    (policy,) = aws.deploy(pattern)["Role"].actual["Policies"]

    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    (resource,) = statement["Resource"]
    assert resource.endswith(":*")
    assert "LogGroup" in resource


def test_an_answered_500_is_counted_beside_lambdas_own_errors():
    made = LambdaFunction().to_dict()["Resources"]

    assert made["FailureCount"]["Properties"]["FilterPattern"] == "{ $.status = 500 }"
    (total, errors, answered) = made["FailureAlarm"]["Properties"]["Metrics"]
    assert total["Expression"] == "FILL(errors, 0) + FILL(answered, 0)"
    assert errors["MetricStat"]["Metric"]["MetricName"] == "Errors"
    counted = made["FailureCount"]["Properties"]["MetricTransformations"][0]
    assert answered["MetricStat"]["Metric"]["MetricName"] == counted["MetricName"]


@pytest.mark.parametrize("runtime", LambdaFunction.parameters()["runtime"].choices())
def test_a_runtime_that_is_offered_has_not_ended(runtime):
    assert RUNTIMES[runtime] > AS_OF
    assert RUNTIMES[runtime][:4] in LambdaFunction.parameters()["runtime"].options[runtime]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (("A_B=1", "A_B=2"), "gives A_B twice: give it once"),
        (("AWS_REGION=eu-west-1",), "does not have the right form"),
        (("NAME",), "does not have the right form"),
        (tuple(f"NAME_{number}={'x' * 440}" for number in range(10)), "over Lambda's limit of 4096"),
    ],
)
def test_variables_that_lambda_would_refuse_are_refused(variables, said):
    with pytest.raises(ParameterError, match=said):
        LambdaFunction(variables=variables)


@pytest.mark.slow
def test_a_variable_reaches_the_code(aws):
    stack = aws.deploy(LambdaFunction(variables=("DISCOUNT_PERCENT=50",)))

    assert answered(aws, stack, '{"item": "tea"}')[1]["price_usd"] == 2.25


@pytest.mark.parametrize(
    ("choice", "touched"),
    [
        ({"memory_mb": 512}, {"Function"}),
        ({"log_level": "DEBUG"}, {"Function"}),
        ({"log_retention_days": "7"}, {"LogGroup"}),
        ({"tracing": False}, {"Function", "Role"}),
        ({"alarm": False}, {"AlarmTopic", "AlarmMail", "FailureCount", "FailureAlarm"}),
    ],
)
def test_a_choice_touches_what_it_is_about(choice, touched):
    assert {change.logical_id for change in compare(LambdaFunction(), LambdaFunction(**choice))} == touched


@pytest.mark.slow
def test_no_choice_about_size_is_a_finding():
    assert check(LambdaFunction(memory_mb=128, timeout_seconds=900, reserve=True, log_level="ERROR", alarm=False)) == []
