"""The published snippet of a least-privilege policy: it allows nothing at all, and one deletion makes it right."""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox, check
from patterns.template.errors import TemplateError

SNIPPETS = Path(__file__).parent / "least_privilege_policy"
PUBLISHED, COMPLETED, REPAIRED = (SNIPPETS / f"{name}.yaml" for name in ("published", "completed", "repaired"))
INSIDE = {"Bucket": "my-bucket", "Key": "prefix/a.csv"}
ABSENT = "its condition wants s3:x-amz-acl StringEquals private, which is not in the request"


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def as_role(aws, snippet):
    """S3 as the role that has the policy of a deployed snippet."""
    stack = aws.deploy(snippet)
    aws.administrator("s3").put_object(**INSIDE, Body=b"a")
    return aws.acting_as(stack["Role"].attribute("Arn")).client("s3")


def refused(call, **arguments):
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def nearest(aws):
    """Why the one statement does not allow what was refused last."""
    return [str(reason.mismatch) for reason in aws.denials[-1].decision.reasons]


def test_as_published_it_is_no_template(aws):
    with pytest.raises(TemplateError, match=r"Invalid template property or properties \[Version, Statement\]"):
        aws.deploy(PUBLISHED)


def test_it_is_completed_by_lines_that_say_so():
    published, lines = PUBLISHED.read_text().splitlines(), COMPLETED.read_text().splitlines()

    added, rest = lines[: -len(published)], lines[-len(published) :]

    assert [line for line in added if "  # completed: " not in line] == []
    assert [line.removeprefix("        ") for line in rest] == published


def test_it_is_repaired_by_taking_the_condition_away():
    completed, repaired = COMPLETED.read_text().splitlines(), REPAIRED.read_text().splitlines()

    (changed,) = [line for line in repaired if line not in completed]
    (_, *gone) = [line.strip() for line in completed if line not in repaired]

    assert "# repaired: " in changed
    assert gone == ['"Condition": {', '"StringEquals": {', '"s3:x-amz-acl": "private"', "}", "}"]


def test_it_allows_no_read_and_says_why(aws):
    s3 = as_role(aws, COMPLETED)

    code, message = refused(s3.get_object, **INSIDE)

    assert code == "AccessDenied"
    assert message.endswith("because no identity-based policy allows the s3:GetObject action")
    assert nearest(aws) == [ABSENT]


def test_it_allows_no_put_either(aws):
    s3 = as_role(aws, COMPLETED)

    assert refused(s3.put_object, **INSIDE, Body=b"b")[0] == "AccessDenied"
    assert nearest(aws) == [ABSENT]


def test_a_put_that_says_private_sets_an_acl_which_it_may_not_and_the_bucket_does_not_take(aws):
    s3 = as_role(aws, COMPLETED)

    code, message = refused(s3.put_object, **INSIDE, Body=b"b", ACL="private")

    assert (code, "s3:PutObjectAcl" in message) == ("AccessDenied", True)
    assert refused(aws.client("s3").put_object, **INSIDE, Body=b"b", ACL="private") == (
        "AccessControlListNotSupported",
        "The bucket does not allow ACLs",
    )


def test_repaired_it_allows_exactly_reading_and_writing_there(aws):
    s3, elsewhere = as_role(aws, REPAIRED), INSIDE | {"Key": "other/a.csv"}

    s3.put_object(**INSIDE, Body=b"b")

    assert s3.get_object(**INSIDE)["Body"].read() == b"b"
    assert refused(s3.get_object, **elsewhere)[0] == "AccessDenied"
    assert refused(s3.put_object, **elsewhere, Body=b"b")[0] == "AccessDenied"
    assert refused(s3.delete_object, **INSIDE)[0] == "AccessDenied"
    assert refused(s3.list_objects_v2, Bucket="my-bucket", Prefix="prefix/")[0] == "AccessDenied"


def test_its_flaw_is_found_and_gone_when_repaired():
    found = [
        [one.id for one in check(snippet, lint=False) if one.resource == "Policy"] for snippet in (COMPLETED, REPAIRED)
    ]

    assert found == [["IAM-015"], []]
