"""Nothing is left out unasked, and nothing is left out in silence."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import DeploymentRefused, ForeignCode, NotSimulated, UnsupportedType

TEMPLATE = """\
Conditions: {Never: !Equals [a, b]}
Resources:
  Farm: {Type: AWS::AppStream::Fleet, Properties: {InstanceType: stream.standard.medium, Name: farm}}
  Never: {Type: AWS::AppStream::Stack, Condition: Never}
  Robot:
    Type: AWS::RoboMaker::Robot
    Properties: {Architecture: X86_64, GreengrassGroupId: a}
  Notes: {Type: AWS::SQS::Queue}
  Named: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub "fleet ${Farm}"}}
  After: {Type: AWS::SQS::Queue, DependsOn: Robot}
  Last: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt After.Arn}}
Outputs:
  Queue: {Value: !Ref Notes}
  Fleet: {Value: !Ref Farm}
"""


def test_every_type_and_place_is_named_at_once(sandbox):
    with pytest.raises(UnsupportedType) as refused:
        sandbox.deploy(TEMPLATE)

    assert str(refused.value) == (
        "the sandbox cannot make 2 resources: Farm is a AWS::AppStream::Fleet (line 3); Robot is a "
        "AWS::RoboMaker::Robot (line 6): nothing was deployed. docs/fidelity.md lists the types it makes. "
        'unsupported="leave_out" deploys the rest.'
    )
    assert [(each.logical_id, each.line) for each in refused.value.found] == [("Farm", 3), ("Robot", 6)]


def test_the_rest_is_deployed_and_the_report_says_what_is_missing(sandbox):
    stack = sandbox.deploy(TEMPLATE, unsupported="leave_out")

    assert (stack.status, list(stack), list(stack.outputs)) == ("CREATE_COMPLETE", ["Notes"], ["Queue"])
    assert dict(stack.left_out.resources) == {
        "Farm": "the sandbox has no AWS::AppStream::Fleet",
        "Robot": "the sandbox has no AWS::RoboMaker::Robot",
        "Named": "it needs Farm, which was left out",
        "After": "it needs Robot, which was left out",
        "Last": "it needs After, which was left out",
    }
    assert stack.left_out.outputs == ("Fleet",)
    told = str(stack.report())
    assert "left out: Farm: the sandbox has no AWS::AppStream::Fleet" in told
    assert "left out: output Fleet: it tells of what was left out" in told


def test_an_update_leaves_out_only_when_it_is_asked_to(sandbox):
    stack = sandbox.deploy(TEMPLATE, unsupported="leave_out")
    bigger = TEMPLATE.replace("{Type: AWS::SQS::Queue}", "{Type: AWS::SQS::Queue, Properties: {DelaySeconds: 5}}", 1)

    with pytest.raises(UnsupportedType, match="Farm"):
        stack.update(bigger)
    assert [change.logical_id for change in stack.update(bigger, unsupported="leave_out")] == ["Notes"]


def test_a_template_that_can_be_made_whole_is(sandbox):
    stack = sandbox.deploy({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}, unsupported="leave_out")

    assert (list(stack), bool(stack.left_out)) == (["Queue"], False)


def test_a_choice_that_there_is_not_is_refused(sandbox):
    with pytest.raises(DeploymentRefused, match="unsupported='skip': choose 'refuse' or 'leave_out'"):
        sandbox.deploy(TEMPLATE, unsupported="skip")


def test_a_type_of_a_service_that_makes_none_is_named_as_any():
    with Sandbox() as aws, pytest.raises(UnsupportedType, match="AWS::GameLift::Alias, which the sandbox cannot"):
        aws.deploy({"Resources": {"Alias": {"Type": "AWS::GameLift::Alias", "Properties": {"Name": "a"}}}})


def scheduled(**code):
    """A function that a schedule calls as soon as it is there."""
    function = {"Handler": "index.handler", "Role": {"Fn::GetAtt": ["Role", "Arn"]}, **code}
    target = {"Arn": {"Fn::GetAtt": ["Work", "Arn"]}, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}
    services = ["lambda.amazonaws.com", "scheduler.amazonaws.com"]
    trust = {"Effect": "Allow", "Principal": {"Service": services}, "Action": "sts:AssumeRole"}
    may = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*"}
    policies = [{"PolicyName": "call", "PolicyDocument": {"Version": "2012-10-17", "Statement": [may]}}]
    every = {"ScheduleExpression": "rate(5 minutes)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target}
    role = {"AssumeRolePolicyDocument": {"Statement": [trust]}, "Policies": policies}
    return {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": role},
            "Work": {"Type": "AWS::Lambda::Function", "Properties": function},
            "Every": {"Type": "AWS::Scheduler::Schedule", "Properties": every},
        }
    }


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ({"Runtime": "nodejs22.x", "Code": {"ZipFile": "exports.handler = () => 1"}}, "runs on nodejs22.x"),
        ({"Runtime": "python3.13", "Code": {"ZipFile": "def handler(e, c): return 1"}}, "trust=True"),
    ],
)
def test_an_event_for_code_that_is_not_run_hinders_no_stack_and_is_told(code, told):
    with Sandbox() as aws:
        stack = aws.deploy(scheduled(**code), name="nightly")

        assert stack.status == "CREATE_COMPLETE"
        [line] = stack.left_out.lines
        assert told in line
        assert f"left out: {line}" in str(stack.report())
        with pytest.raises((NotSimulated, ForeignCode), match=told):
            aws.clock.advance(minutes=5)
