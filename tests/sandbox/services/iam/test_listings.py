"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html"""

import json

import pytest
from botocore.exceptions import ClientError

from tools.code import MAY, TRUST


def test_listings_leave_out_what_only_a_single_resource_tells(aws):
    iam, tags = aws.client("iam"), [{"Key": "a", "Value": "b"}]
    boundary = iam.create_policy(PolicyName="p", PolicyDocument=json.dumps(MAY), Description="d")["Policy"]["Arn"]
    iam.create_user(UserName="u", PermissionsBoundary=boundary, Tags=tags)
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST), PermissionsBoundary=boundary, Tags=tags)

    [user], roles = iam.list_users()["Users"], iam.list_roles()["Roles"]
    role = next(one for one in roles if one["RoleName"] == "r")
    [policy] = iam.list_policies(Scope="Local")["Policies"]

    hidden = {"PermissionsBoundary", "Tags", "RoleLastUsed"}
    assert not hidden & set(user)
    assert not hidden & set(role)
    assert not {"Description", "Tags"} & set(policy)
    told = iam.get_user(UserName="u")["User"]
    assert told["PermissionsBoundary"]["PermissionsBoundaryArn"] == boundary
    assert iam.get_role(RoleName="r")["Role"]["Tags"] == tags


@pytest.mark.slow
def test_every_policy_that_aws_manages_is_listed_whatever_was_asked_for_before(aws):
    iam = aws.client("iam")
    iam.get_policy(PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")

    pages = iam.get_paginator("list_policies").paginate(Scope="AWS")
    arns = [policy["Arn"] for page in pages for policy in page["Policies"]]

    assert len(arns) == len(set(arns)) > 1000
    assert iam.list_policies(Scope="Local")["Policies"] == []


@pytest.mark.parametrize("path", ["my/path", "/open", "shut/"])
def test_path_begins_and_ends_with_a_slash(aws, path):
    with pytest.raises(ClientError) as refused:
        aws.client("iam").create_user(UserName="u", Path=path)
    assert refused.value.response["Error"]["Code"] == "ValidationError"
    assert aws.client("iam").create_user(UserName="u", Path="/my/path/")["User"]["Path"] == "/my/path/"
