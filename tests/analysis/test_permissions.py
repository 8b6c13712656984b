"""Who may do what, read from templates."""

import pytest

from patterns import DatabaseSecret, LambdaFunction
from patterns.analysis.permissions import permissions
from patterns.iam import InvalidRequest

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
TLS = {"aws:SecureTransport": "true"}


def document(action, resource, effect="Allow"):
    return {"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource}]}


def template(**resources):
    bucket = {"Type": "AWS::S3::Bucket"}
    return {"Resources": {"Bucket": bucket, **resources}}


def role(**properties):
    return {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST, **properties}}


OBJECTS = {"Fn::Sub": "${Bucket.Arn}/*"}
READS = document("s3:GetObject", OBJECTS)


@pytest.mark.parametrize(
    "resources",
    [
        {"Role": role(Policies=[{"PolicyName": "reads", "PolicyDocument": READS}])},
        {
            "Role": role(),
            "Reads": {
                "Type": "AWS::IAM::Policy",
                "Properties": {"PolicyName": "p", "PolicyDocument": READS, "Roles": [{"Ref": "Role"}]},
            },
        },
        {
            "Role": role(ManagedPolicyArns=[{"Ref": "Reads"}]),
            "Reads": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": READS}},
        },
        {
            "Role": role(),
            "Reads": {
                "Type": "AWS::IAM::RolePolicy",
                "Properties": {"PolicyName": "p", "PolicyDocument": READS, "RoleName": {"Ref": "Role"}},
            },
        },
    ],
    ids=["inline", "policy", "managed", "role policy"],
)
def test_a_role_has_its_policies_however_they_are_attached(resources):
    granted = permissions(template(**resources))
    [holder] = granted.holders

    assert [str(access) for access in holder.accesses] == ["s3:GetObject on <Bucket.Arn>/*"]
    assert holder.trusted == ("ec2.amazonaws.com",)
    assert granted.ask(holder, "s3:GetObject", "<Bucket.Arn>/a.txt").allowed
    assert granted.ask(holder, "s3:PutObject", "<Bucket.Arn>/a.txt").outcome == "implicitDeny"


def test_a_policy_of_a_resource_has_its_say():
    granted = permissions(LambdaFunction())
    [holder] = granted.holders

    assert granted.ask(holder, "sqs:SendMessage", "<DeadLetters.Arn>", TLS).allowed
    assert granted.ask(holder, "sqs:SendMessage", "<DeadLetters.Arn>", {"aws:SecureTransport": "false"}).outcome == (
        "explicitDeny"
    )


def test_a_boundary_limits():
    boundary = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document("s3:ListBucket", "*")}}
    inline = [{"PolicyName": "reads", "PolicyDocument": READS}]
    granted = permissions(
        template(Boundary=boundary, Role=role(Policies=inline, PermissionsBoundary={"Ref": "Boundary"}))
    )

    decision = granted.ask(granted.holders[0], "s3:GetObject", "<Bucket.Arn>/a.txt")

    assert (decision.outcome, decision.lacking) == ("implicitDeny", "boundary")


def test_what_aws_says_itself_is_named_and_not_weighed():
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    [holder] = permissions(template(Role=role(ManagedPolicyArns=[arn]))).holders

    assert (holder.managed, holder.grants) == (("ReadOnlyAccess",), ())


def test_a_turn_gives_and_takes():
    before = permissions(DatabaseSecret()).holder("ReaderRole")
    after = permissions(DatabaseSecret(own_key=True)).holder("ReaderRole")

    assert {one.action for one in after.since(before).gained} == {"kms:Decrypt"}
    assert {one.action for one in before.since(after).lost} == {"kms:Decrypt"}
    assert not after.since(after)


def test_what_cannot_be_asked_is_said():
    granted = permissions(LambdaFunction())

    with pytest.raises(InvalidRequest, match="resource 'the queue' is neither an ARN nor"):
        granted.ask(granted.holders[0], "sqs:SendMessage", "the queue")
