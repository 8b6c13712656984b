"""What the account would say to calls that nobody makes, against what it says to the same calls when they are made."""

import pytest
from botocore.exceptions import ClientError

from patterns import LeastPrivilegePolicy, SecureBucket
from patterns.sandbox.authorisation.asking import concerned, decided

ADMINISTRATOR = "arn:aws:iam::123456789012:user/administrator"


@pytest.fixture
def asked(aws):
    bucket = aws.deploy(SecureBucket(), name="store")["Bucket"].physical_id
    role = aws.deploy(LeastPrivilegePolicy(bucket=bucket), name="folder").outputs["RoleArn"]
    for key in ("reports/a.csv", "salaries/a.csv"):
        aws.client("s3").put_object(Bucket=bucket, Key=key, Body=b"a")
    return role, bucket


@pytest.mark.slow
@pytest.mark.parametrize("key", ["reports/a.csv", "salaries/a.csv"])
def test_a_question_and_the_call_have_the_same_answer(aws, asked, key):
    role, bucket = asked
    try:
        aws.acting_as(role).client("s3").get_object(Bucket=bucket, Key=key)
        made = True
    except ClientError:
        made = False

    assert decided(aws, role, "s3:GetObject", f"arn:aws:s3:::{bucket}/{key}").allowed == made


@pytest.mark.slow
def test_other_accounts_nobody_known_and_plain_http_are_refused(aws, asked):
    role, bucket = asked
    place = f"arn:aws:s3:::{bucket}/reports/a.csv"

    assert decided(aws, ADMINISTRATOR, "s3:GetObject", place).allowed
    assert not decided(aws, ADMINISTRATOR, "s3:GetObject", place, {"aws:SecureTransport": False}).allowed
    assert not decided(aws, "arn:aws:iam::999988887777:role/anybody", "s3:GetObject", place).allowed
    assert not decided(aws, "*", "s3:GetObject", place).allowed
    assert not decided(aws, role, "s3:GetObject", place, identity={}).allowed
    assert len(concerned(aws, role, place)) == len(concerned(aws, "*", place)) + 1
