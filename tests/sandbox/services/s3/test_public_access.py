import json

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox, SecureBucket
from patterns.sandbox.core.errors import StackFailed

EVERYBODY = "uri=http://acs.amazonaws.com/groups/global/AllUsers"
BLOCKED = "are blocked by the {} block public access setting"


@pytest.fixture
def s3():
    with Sandbox() as aws:
        client = aws.client("s3")
        client.create_bucket(Bucket="data")
        client.put_object(Bucket="data", Key="a", Body=b"b")
        yield client


def policy(**more):
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | more]})


def with_acls(s3, *, blocked):
    s3.put_bucket_ownership_controls(
        Bucket="data", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    )
    if not blocked:
        s3.delete_public_access_block(Bucket="data")


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    error = refused.value.response
    return error["Error"]["Code"], error["Error"]["Message"], error["ResponseMetadata"]["HTTPStatusCode"]


def test_a_public_policy_is_refused_in_s3s_words(s3):
    assert refusal(s3.put_bucket_policy, Bucket="data", Policy=policy()) == (
        "AccessDenied",
        "User: arn:aws:iam::123456789012:user/administrator is not authorized to perform: s3:PutBucketPolicy "
        'on resource: "arn:aws:s3:::data" because public policies ' + BLOCKED.format("BlockPublicPolicy") + ".",
        403,
    )


def test_a_policy_that_is_not_public_is_accepted(s3):
    limited = policy(Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})

    s3.put_bucket_policy(Bucket="data", Policy=limited)

    assert s3.get_bucket_policy(Bucket="data")["Policy"] == limited


def test_without_the_block_a_public_policy_is_accepted(s3):
    s3.delete_public_access_block(Bucket="data")

    s3.put_bucket_policy(Bucket="data", Policy=policy())

    assert s3.get_bucket_policy(Bucket="data")["Policy"] == policy()


@pytest.mark.parametrize("text", ["{", "[]", '"x"', '{"Statement": [{"Condition": {"Bool": 1}}]}'])
def test_a_malformed_policy_is_left_for_s3_to_answer(s3, text):
    assert refusal(s3.put_bucket_policy, Bucket="data", Policy=text)[0] == "MalformedPolicy"


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("put_object", {"Key": "a", "ACL": "public-read"}),
        ("put_object", {"Key": "a", "ACL": "private"}),
        ("put_object", {"Key": "a", "GrantRead": EVERYBODY}),
        ("copy_object", {"Key": "b", "CopySource": "data/a", "ACL": "private"}),
        ("create_multipart_upload", {"Key": "b", "ACL": "public-read"}),
        ("put_object_acl", {"Key": "a", "ACL": "bucket-owner-full-control"}),
        ("put_bucket_acl", {"ACL": "private"}),
        ("put_bucket_acl", {"GrantRead": EVERYBODY}),
    ],
)
def test_with_acls_off_any_acl_is_refused(s3, operation, arguments):
    code, message, status = refusal(getattr(s3, operation), Bucket="data", **arguments)

    assert (code, message, status) == ("AccessControlListNotSupported", "The bucket does not allow ACLs", 400)


@pytest.mark.parametrize("arguments", [{}, {"ACL": "bucket-owner-full-control"}])
def test_an_object_may_say_what_is_so_anyway(s3, arguments):
    assert s3.put_object(Bucket="data", Key="b", Body=b"c", **arguments)["ETag"]


@pytest.mark.parametrize(
    ("operation", "arguments", "action"),
    [
        ("put_object", {"Key": "a", "ACL": "public-read"}, "s3:PutObject"),
        ("put_object", {"Key": "a", "GrantRead": EVERYBODY}, "s3:PutObject"),
        ("put_object_acl", {"Key": "a", "ACL": "authenticated-read"}, "s3:PutObjectAcl"),
        ("put_bucket_acl", {"ACL": "public-read-write"}, "s3:PutBucketAcl"),
        ("put_bucket_acl", {"GrantRead": EVERYBODY}, "s3:PutBucketAcl"),
    ],
)
def test_with_acls_on_a_public_one_is_refused(s3, operation, arguments, action):
    with_acls(s3, blocked=True)

    code, message, status = refusal(getattr(s3, operation), Bucket="data", **arguments)

    assert (code, status) == ("AccessDenied", 403)
    assert f"to perform: {action} on resource" in message
    assert BLOCKED.format("BlockPublicAcls") in message


def test_with_acls_on_others_are_accepted_and_without_the_block_public_ones_too(s3):
    with_acls(s3, blocked=True)
    s3.put_object_acl(Bucket="data", Key="a", ACL="private")

    with_acls(s3, blocked=False)
    s3.put_object_acl(Bucket="data", Key="a", ACL="public-read")

    grants = s3.get_object_acl(Bucket="data", Key="a")["Grants"]
    assert "READ" in [grant["Permission"] for grant in grants]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"ACL": "public-read"}, "InvalidBucketAclWithObjectOwnership"),
        ({"GrantRead": EVERYBODY}, "InvalidBucketAclWithObjectOwnership"),
        ({"ACL": "public-read", "ObjectOwnership": "ObjectWriter"}, "InvalidBucketAclWithBlockPublicAccessError"),
    ],
)
def test_a_bucket_cannot_be_created_with_what_it_would_refuse(s3, arguments, code):
    assert refusal(s3.create_bucket, Bucket="other", **arguments)[0] == code
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["data"]


def test_a_bucket_may_be_created_with_an_acl_that_harms_nobody(s3):
    s3.create_bucket(Bucket="other", ACL="private")

    assert len(s3.list_buckets()["Buckets"]) == 2


@pytest.mark.slow
def test_a_stack_cannot_open_its_bucket_either():
    body = SecureBucket().to_dict()
    body["Resources"]["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"][0] |= {
        "Effect": "Allow",
        "Condition": {},
    }
    with Sandbox() as aws, pytest.raises(StackFailed, match=r"BucketPolicy: .* public policies are blocked"):
        aws.deploy(body, parameters={"OwnerEmail": "data@example.com"})
