"""Each private name of moto that the patch touches, by what S3 answers; the rest by `test_object_lifecycle`."""

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox

RULES = [
    {"ID": "whole", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"ExpiredObjectDeleteMarker": True}},
    {"ID": "old", "Status": "Enabled", "Prefix": "old/", "Expiration": {"Date": datetime(2030, 1, 1, tzinfo=UTC)}},
    {
        "ID": "sizes", "Status": "Disabled",
        "Filter": {"And": {
            "Prefix": "a/", "ObjectSizeGreaterThan": 1, "ObjectSizeLessThan": 9,
            "Tags": [{"Key": "b", "Value": ""}, {"Key": "c", "Value": "d"}],
        }},
        "Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}],
    },
    {
        "ID": "versions", "Status": "Enabled", "Filter": {"ObjectSizeGreaterThan": 5},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 9, "NewerNoncurrentVersions": 3},
        "NoncurrentVersionTransitions": [
            {"NoncurrentDays": 1, "StorageClass": "GLACIER", "NewerNoncurrentVersions": 2},
            {"NoncurrentDays": 2, "StorageClass": "DEEP_ARCHIVE"},
        ],
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    },
    {"ID": "tag", "Status": "Enabled", "Filter": {"Tag": {"Key": "a", "Value": "b"}}, "Expiration": {"Days": 1}},
]  # fmt: skip


@pytest.fixture
def s3():
    with Sandbox() as aws:
        client = aws.client("s3")
        client.create_bucket(Bucket="data")
        yield client


@pytest.mark.parametrize("minimum", [None, "varies_by_storage_class"])
def test_rules_read_back_as_given(s3, minimum):  # set_lifecycle, get_bucket_lifecycle, _bucket_response_put
    more = {"TransitionDefaultMinimumObjectSize": minimum} if minimum else {}
    answer = s3.put_bucket_lifecycle_configuration(Bucket="data", LifecycleConfiguration={"Rules": RULES}, **more)

    found = s3.get_bucket_lifecycle_configuration(Bucket="data")

    assert found["Rules"] == RULES
    expected = minimum or "all_storage_classes_128K"
    assert found["TransitionDefaultMinimumObjectSize"] == expected
    assert answer["TransitionDefaultMinimumObjectSize"] == expected


def test_without_rules_there_is_no_configuration(s3):  # get_bucket_lifecycle
    s3.put_bucket_lifecycle_configuration(Bucket="data", LifecycleConfiguration={"Rules": RULES})
    s3.delete_bucket_lifecycle(Bucket="data")

    with pytest.raises(ClientError, match="The lifecycle configuration does not exist") as refused:
        s3.get_bucket_lifecycle_configuration(Bucket="data")

    assert refused.value.response["Error"]["Code"] == "NoSuchLifecycleConfiguration"


def test_uploads_tell_when_they_began(s3):  # FakeMultipart.__init__, list_multipart_uploads
    s3.create_multipart_upload(Bucket="data", Key="big")

    assert s3.list_multipart_uploads(Bucket="data")["Uploads"][0]["Initiated"] == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("form", [{"SimplePrefix": {}}, {"PartitionedPrefix": {"PartitionDateSource": "DeliveryTime"}}])
def test_logging_reads_back_with_the_form_of_its_keys(s3, form):  # S3Response.get_bucket_logging
    s3.create_bucket(Bucket="the-logs")
    enabled = {"TargetBucket": "the-logs", "TargetPrefix": "", "TargetObjectKeyFormat": form}
    s3.put_bucket_logging(Bucket="data", BucketLoggingStatus={"LoggingEnabled": enabled})

    assert s3.get_bucket_logging(Bucket="data")["LoggingEnabled"] == enabled


def test_acl_tells_all_that_it_grants(s3):  # FakeAcl.__init__, FakeGrant
    s3.create_bucket(Bucket="the-logs", ObjectOwnership="BucketOwnerPreferred", ACL="log-delivery-write")

    grants = s3.get_bucket_acl(Bucket="the-logs")["Grants"]

    delivery = [grant["Permission"] for grant in grants if grant["Grantee"].get("URI", "").endswith("/LogDelivery")]
    assert delivery == ["READ_ACP", "WRITE"]
