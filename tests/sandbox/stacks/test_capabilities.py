"""What a deployment acknowledges: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html."""

import pytest

from patterns.sandbox.core.errors import DeploymentRefused

TRUST = {
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]
}
QUEUE = {"Type": "AWS::SQS::Queue"}


def role(**named):
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST, **named}}


def template(resource, **more):
    return {"Resources": {"Queue": QUEUE, "Other": resource}, **more}


UNNAMED, NAMED = template(role()), template(role(RoleName="worker"))
LEFT_OUT = template(role() | {"Condition": "No"}, Conditions={"No": {"Fn::Equals": ["a", "b"]}})
EXTENDED = template(QUEUE, Transform="AWS::LanguageExtensions")
IAM, NAMED_IAM, AUTO_EXPAND = "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"


@pytest.mark.parametrize(
    ("source", "given"),
    [
        (template(QUEUE), ()), (UNNAMED, None), (NAMED, None), (UNNAMED, [IAM]), (UNNAMED, [NAMED_IAM]),
        (NAMED, [NAMED_IAM]), (EXTENDED, [AUTO_EXPAND]), (NAMED, NAMED_IAM),
    ],
)  # fmt: skip
def test_what_is_acknowledged_is_made(sandbox, source, given):
    assert sandbox.deploy(source, capabilities=given).status == "CREATE_COMPLETE"


@pytest.mark.parametrize(
    ("source", "given", "wanted"),
    [
        (UNNAMED, (), IAM), (NAMED, (), NAMED_IAM), (NAMED, [IAM], NAMED_IAM), (UNNAMED, [AUTO_EXPAND], IAM),
        (LEFT_OUT, (), IAM), (EXTENDED, [NAMED_IAM], AUTO_EXPAND),
    ],
)  # fmt: skip
def test_what_is_not_acknowledged_is_refused_before_anything_is_made(sandbox, source, given, wanted):
    with pytest.raises(DeploymentRefused, match=rf"Requires capabilities : \[{wanted}\], for "):
        sandbox.deploy(source, capabilities=given)

    assert sandbox.stacks == []
    assert "QueueUrls" not in sandbox.client("sqs").list_queues()


def test_an_update_asks_as_well(sandbox):
    stack = sandbox.deploy(template(QUEUE), capabilities=())

    with pytest.raises(DeploymentRefused, match=r"Requires capabilities : \[CAPABILITY_IAM\], for Other"):
        stack.update(UNNAMED | {"Resources": UNNAMED["Resources"] | {"More": QUEUE}}, capabilities=())


def test_a_capability_that_there_is_not_is_named(sandbox):
    with pytest.raises(DeploymentRefused, match="capabilities has no CAPABILITY_ROOT: choose among CAPABILITY_AUTO_"):
        sandbox.deploy(UNNAMED, capabilities=["CAPABILITY_ROOT"])
