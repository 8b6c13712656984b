"""The published snippet of a secure bucket: refused as it stands, and what it gets wrong once it is completed."""

from pathlib import Path

import pytest

from patterns import Sandbox, check
from patterns.sandbox.core.errors import StackFailed
from patterns.template.errors import TemplateError

SNIPPETS = Path(__file__).parent / "secure_bucket"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"


def test_as_published_it_is_refused_in_awss_words():
    with Sandbox() as aws:
        with pytest.raises(TemplateError) as refused:
            aws.deploy(PUBLISHED)

        assert str(refused.value) == (
            "Template format error: Unresolved resource dependencies [LoggingBucket] in the Resources block of the "
            "template (line 19)"
        )
        assert aws.client("s3").list_buckets()["Buckets"] == []


def test_it_is_completed_line_by_line_and_each_line_says_so():
    published, completed = (file.read_text().splitlines() for file in (PUBLISHED, COMPLETED))

    added = [line for line in completed if line not in published]

    assert completed[: len(published)] == published
    assert len(added) == len(completed) - len(published) == 2
    assert all("# completed: " in line for line in added)


def test_completed_it_is_deployed_and_reads_back():
    with Sandbox() as aws:
        stack = aws.deploy(COMPLETED, name="shop")

        assert stack["SecureBucket"].physical_id == "shop-data"
        assert stack.drift() == {}
        assert stack["SecureBucket"].unsimulated == ()


def test_its_flaws_are_found():
    found = {(finding.id, finding.resource) for finding in check(COMPLETED, lint=False)}

    assert {
        ("S3-008", "SecureBucket"),  # nothing allows log delivery to the log bucket
        ("S3-011", "SecureBucket"),  # the bucket's name comes from the stack's
        ("S3-005", "SecureBucket"),  # versions without a rule that ends them
        ("S3-002", "SecureBucket"),  # no statement against plain HTTP
        ("S3-010", "SecureBucket"),  # the data goes with the stack
        ("S3-009", "LoggingBucket"),  # logs for ever
    } <= found


def test_its_bucket_name_fails_in_a_stack_with_capitals():
    with Sandbox() as aws:
        with pytest.raises((StackFailed, TemplateError), match="Shop-data"):
            aws.deploy(COMPLETED, name="Shop")

        assert aws.client("s3").list_buckets()["Buckets"] == []


def test_no_log_ever_arrives_though_the_configuration_is_accepted():
    with Sandbox() as aws:
        stack, s3 = aws.deploy(COMPLETED, name="shop"), aws.client("s3")
        s3.put_object(Bucket="shop-data", Key="a", Body=b"b")
        aws.clock.advance(days=2)

        assert stack["SecureBucket"].actual["LoggingConfiguration"]["LogFilePrefix"] == "s3-access-logs/"
        assert s3.list_objects_v2(Bucket=stack["LoggingBucket"].physical_id)["KeyCount"] == 0
