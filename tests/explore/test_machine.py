"""The machine panel, and the way of an execution that it draws."""

import json
import re

import pytest

from patterns import Sandbox, SecureBucket
from patterns.explore import Workbench
from patterns.explore.executions import taken, way

ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    },
}
DEFINITION = {
    "StartAt": "Wait",
    "States": {
        "Wait": {"Type": "Wait", "Seconds": 90, "Next": "Both"},
        "Both": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "Left", "States": {"Left": {"Type": "Wait", "Seconds": 5, "End": True}}},
                {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "End": True}}},
            ],
            "ResultPath": "$.both",
            "Next": "Which",
        },
        "Which": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "Good"}],
            "Default": "Bad",
        },
        "Good": {"Type": "Succeed"},
        "Bad": {"Type": "Fail", "Error": "NotOne", "Cause": "n is not 1"},
    },
}
TEMPLATE = {
    "Resources": {
        "Role": ROLE,
        "Machine": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "Definition": DEFINITION},
        },
    }
}


def shown(workbench: Workbench) -> str:
    workbench.page.selected = "machine"
    return workbench.page.panes["machine"]


def test_only_a_template_with_a_machine_has_the_tab():
    assert "machine" in [tab["id"] for tab in Workbench(TEMPLATE).page.tabs]
    assert "machine" not in [tab["id"] for tab in Workbench(SecureBucket()).page.tabs]


@pytest.mark.slow
def test_an_execution_started_on_the_page_is_drawn_with_its_end():
    with Sandbox() as aws:
        workbench = Workbench(TEMPLATE, sandbox=aws)
        assert "Deploy" in shown(workbench)
        workbench.deploy()
        begun = aws.clock.now
        workbench.start("Machine", '{"n": 1}')

        assert (aws.clock.now - begun).total_seconds() == 95
        assert 'The last execution: <span class="pc-chip pc-relief">succeeded' in shown(workbench)
        workbench.start("Machine", '{"n": 2}')
        assert 'pc-worry">failed' in shown(workbench)
        assert "NotOne" in shown(workbench)


def test_an_input_that_is_no_json_is_refused_on_the_page():
    with Sandbox() as aws:
        workbench = Workbench(TEMPLATE, sandbox=aws)
        workbench.deploy()
        workbench.start("Machine", "{")

        assert "InvalidExecutionInput" in shown(workbench)


@pytest.mark.parametrize(
    ("number", "status", "last", "error"), [(1, "SUCCEEDED", "Good", ""), (2, "FAILED", "Bad", "NotOne")]
)
def test_the_way_is_read_from_the_history(number, status, last, error):
    with Sandbox() as aws:
        machine = aws.deploy(TEMPLATE)["Machine"].physical_id
        client = aws.client("stepfunctions")
        arn = client.start_execution(stateMachineArn=machine, input=json.dumps({"n": number}))["executionArn"]
        running = taken(client, arn)
        aws.clock.advance(minutes=5)
        found = taken(client, arn)

        assert (running.status, list(running.visits)) == ("RUNNING", ["Wait"])
        assert found.status == status
        assert found.visits["Wait"].seconds == 90
        assert found.visits["Both"].seconds == 5
        assert found.visits[last].error == error
        assert {("", "Wait"), ("Wait", "Both"), ("Both", "Left"), ("Both", "Right"), ("Which", last)} <= found.steps
        assert re.search(rf"The execution {status.lower()}: Wait \(90 s\), Both", way(client, arn).words)
