"""https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"""

import json

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import StackFailed
from tools.code import MAY, TRUST, make_function

DONE = {"Done": {"Type": "Succeed"}}
CAUGHT = {"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Done"}], "End": True}


def role(aws, principal="states.amazonaws.com"):
    trust = {**TRUST, "Statement": [{**TRUST["Statement"][0], "Principal": {"Service": principal}}]}
    iam = aws.client("iam")
    arn = iam.create_role(RoleName="machine", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName="machine", PolicyName="may", PolicyDocument=json.dumps(MAY))
    return arn


def ran(aws, state, given, *, more=DONE):
    """(status, output or error) of an execution of one state."""
    states = aws.client("stepfunctions")
    definition = json.dumps({"StartAt": "It", "States": {"It": state, **more}})
    machine = states.create_state_machine(name="m", definition=definition, roleArn=role(aws))["stateMachineArn"]
    run = states.start_execution(stateMachineArn=machine, name="one", input=json.dumps(given))["executionArn"]
    aws.clock.advance(minutes=10)
    answer = states.describe_execution(executionArn=run)
    return answer["status"], json.loads(answer["output"]) if "output" in answer else answer["error"]


def choice(rule, **rest):
    return {"Type": "Choice", "Choices": [{**rule, "Next": "Done"}], **rest}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (choice({"Variable": "$.a", "NumericEquals": 1}), ("SUCCEEDED", {"a": 1})),
        (choice({"Variable": "$.a", "NumericEquals": 2}), ("FAILED", "States.NoChoiceMatched")),
        (choice({"Variable": "$.no", "NumericEquals": 1}, Default="Done"), ("FAILED", "States.Runtime")),
        (choice({"Not": {"Variable": "$.no", "IsNull": True}}, Default="Done"), ("FAILED", "States.Runtime")),
        (choice({"Variable": "$.no", "IsPresent": False}), ("SUCCEEDED", {"a": 1})),
    ],
)
def test_choice_needs_its_variables_and_a_rule_that_holds(aws, state, told):
    assert ran(aws, state, {"a": 1}) == told


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("States.Format('{} and {}', $.a, $.b)", ("SUCCEEDED", "1 and x")),
        ("States.Format('{} and {}', $.a)", ("FAILED", "States.IntrinsicFailure")),
        ("States.Format('a', $.a)", ("FAILED", "States.IntrinsicFailure")),
        (r"States.Format('it\'s \{\} {}', $.a)", ("SUCCEEDED", "it's {} 1")),
        ("States.Format('a:\n\n\t{}', $.a)", ("SUCCEEDED", "a:\n\n\t1")),
    ],
)
def test_format_puts_each_value_in_its_place(aws, call, told):
    status, output = ran(aws, {"Type": "Pass", "Parameters": {"x.$": call}, "End": True}, {"a": 1, "b": "x"}, more={})

    assert (status, output["x"] if status == "SUCCEEDED" else output) == told


def test_error_may_have_a_name_like_those_of_the_language(aws):
    assert ran(aws, {"Type": "Fail", "Error": "States.QuorumMet"}, {}, more={}) == ("FAILED", "States.QuorumMet")


def test_moments_of_the_context_are_texts(aws):
    asked = {"at.$": "$$.Execution.StartTime", "entered.$": "$$.State.EnteredTime"}

    told = ran(aws, {"Type": "Pass", "Parameters": asked, "End": True}, {}, more={})

    assert told == ("SUCCEEDED", {"at": "2026-01-01T00:00:00.000Z", "entered": "2026-01-01T00:00:00.000Z"})


def task(**rest):
    parameters = {"FunctionName": "worker", "Payload.$": "$"}
    return {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": parameters, **rest}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise ValueError", "SUCCEEDED"),
        ("return 'x' * 300_000", ("FAILED", "States.DataLimitExceeded")),
    ],
)
def test_states_all_catches_no_terminal_error(aws, text, told):
    make_function(aws, f"def handler(event, context): {text}")

    status, output = ran(aws, task(**CAUGHT), {})

    assert (status if status == "SUCCEEDED" else (status, output)) == told


def test_path_that_is_not_there_is_caught_by_nothing(aws):
    make_function(aws, "def handler(event, context): return 1")
    lost = task(**CAUGHT) | {"Parameters": {"FunctionName": "worker", "Payload.$": "$.no"}}

    assert ran(aws, lost, {}) == ("FAILED", "States.Runtime")


@pytest.mark.parametrize(
    "state",
    [
        task(End=True),
        {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:worker", "End": True},
    ],
)
def test_errors_of_lambda_bear_its_name(aws, state):
    make_function(aws, "def handler(event, context): return 1")
    aws.client("lambda").put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=0)

    assert ran(aws, state, {}, more={}) == ("FAILED", "Lambda.TooManyRequestsException")


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
@pytest.mark.parametrize(
    ("tolerated", "status"),
    [
        ({}, "FAILED"),
        ({"ToleratedFailureCount": 1}, "FAILED"),
        ({"ToleratedFailureCount": 2}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 40}, "FAILED"),
        ({"ToleratedFailurePercentage": 50}, "SUCCEEDED"),
    ],
)
def test_distributed_map_fails_with_more_failures_than_it_tolerates(aws, tolerated, status, kind):
    states = {
        "Which": {
            "Type": "Choice",
            "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "Bad"}],
            "Default": "Good",
        },
        "Bad": {"Type": "Fail", "Error": "E"},
        "Good": {"Type": "Pass", "End": True},
    }
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind}, "StartAt": "Which", "States": states,
    }  # fmt: skip
    each = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": processor, "End": True, **tolerated}

    told = ran(aws, each, {"items": [0, 1, 2, 1]}, more={})

    assert told[0] == status
    assert status == "SUCCEEDED" or told[1] == "States.ExceedToleratedFailureThreshold"


def test_machine_needs_a_role_that_step_functions_can_take_on(aws):
    states, definition = aws.client("stepfunctions"), json.dumps({"StartAt": "Done", "States": DONE})
    asked = {"name": "m", "definition": definition, "roleArn": role(aws, "lambda.amazonaws.com")}

    with pytest.raises(ClientError, match="Neither the global service principal"):
        states.create_state_machine(**asked)
    trust = {
        **TRUST,
        "Statement": [{**TRUST["Statement"][0], "Principal": {"Service": "states.us-east-1.amazonaws.com"}}],
    }
    aws.client("iam").update_assume_role_policy(RoleName="machine", PolicyDocument=json.dumps(trust))
    assert states.create_state_machine(**asked)["stateMachineArn"]


def test_template_cannot_name_a_role_that_is_not_there(aws):
    properties = {
        "RoleArn": "arn:aws:iam::123456789012:role/nobody",
        "Definition": {"StartAt": "Done", "States": DONE},
    }
    with pytest.raises(StackFailed, match="authorized to assume the provided role"):
        aws.deploy({"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}})


def test_update_tells_the_revision_it_makes(aws):
    states, arn = aws.client("stepfunctions"), role(aws)
    one, other = (json.dumps({"StartAt": name, "States": {name: {"Type": "Succeed"}}}) for name in ("A", "B"))
    machine = states.create_state_machine(name="m", definition=one, roleArn=arn)["stateMachineArn"]

    revision = states.update_state_machine(stateMachineArn=machine, definition=other)["revisionId"]

    assert states.describe_state_machine(stateMachineArn=machine)["revisionId"] == revision
