"""A wait condition holds the stack until its handle was signalled, or its time is over."""

import json

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from tools.clearing import standing

WAITING = {
    "Resources": {
        "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
        "Ready": {
            "Type": "AWS::CloudFormation::WaitCondition",
            "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "600"},
        },
    },
    "Outputs": {"Said": {"Value": {"Fn::GetAtt": ["Ready", "Data"]}}},
}
TRUST = {
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]
}
CODE = """\
import json, urllib.request

def handler(event, context):
    answer = {"Status": event["Status"], "UniqueId": "worker", "Data": "so it is", "Reason": "broken"}
    put = urllib.request.Request(event["Address"], data=json.dumps(answer).encode(), method="PUT")
    return urllib.request.urlopen(put).status
"""


def with_rule(status):
    """The condition waits for what a function puts to the handle a minute later."""
    function = {
        "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": CODE},
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
    }  # fmt: skip
    said = {"Fn::Sub": json.dumps({"Status": status, "Address": "${Handle}"})}
    target = {"Id": "worker", "Arn": {"Fn::GetAtt": ["Worker", "Arn"]}, "Input": said}
    let = {
        "Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Worker"}, "Principal": "events.amazonaws.com",
        "SourceArn": {"Fn::GetAtt": ["Soon", "Arn"]},
    }  # fmt: skip
    return WAITING | {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
            "Worker": {"Type": "AWS::Lambda::Function", "Properties": function},
            "Soon": {
                "Type": "AWS::Events::Rule",
                "Properties": {"ScheduleExpression": "rate(1 minute)", "Targets": [target]},
            },
            "Let": {"Type": "AWS::Lambda::Permission", "Properties": let},
            **WAITING["Resources"],
            "Ready": WAITING["Resources"]["Ready"] | {"DependsOn": ["Let"]},
        }
    }


@pytest.fixture(scope="module")
def aws():
    with Sandbox(run_foreign_code=True) as account:
        yield account


@pytest.fixture(autouse=True)
def clean(aws):
    yield
    for stack in aws.stacks:
        stack.delete()


@pytest.mark.parametrize("logical_id", ["Handle", "Ready"])
def test_a_signal_by_hand_ends_the_wait_and_its_data_is_there(aws, logical_id):
    aws.signal("web", logical_id, "one", data="ready")

    stack = aws.deploy(WAITING, name="web")

    assert stack.outputs["Said"] == '{"one":"ready"}'
    with pytest.raises(StackFailed, match="timed out"):
        aws.deploy(WAITING, name="other")
    assert stack["Handle"].physical_id.startswith("https://cloudformation-waitcondition-us-east-1.s3.amazonaws.com/")


@pytest.mark.slow
def test_a_function_signals_by_the_address_of_the_handle(aws):
    began = aws.clock.now

    stack = aws.deploy(with_rule("SUCCESS"))

    assert stack.outputs["Said"] == '{"worker":"so it is"}'
    assert 60 <= (aws.clock.now - began).total_seconds() < 600


def test_a_signal_of_failure_fails_the_stack_with_its_reason(aws):
    with pytest.raises(StackFailed, match="WaitCondition received failed message: 'broken' for uniqueId: worker"):
        aws.deploy(with_rule("FAILURE"))
    assert standing(aws) == []


@pytest.mark.slow
def test_a_machine_signals_by_its_user_data(aws):
    image = aws.existing_network().image_ids["arm64"]
    tells = {"Fn::Base64": {"Fn::Sub": "#!/bin/bash\n/opt/aws/bin/cfn-signal -e 0 '${Handle}'\n"}}
    machine = {"ImageId": image, "InstanceType": "t4g.micro", "UserData": tells}
    resources = {"Server": {"Type": "AWS::EC2::Instance", "Properties": machine}, **WAITING["Resources"]}

    stack = aws.deploy({"Resources": resources})

    assert stack["Ready"].attribute("Data") == f'{{"{stack["Server"].physical_id}":""}}'


def test_without_a_signal_the_stack_fails_when_the_time_is_over(aws):
    began = aws.clock.now

    with pytest.raises(StackFailed, match=r"WaitCondition timed out. Received 0 conditions when expecting 1"):
        aws.deploy(WAITING)
    assert (aws.clock.now - began).total_seconds() == 600
    assert standing(aws) == []


def test_a_condition_cannot_be_changed_and_stays(aws):
    aws.signal("web", "Ready", "one")
    stack = aws.deploy(WAITING, name="web")
    longer = json.loads(json.dumps(WAITING).replace('"600"', '"700"'))

    with pytest.raises(
        StackFailed, match="Update to resource type AWS::CloudFormation::WaitCondition is not supported"
    ):
        stack.update(longer)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert stack["Ready"].actual["Timeout"] == 600
