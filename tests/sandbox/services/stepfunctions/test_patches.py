"""Each private name of moto's Step Functions that the patches touch, by what Step Functions answers through it."""

import json
import logging
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import NotSimulated
from tools.receivers import make_role

ROLE = "arn:aws:iam::123456789012:role/machine"
PASS = {"Type": "Pass", "End": True}


def one(state, **more):
    return json.dumps({"StartAt": "Only", "States": {"Only": {"End": True, **state}}, **more})


@pytest.fixture
def states(aws):
    return aws.client("stepfunctions")


def machine(states, definition, name="machine", **settings):
    return states.create_state_machine(name=name, roleArn=ROLE, definition=definition, **settings)["stateMachineArn"]


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def test_an_execution_without_a_name_gets_one_of_its_own(states):  # StepFunctionsParserBackend.start_execution
    arn = machine(states, one({"Type": "Pass"}))

    first, second = (states.start_execution(stateMachineArn=arn)["executionArn"] for _ in range(2))

    assert first != second
    assert states.describe_execution(executionArn=first)["name"] == first.rpartition(":")[2]
    named = states.start_execution(stateMachineArn=arn, name="mine")["executionArn"]
    assert named.endswith(":machine:mine")
    code, message = refusal(states.start_execution, stateMachineArn=arn, name="not mine")
    assert (code, message) == ("InvalidName", "Invalid Name: 'not mine'")


def test_a_synchronous_execution_answers_after_its_time(aws, states):  # backend_url_patterns, urls, SyncExecution
    arn = machine(states, one({"Type": "Wait", "Seconds": 4}), type="EXPRESS")
    started = aws.clock.now

    answer = states.start_sync_execution(stateMachineArn=arn, input='{"order": 1}')

    assert (answer["status"], answer["output"]) == ("SUCCEEDED", '{"order":1}')
    assert answer["stopDate"] - answer["startDate"] == aws.clock.now - started == timedelta(seconds=4)
    assert ":express:machine:" in answer["executionArn"]
    standard = machine(states, one({"Type": "Pass"}), name="standard")
    code, message = refusal(states.start_sync_execution, stateMachineArn=standard)
    assert (code, message) == (
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine",
    )


def test_a_stopped_execution_tells_why_and_when(aws, states):  # ExecutionWorker.stop, Environment, EventManager
    arn = machine(states, one({"Type": "Wait", "Seconds": 60}))
    execution = states.start_execution(stateMachineArn=arn)["executionArn"]
    aws.clock.advance(seconds=3)

    states.stop_execution(executionArn=execution, error="Enough", cause="lunch")

    answer = states.describe_execution(executionArn=execution)
    assert (answer["status"], answer["error"], answer["cause"]) == ("ABORTED", "Enough", "lunch")
    assert answer["stopDate"] - answer["startDate"] == timedelta(seconds=3)
    aws.clock.advance(minutes=5)
    last = states.get_execution_history(executionArn=execution)["events"][-1]
    assert last["executionAbortedEventDetails"] == {"error": "Enough", "cause": "lunch"}
    assert [last["id"], last["timestamp"]] == [3, answer["stopDate"]]
    states.stop_execution(executionArn=execution, error="Again")
    assert states.describe_execution(executionArn=execution)["error"] == "Enough"


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ("{", "INVALID_JSON_DESCRIPTION"),
        ("[]", "These fields are required: [States] at /"),
        (one({"Type": "Task", "Resource": "${LambdaArn}"}),
         "SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/Only/Resource"),
        (one({"Type": "Pass", "Next": "Nowhere"}),
         "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/Only/Next"),
        (json.dumps({"StartAt": "A", "States": {"A": PASS, "B": PASS}}), 'State "B" is not reachable. at /States/B'),
        (json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass"}}}), "Either 'Next' or 'End' is required"),
        (one({"Type": "Parallel", "Branches": [{"StartAt": "X", "States": {"A": PASS}}]}),
         "Missing 'StartAt' target: X at /States/Only/Branches[0]/StartAt"),
        (one({"Type": "Wait", "Second": 3}), "SCHEMA_VALIDATION_FAILED: "),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_run_is_refused(states, definition, message):  # _validate_definition, api codes
    code, told = refusal(states.create_state_machine, name="machine", roleArn=ROLE, definition=definition)

    assert code == "InvalidDefinition"
    assert told.startswith("Invalid State Machine Definition: '")
    assert message in told
    arn = machine(states, one({"Type": "Pass"}))
    assert refusal(states.update_state_machine, stateMachineArn=arn, definition=definition)[0] == code


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (
            one({"Type": "Map", "ItemBatcher": {"MaxItemsPerBatch": 2}, "ItemProcessor": json.loads(one(PASS))}),
            "state 'Only' hands its items on in batches",
        ),
    ],
)
@pytest.mark.parametrize(("kind", "start"), [("STANDARD", "start_execution"), ("EXPRESS", "start_sync_execution")])
def test_what_the_interpreter_cannot_do_is_made_and_not_run(states, definition, message, kind, start):
    arn = machine(states, definition, type=kind)

    assert states.describe_state_machine(stateMachineArn=arn)["definition"] == definition
    with pytest.raises(NotSimulated, match=f"machine machine is there, and cannot be run here: .*{message}"):
        getattr(states, start)(stateMachineArn=arn)


def test_a_token_that_nobody_gave_out_is_refused(states):  # parser.api.ServiceException
    code, message = refusal(states.send_task_success, taskToken="mine", output="{}")

    assert (code, message) == ("InvalidToken", "Invalid Token: 'Invalid token'")


def test_a_task_calls_as_the_role_of_its_machine(aws, states):  # boto_client_for
    make_role(aws, "machine", "states.amazonaws.com")
    seen = []
    aws.gateway.subscribe("authorise", lambda call: seen.append(call.access_key), service="sqs")
    parameters = {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/none", "MessageBody": "hello"}
    arn = machine(
        states, one({"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": parameters})
    )

    states.start_execution(stateMachineArn=arn)

    who = aws.client("sts", aws_access_key_id=seen[0], aws_secret_access_key="unused").get_caller_identity()
    assert who["Arn"] == "arn:aws:sts::123456789012:assumed-role/machine/StepFunctions"


def test_a_failing_machine_says_nothing_outside_its_history(states, caplog, capfd):  # the interpreter's own log
    arn = machine(states, json.dumps({"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "No"}}}))

    with caplog.at_level(logging.WARNING):
        execution = states.start_execution(stateMachineArn=arn)["executionArn"]

    assert states.describe_execution(executionArn=execution)["status"] == "FAILED"
    assert [caplog.messages, *capfd.readouterr()] == [[], "", ""]
