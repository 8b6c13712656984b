"""Parts of policies that no request can meet, each beside what is right."""

import pytest

from patterns.iam.arns import may_meet
from patterns.iam.mistakes import Kind, mistakes

OBJECTS, BUCKET = "arn:aws:s3:::data/*", "arn:aws:s3:::data"


def found(action="s3:GetObject", resource=OBJECTS, effect="Allow", **conditions):
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    if conditions:
        statement["Condition"] = conditions
    return [(mistake.kind, mistake.value) for mistake in mistakes({"Version": "2012-10-17", "Statement": statement})]


def words(**statement):
    return [str(mistake) for mistake in mistakes({"Version": "2012-10-17", "Statement": statement})]


@pytest.mark.parametrize(
    ("action", "wrong"),
    [
        ("s3:GetObject", False),
        ("s3:getobject", False),
        ("s3:Get*", False),
        ("*", False),
        ("s3:GetObjct", True),
        ("s3:Fetch*", True),
        ("s4:GetObject", True),
    ],
)
def test_an_action_that_does_not_exist(action, wrong):
    assert found(action, "*") == ([(Kind.UNKNOWN_ACTION, action)] if wrong else [])


def test_a_misspelt_action_is_told_which_is_meant():
    assert words(Effect="Allow", Action="s3:GetObjct", Resource="*") == [
        "statement 1: there is no action s3:GetObjct; is s3:GetObject meant?"
    ]


@pytest.mark.parametrize(
    ("action", "operator", "key", "wrong"),
    [
        ("s3:PutObject", "StringEquals", "s3:x-amz-acl", False),
        ("s3:GetObject", "StringEquals", "s3:x-amz-acl", True),
        ("s3:GetObject", "StringEquals", "S3:X-Amz-Acl", True),
        ("s3:GetObject", "StringEqualsIfExists", "s3:x-amz-acl", False),
        ("s3:*Object", "StringEquals", "s3:x-amz-acl", False),
        ("s3:GetObject", "StringNotEquals", "s3:x-amz-acl", True),
        ("s3:GetObject", "StringEquals", "aws:SourceVpce", False),
        ("s3:GetObject", "StringEquals", "s3:ExistingObjectTag/project", False),
        ("kms:Decrypt", "StringEquals", "kms:EncryptionContext:order", False),
        ("ec2:DescribeInstances", "StringEquals", "aws:RequestTag/project", True),
        ("ec2:RunInstances", "StringEquals", "aws:RequestTag/project", False),
    ],
)
def test_a_key_that_no_request_for_the_action_has(action, operator, key, wrong):
    said = found(action, "*", **{operator: {key: "private"}})

    assert said == ([(Kind.KEY_NEVER_SENT, key)] if wrong else [])


@pytest.mark.parametrize(
    ("effect", "operator", "outcome"),
    [
        ("Allow", "StringEquals", "StringEquals is never true, and the statement never allows it"),
        ("Allow", "StringNotEquals", "StringNotEquals is always true, and limits nothing"),
        ("Deny", "StringEquals", "StringEquals is never true, and the statement never denies it"),
        ("Deny", "StringNotEquals", "StringNotEquals is always true, and the statement always denies it"),
    ],
)
def test_what_a_missing_key_makes_of_the_statement(effect, operator, outcome):
    [said] = words(
        Effect=effect, Action="s3:GetObject", Resource=OBJECTS, Condition={operator: {"s3:x-amz-acl": "private"}}
    )

    assert said == f"statement 1: no request for s3:GetObject has the key s3:x-amz-acl, so {outcome}"


@pytest.mark.parametrize(
    ("action", "resource", "wrong"),
    [
        ("s3:GetObject", OBJECTS, False),
        ("s3:GetObject", BUCKET, True),
        ("s3:ListBucket", BUCKET, False),
        ("s3:ListBucket", OBJECTS, True),
        ("s3:ListBucket", "arn:aws:s3:::*", False),
        ("s3:*", BUCKET, False),
        ("s3:ListAllMyBuckets", BUCKET, True),
        ("s3:ListAllMyBuckets", "*", False),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/t", False),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/t/index/i", True),
        ("dynamodb:Query", "arn:aws:dynamodb:us-east-1:123456789012:table/t/index/*", False),
        ("sqs:SendMessage", "arn:aws:sqs:*:*:${aws:PrincipalTag/team}-*", False),
        ("sqs:SendMessage", "arn:aws:sns:us-east-1:123456789012:q", True),
    ],
)
def test_a_resource_that_the_action_is_not_about(action, resource, wrong):
    assert found(action, resource) == ([(Kind.RESOURCE_NOT_TAKEN, action)] if wrong else [])


@pytest.mark.parametrize(
    ("conditions", "wrong"),
    [
        ({"Null": {"aws:TokenIssueTime": "true"}, "DateLessThan": {"aws:TokenIssueTime": "2026-01-01"}}, True),
        ({"Null": {"aws:TokenIssueTime": "false"}, "DateLessThan": {"aws:TokenIssueTime": "2026-01-01"}}, False),
        ({"StringEquals": {"aws:PrincipalTag/a": "x"}, "StringLike": {"aws:PrincipalTag/a": "y*"}}, True),
        ({"StringEquals": {"aws:PrincipalTag/a": "yes"}, "StringLike": {"aws:PrincipalTag/a": "y*"}}, False),
        ({"StringEquals": {"aws:PrincipalTag/a": "x"}, "ArnEquals": {"aws:PrincipalTag/a": "z"}}, True),
        ({"StringEquals": {"aws:PrincipalTag/a": "x", "aws:PrincipalTag/b": "z"}}, False),
    ],
)
def test_conditions_that_exclude_each_other(conditions, wrong):
    assert [kind for kind, _ in found(**conditions)] == ([Kind.NEVER_MATCHES] if wrong else [])


@pytest.mark.parametrize(
    ("written", "inside", "meets"),
    [
        ("arn:aws:s3:::data", True, True),
        ("arn:aws:s3:::data/*", True, False),
        ("arn:aws:s3:::data/*", False, True),
        ("arn:aws:s3:::da??", True, True),
        ("arn:aws:s3:us-east-1::data", True, False),
        ("*", True, True),
        ("", True, False),
    ],
)
def test_patterns_meet_where_some_arn_fits_both(written, inside, meets):
    assert may_meet("arn:${Partition}:s3:::${BucketName}", written, inside=inside) is meets
