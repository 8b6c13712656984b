"""Each private name of moto's IAM that the patch touches, by what IAM answers through it."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from tools.rights import TRUST, document

BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


@pytest.fixture
def iam():
    with Sandbox() as aws:
        yield aws.client("iam")


def test_a_policy_of_aws_can_be_attached_read_and_detached(iam):  # attach_role_policy, managed_policies
    iam.create_role(RoleName="app", AssumeRolePolicyDocument=document(TRUST))

    iam.attach_role_policy(RoleName="app", PolicyArn=BASIC)

    policy = iam.get_policy(PolicyArn=BASIC)["Policy"]
    version = iam.get_policy_version(PolicyArn=BASIC, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    assert "logs:PutLogEvents" in str(version["Document"])
    iam.detach_role_policy(RoleName="app", PolicyArn=BASIC)
    assert iam.list_attached_role_policies(RoleName="app")["AttachedPolicies"] == []


def test_a_policy_of_aws_is_none_of_the_account(iam):  # aws_managed_policies
    iam.get_policy(PolicyArn=BASIC)

    assert iam.list_policies(Scope="Local")["Policies"] == []
    assert iam.get_account_authorization_details(Filter=["LocalManagedPolicy"])["Policies"] == []


@pytest.mark.parametrize(
    "arn",
    ["arn:aws:iam::aws:policy/NoSuchPolicy", "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"],
    ids=["no such name", "another path"],
)
def test_what_aws_does_not_have_does_not_exist(iam, arn):
    with pytest.raises(iam.exceptions.NoSuchEntityException, match="not found"):
        iam.get_policy(PolicyArn=arn)


POWER = "arn:aws:iam::aws:policy/PowerUserAccess"


def bounded(iam):
    return iam.get_user(UserName="ann")["User"].get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")


def test_a_user_keeps_its_boundary_until_it_is_taken_away(
    iam,
):  # create_user, put_ and delete_user_permissions_boundary
    iam.create_user(UserName="ann", PermissionsBoundary=POWER)
    assert bounded(iam) == POWER

    iam.put_user_permissions_boundary(UserName="ann", PermissionsBoundary=BASIC)
    assert bounded(iam) == BASIC

    iam.delete_user_permissions_boundary(UserName="ann")
    assert bounded(iam) is None


def test_a_user_of_another_path_keeps_its_tags(iam):  # IAMBackend.update_user, tagger
    iam.create_user(UserName="ann", Tags=[{"Key": "Team", "Value": "data"}])

    iam.update_user(UserName="ann", NewPath="/staff/")

    user = iam.get_user(UserName="ann")["User"]
    assert user["Arn"].endswith(":user/staff/ann")
    assert user["Tags"] == [{"Key": "Team", "Value": "data"}]


def test_a_group_changes_its_path_alone(iam):  # IAMBackend.update_group
    iam.create_group(GroupName="staff")

    iam.update_group(GroupName="staff", NewPath="/all/")

    assert iam.get_group(GroupName="staff")["Group"]["Path"] == "/all/"


def test_a_policy_of_a_user_without_a_name_goes_back_whole():
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"RoleName": "app", "AssumeRolePolicyDocument": {"Statement": [TRUST]}},
    }
    text = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
    policy = {"PolicyName": "read", "Roles": [{"Ref": "App"}], "Users": [""], "PolicyDocument": text}

    with Sandbox() as aws, pytest.raises(StackFailed, match="Invalid length for parameter UserName") as failed:
        aws.deploy({"Resources": {"App": role, "Read": {"Type": "AWS::IAM::Policy", "Properties": policy}}})

    assert failed.value.status == "ROLLBACK_COMPLETE"
