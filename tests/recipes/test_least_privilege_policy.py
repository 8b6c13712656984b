import pytest
from botocore.exceptions import ClientError

from patterns import LeastPrivilegePolicy, Sandbox, SecureBucket, check, compare
from patterns.iam import Policies, Request, evaluate
from patterns.parameters import ParameterError

ROLE = "arn:aws:sts::123456789012:assumed-role/analyst/session"
EVERY_LEVEL = {"read": True, "list_keys": True, "write": True, "delete": True}


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def document(pattern):
    """The policy as a deployment makes it."""
    with Sandbox() as account:
        return account.deploy(pattern)["Policy"].actual["PolicyDocument"]


def allowed(pattern, action, path, **context):
    """Whether the pattern's policy lets a role do it over HTTPS; `path` is what follows the bucket's ARN."""
    asked = {"aws:SecureTransport": True, **{name.replace("__", ":"): value for name, value in context.items()}}
    request = Request(ROLE, action, f"arn:aws:s3:::my-bucket{path}", context=asked)
    return evaluate(request, Policies(identity={"policy": document(pattern)})).allowed


def refused(call, **arguments):
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]["Code"]


@pytest.mark.slow
def test_each_action_meets_only_conditions_whose_key_its_requests_carry():
    strict = LeastPrivilegePolicy(**EVERY_LEVEL, encryption="aws:kms", source="endpoint", mfa=True, expires=True)

    assert check(strict) == []
    assert [one["Sid"] for one in document(strict)["Statement"]] == ["Read", "Write", "Abort", "Delete", "List"]


@pytest.mark.slow
def test_the_role_may_what_was_chosen_for_real_and_nothing_else(aws):
    bucket = aws.deploy(SecureBucket())["Bucket"].physical_id
    role = aws.deploy(LeastPrivilegePolicy(bucket=bucket)).outputs["RoleArn"]
    s3, there = aws.acting_as(role).client("s3"), {"Bucket": bucket, "Key": "reports/a.csv"}

    s3.put_object(**there, Body=b"a")

    assert s3.get_object(**there)["Body"].read() == b"a"
    assert s3.list_objects_v2(Bucket=bucket, Prefix="reports/")["KeyCount"] == 1
    assert refused(s3.list_objects_v2, Bucket=bucket) == "AccessDenied"
    assert refused(s3.get_object, Bucket=bucket, Key="reports-secret/a.csv") == "AccessDenied"
    assert refused(s3.delete_object, **there) == "AccessDenied"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "action", "path"),
    [
        ("read", "s3:GetObject", "/reports/a"),
        ("write", "s3:PutObject", "/reports/a"),
        ("write", "s3:AbortMultipartUpload", "/reports/a"),
        ("delete", "s3:DeleteObject", "/reports/a"),
    ],
)
def test_a_level_gives_its_actions_in_the_folder_and_no_other_does(level, action, path):
    alone = LeastPrivilegePolicy(**{name: name == level for name in EVERY_LEVEL})
    without = LeastPrivilegePolicy(**{name: name != level for name in EVERY_LEVEL})

    assert allowed(alone, action, path)
    assert not allowed(alone, action, "/other/a")
    assert not allowed(without, action, path)


@pytest.mark.slow
def test_encryption_is_asked_of_the_put_alone():
    asking, header = LeastPrivilegePolicy(encryption="AES256"), "s3__x-amz-server-side-encryption"

    assert allowed(asking, "s3:PutObject", "/reports/a", **{header: "AES256"})
    assert not allowed(asking, "s3:PutObject", "/reports/a", **{header: "aws:kms"})
    assert not allowed(asking, "s3:PutObject", "/reports/a")
    assert allowed(asking, "s3:GetObject", "/reports/a")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("choice", "context", "other"),
    [
        ({}, {}, {"aws__SecureTransport": False}),
        ({"mfa": True}, {"aws__MultiFactorAuthPresent": True}, {}),
        ({"source": "addresses"}, {"aws__SourceIp": "203.0.113.7"}, {"aws__SourceIp": "198.51.100.7"}),
        ({"source": "endpoint"}, {"aws__SourceVpce": "vpce-0a1b2c3d4e5f67890"}, {"aws__SourceIp": "203.0.113.7"}),
        (
            {"expires": True},
            {"aws__CurrentTime": "2027-06-30T23:59:59Z"},
            {"aws__CurrentTime": "2027-07-01T00:00:00Z"},
        ),
    ],
)
@pytest.mark.parametrize(
    ("action", "path"), [("s3:GetObject", "/reports/a"), ("s3:PutObject", "/reports/a"), ("s3:ListBucket", "")]
)
def test_a_condition_on_every_request_holds_for_each_action(choice, context, other, action, path):
    pattern, folder = LeastPrivilegePolicy(**choice), {"s3__prefix": "reports/"} if not path else {}

    assert allowed(pattern, action, path, **folder, **context)
    assert not allowed(pattern, action, path, **folder, **other)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"read": False, "list_keys": False, "write": False}, "leaves nothing to allow: turn on read"),
        ({"addresses": ()}, "names no range: name one, or choose source='anywhere'"),
        ({"addresses": ("0.0.0.0/0",)}, "a range of at most 65,536 addresses"),
        ({"last_day": "2027-02-30"}, "is a day that does not exist"),
        ({"prefix": "reports/*"}, "letters and digits, a slash at the end"),
        ({"prefix": "reports"}, "letters and digits, a slash at the end"),
        ({"bucket": "*"}, "a bucket's name"),
    ],
)
def test_a_policy_wider_than_it_looks_is_refused_by_name(choice, message):
    with pytest.raises(ParameterError, match=message.replace("(", r"\(")):
        LeastPrivilegePolicy(**choice)


@pytest.mark.parametrize(
    ("choice", "touched"),
    [({"delete": True}, {"Policy"}), ({"mfa": True}, {"Policy"}), ({"session_hours": 4}, {"Role"})],
)
def test_a_choice_touches_what_it_is_about(choice, touched):
    assert {one.logical_id for one in compare(LeastPrivilegePolicy(), LeastPrivilegePolicy(**choice))} == touched
