"""What is special about state machines: the ways to give a definition."""

import json

import pytest

from patterns.sandbox.core.errors import StackFailed
from tools.stage import on_stage

PASSING = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}


def deployed(aws, **given):
    [properties] = on_stage(aws, {"RoleArn": "{function_role.Arn}", **given})
    template = {"Resources": {"One": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}
    return aws.deploy(template, name="app")


def test_placeholders_are_replaced_in_an_object_too(aws):
    waiting = {"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": "${Call}", "End": True}}}
    call = "arn:aws:lambda:us-east-1:123456789012:function:app"

    stack = deployed(aws, Definition=waiting, DefinitionSubstitutions={"Call": call})

    arn = stack["One"].physical_id
    text = aws.client("stepfunctions").describe_state_machine(stateMachineArn=arn)["definition"]
    assert json.loads(text)["States"]["Call"]["Resource"] == call


@pytest.mark.parametrize(
    "text", ["StartAt: Call\nStates:\n  Call:\n    Type: Task\n    Resource: ${call_1}\n    End: true\n"]
)
def test_definition_in_s3_may_be_yaml_with_placeholders_of_sam(aws, text):
    call = "arn:aws:lambda:us-east-1:123456789012:function:app"
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="definitions")
    s3.put_object(Bucket="definitions", Key="machine.asl.yaml", Body=text)
    place = {"Bucket": "definitions", "Key": "machine.asl.yaml"}

    stack = deployed(aws, DefinitionS3Location=place, DefinitionSubstitutions={"call_1": call})

    found = aws.client("stepfunctions").describe_state_machine(stateMachineArn=stack["One"].physical_id)["definition"]
    assert json.loads(found)["States"]["Call"] == {"Type": "Task", "Resource": call, "End": True}


def test_definition_that_was_changed_by_hand_is_drift(aws):
    stack = deployed(aws, Definition=PASSING)
    other = {**PASSING, "Comment": "by hand"}

    client = aws.client("stepfunctions")
    client.update_state_machine(stateMachineArn=stack["One"].physical_id, definition=json.dumps(other))

    assert [difference.path for difference in stack.drift()["One"]] == ["Definition"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Exactly one of Definition, DefinitionString, DefinitionS3Location must be provided, and there is none"),
        ({"Definition": PASSING, "DefinitionString": "{}"}, "there is Definition, DefinitionString"),
        ({"DefinitionS3Location": {"Bucket": "stage-code", "Key": "code.zip"}}, "neither JSON nor YAML"),
        ({"DefinitionS3Location": {"Bucket": "stage-code", "Key": "missing"}}, "The specified key does not exist"),
    ],
)
def test_definition_that_cannot_be_had_is_refused(aws, given, said):
    with pytest.raises(StackFailed, match=said):
        deployed(aws, **given)


def test_machine_of_the_same_name_is_refused_and_stays(aws):
    stack = deployed(aws, Definition=PASSING, StateMachineName="example")
    role = stack["One"].actual["RoleArn"]
    properties = {"RoleArn": role, "Definition": PASSING, "StateMachineName": "example"}
    body = {"Resources": {"Two": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}

    with pytest.raises(StackFailed, match="already exists"):
        aws.deploy(body, name="other")

    assert stack["One"].exists
