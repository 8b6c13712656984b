import pytest

from patterns import Sandbox, SecureBucket, check, compare
from patterns.parameters import ParameterError

TAGS = {"Bucket.Tags", "LogBucket.Tags", "Key.Tags"}
CONCERNS = {
    "encryption": {"Key", "KeyAlias", "Bucket.BucketEncryption"},
    "tls_only": {"BucketPolicy", "LogBucketPolicy.PolicyDocument"},
    "object_lock": {"Bucket.ObjectLockEnabled", "Bucket.ObjectLockConfiguration"},
    "object_lock_days": {"Bucket.ObjectLockConfiguration"},
    "cors_origins": {"Bucket.CorsConfiguration"},
    "versioning": {"Bucket.VersioningConfiguration"},
    "noncurrent_days": {"Bucket.LifecycleConfiguration"},
    "retain": {"Bucket", "LogBucket", "Key"},
    "incomplete_upload_days": {"Bucket.LifecycleConfiguration"},
    "transition_class": {"Bucket.LifecycleConfiguration"},
    "transition_days": {"Bucket.LifecycleConfiguration"},
    "access_logs": {"Bucket.LoggingConfiguration", "LogBucket", "LogBucketPolicy"},
    "log_retention_days": {"LogBucket.LifecycleConfiguration"},
    "environment": TAGS,
    "project": TAGS,
    "cost_center": TAGS,
    "owner_email": TAGS,
}
"""Parameter -> the resources it makes, removes or gives other policies, and the properties it changes."""


def touched(old, new):
    for change in compare(old, new):
        paths = {str(prop.path[0]) for prop in change.properties}
        yield from {f"{change.logical_id}.{name}" for name in paths} or {change.logical_id}


@pytest.mark.parametrize("name", SecureBucket.parameters())
def test_a_parameter_touches_what_it_concerns_and_nothing_else(name):
    kind = SecureBucket.parameters()[name]
    basis = SecureBucket(encryption="aws:kms" if name != "encryption" else "AES256").with_(
        **{other: values[0] for other, values in kind.needs}
    )

    places = {place for value in kind.choices() for place in touched(basis, basis.with_(**{name: value}))}

    assert places == CONCERNS[name]


def test_every_parameter_has_its_row():
    assert CONCERNS.keys() == SecureBucket.parameters().keys()


def test_an_object_lock_needs_versions_to_lock():
    with pytest.raises(ParameterError, match="object_lock = 'GOVERNANCE' needs versioning=True: S3 locks versions"):
        SecureBucket(object_lock="GOVERNANCE", versioning=False)
    assert SecureBucket(object_lock="GOVERNANCE").versioning


def test_log_delivery_is_allowed_for_this_bucket_of_this_account_only():
    statement = SecureBucket().to_dict()["Resources"]["LogBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"][0]

    assert statement["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert statement["Action"] == ["s3:PutObject"]
    assert statement["Condition"] == {
        "ArnLike": {"aws:SourceArn": {"Fn::GetAtt": ["Bucket", "Arn"]}},
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
    }


def test_the_log_bucket_keeps_s3_managed_keys_whatever_the_bucket_has():
    resources = SecureBucket(encryption="aws:kms", object_lock="COMPLIANCE").to_dict()["Resources"]

    rules = resources["LogBucket"]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rules == [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    assert "ObjectLockConfiguration" not in resources["LogBucket"]["Properties"]
    assert check(SecureBucket(encryption="aws:kms", object_lock="COMPLIANCE"), lint=False) == []


@pytest.mark.slow
def test_what_is_overwritten_or_deleted_can_be_had_back():
    with Sandbox() as aws:
        bucket, s3 = aws.deploy(SecureBucket())["Bucket"].physical_id, aws.client("s3")
        first = s3.put_object(Bucket=bucket, Key="report", Body=b"first")["VersionId"]
        s3.put_object(Bucket=bucket, Key="report", Body=b"second")
        s3.delete_object(Bucket=bucket, Key="report")

        assert s3.get_object(Bucket=bucket, Key="report", VersionId=first)["Body"].read() == b"first"


@pytest.mark.slow
def test_a_retained_bucket_outlives_its_stack_with_what_is_in_it():
    with Sandbox() as aws:
        stack, s3 = aws.deploy(SecureBucket()), aws.client("s3")
        bucket = stack["Bucket"].physical_id
        s3.put_object(Bucket=bucket, Key="report", Body=b"kept")

        stack.delete()

        assert stack.status == "DELETE_COMPLETE"
        assert s3.get_object(Bucket=bucket, Key="report")["Body"].read() == b"kept"


@pytest.mark.slow
def test_without_retain_nothing_is_left():
    with Sandbox() as aws:
        aws.deploy(SecureBucket(retain=False)).delete()

        assert aws.client("s3").list_buckets()["Buckets"] == []


@pytest.mark.parametrize("name", ["a" * 128, "Capitals", "x"])
def test_a_stack_of_any_name_gets_buckets_of_a_valid_name(name):
    with Sandbox() as aws:
        bucket = aws.deploy(SecureBucket(), name=name)["Bucket"].physical_id

        assert bucket.islower()
        assert 3 <= len(bucket) <= 63


@pytest.mark.slow
def test_it_works_in_another_region():
    with Sandbox(region="eu-central-1") as aws:
        stack = aws.deploy(SecureBucket())

        answer = aws.client("s3").get_bucket_location(Bucket=stack["Bucket"].physical_id)
        assert answer["LocationConstraint"] == "eu-central-1"
        assert stack.drift() == {}
