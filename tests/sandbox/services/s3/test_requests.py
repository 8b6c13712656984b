"""Each private name of moto that the patch touches, by what S3 answers through it."""

import json

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox

AES = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
KMS = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}


@pytest.fixture
def s3():
    with Sandbox() as aws:
        client = aws.client("s3")
        client.create_bucket(Bucket="data")
        yield client


def encryption(s3):
    return s3.get_bucket_encryption(Bucket="data")["ServerSideEncryptionConfiguration"]["Rules"]


def test_a_new_bucket_is_as_since_2023(s3):  # FakeBucket.__init__, public_access_block, ownership_rule, encryption
    block = s3.get_public_access_block(Bucket="data")["PublicAccessBlockConfiguration"]
    rules = s3.get_bucket_ownership_controls(Bucket="data")["OwnershipControls"]["Rules"]

    assert block == dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert encryption(s3) == [AES]


def test_encryption_deleted_is_back_at_the_default(s3):  # S3Backend.delete_bucket_encryption
    s3.put_bucket_encryption(Bucket="data", ServerSideEncryptionConfiguration={"Rules": [KMS]})
    assert encryption(s3) == [KMS]

    s3.delete_bucket_encryption(Bucket="data")

    assert encryption(s3) == [AES]


def test_a_conditional_deny_does_not_deny_everything(s3):  # FakeBucket.get_permission
    plain = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::data/*"}
    statement = plain | {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    s3.put_bucket_policy(Bucket="data", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    s3.put_object(Bucket="data", Key="a", Body=b"b")

    assert s3.get_object(Bucket="data", Key="a")["Body"].read() == b"b"


def test_logging_to_a_bucket_that_does_not_allow_delivery_is_accepted(s3):  # FakeBucket._log_permissions_enabled_policy
    s3.create_bucket(Bucket="access-logs")
    logging = {"TargetBucket": "access-logs", "TargetPrefix": "access/"}

    s3.put_bucket_logging(Bucket="data", BucketLoggingStatus={"LoggingEnabled": logging})

    assert s3.get_bucket_logging(Bucket="data")["LoggingEnabled"] == logging


def test_no_log_is_written_at_once(s3):  # S3Backend.log_incoming_request
    s3.create_bucket(Bucket="access-logs")
    enabled = {"LoggingEnabled": {"TargetBucket": "access-logs", "TargetPrefix": "access/"}}
    s3.put_bucket_logging(Bucket="data", BucketLoggingStatus=enabled)

    s3.list_objects_v2(Bucket="data")

    assert s3.list_objects_v2(Bucket="access-logs")["KeyCount"] == 0


def test_versioning_cannot_stop_under_an_object_lock(s3):  # S3Backend.put_bucket_versioning, object_lock_enabled
    s3.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
    suspended = {"Status": "Suspended"}

    s3.put_bucket_versioning(Bucket="data", VersioningConfiguration=suspended)
    with pytest.raises(ClientError, match="so the versioning state cannot be changed") as refused:
        s3.put_bucket_versioning(Bucket="locked", VersioningConfiguration=suspended)

    assert refused.value.response["Error"]["Code"] == "InvalidBucketState"


def test_a_bucket_with_objects_can_be_locked(s3):  # S3Backend.put_object_lock_configuration, _VersionedKeyStore
    s3.put_bucket_versioning(Bucket="data", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="data", Key="a", Body=b"b")

    s3.put_object_lock_configuration(Bucket="data", ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})

    assert s3.get_object(Bucket="data", Key="a")["Body"].read() == b"b"
    found = s3.get_object_lock_configuration(Bucket="data")["ObjectLockConfiguration"]
    assert found["ObjectLockEnabled"] == "Enabled"
