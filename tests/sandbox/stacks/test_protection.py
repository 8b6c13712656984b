"""Termination protection keeps a stack, a stack policy the resources that it names."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed

ALL = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
QUEUE, TOPIC = "AWS::SQS::Queue", "AWS::SNS::Topic"


def template(name="jobs", delay=0, *, topic=True):
    queue = {"Type": QUEUE, "Properties": {"QueueName": name, "DelaySeconds": delay}}
    return {"Resources": {"Jobs": queue, **({"News": {"Type": TOPIC}} if topic else {})}}


def denied(action, resource="LogicalResourceId/Jobs", **more):
    return {"Effect": "Deny", "Action": action, "Principal": "*", "Resource": resource, **more}


def of_type(kind):
    return {"Condition": {"StringLike": {"ResourceType": kind}}}


@pytest.fixture
def stack():
    with Sandbox() as aws:
        yield aws.deploy(template())


def test_a_protected_stack_is_deleted_only_when_it_no_longer_is(stack):
    stack.update_termination_protection(True)
    with pytest.raises(
        DeploymentRefused, match=r"\[template\] cannot be deleted while TerminationProtection is enabled"
    ):
        stack.delete()
    assert stack["Jobs"].exists

    stack.update_termination_protection(False)
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("statements", "change", "says"),
    [
        ([ALL, denied("Update:Modify")], template(delay=5), r"Statement \[#2\] does not allow \[Update:Modify\] for"),
        (
            [ALL, denied("Update:Replace")],
            template("other"),
            r"does not allow \[Update:Replace\] for resource \[Jobs\]",
        ),
        ([ALL, denied("Update:Delete", "*")], template(topic=False), r"\[Update:Delete\] for resource \[News\]"),
        ([ALL, denied("Update:*", "*", **of_type("AWS::SQS::*"))], template(delay=5), "Action denied by stack policy"),
        ([ALL | {"Resource": "LogicalResourceId/News"}], template(delay=5), "Action not allowed by stack policy"),
    ],
)
def test_what_a_policy_denies_fails_the_update(stack, statements, change, says):
    stack.set_stack_policy({"Statement": statements})

    with pytest.raises(StackFailed, match=says):
        stack.update(change)

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert stack["Jobs"].actual["QueueName"] == "jobs"
    assert stack["Jobs"].actual.get("DelaySeconds", 0) == 0
    assert stack["News"].exists


@pytest.mark.parametrize(
    "statements", [[ALL, denied("Update:Replace")], [ALL, denied("Update:*", "*", **of_type("AWS::SNS::*"))]]
)
def test_what_a_policy_allows_is_changed(stack, statements):
    stack.set_stack_policy({"Statement": statements})

    stack.update(template(delay=5))

    assert stack["Jobs"].actual["DelaySeconds"] == 5


@pytest.mark.parametrize("policy", ["{", "[]", {"Statement": []}, {"Statement": [ALL | {"Action": "s3:*"}]}, object()])
def test_what_is_no_policy_is_refused(stack, policy):
    with pytest.raises(DeploymentRefused, match="Error validating stack policy"):
        stack.set_stack_policy(policy)
