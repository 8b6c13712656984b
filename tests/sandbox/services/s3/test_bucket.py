import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from tools.clearing import release


def bucket(**properties):
    return {"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": properties}}}


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_name_with_dots_stays_whole(region):
    with Sandbox(region=region) as aws:
        stack = aws.deploy(bucket(BucketName="www.example.com", VersioningConfiguration={"Status": "Enabled"}))

        assert stack["Data"].physical_id == "www.example.com"
        assert stack.drift() == {}


def test_what_older_templates_write_in_a_lifecycle_rule_takes_effect(aws):
    old = {
        "Id": "old", "Status": "Enabled", "NoncurrentVersionExpirationInDays": 30,
        "Transition": {"StorageClass": "GLACIER", "TransitionInDays": 90},
        "NoncurrentVersionTransition": {"StorageClass": "GLACIER", "TransitionInDays": 10},
    }  # fmt: skip
    stack = aws.deploy(bucket(LifecycleConfiguration={"Rules": [old]}))

    (rule,) = stack["Data"].actual["LifecycleConfiguration"]["Rules"]
    assert rule == {
        "Id": "old",
        "Status": "Enabled",
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
        "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": 90}],
        "NoncurrentVersionTransitions": [{"StorageClass": "GLACIER", "TransitionInDays": 10}],
    }


def test_the_day_of_an_expiration_reads_back_as_it_was_written(aws):
    rule = {"Id": "then", "Status": "Enabled", "ExpirationDate": "2030-01-01T00:00:00Z"}

    stack = aws.deploy(bucket(LifecycleConfiguration={"Rules": [rule]}))

    assert stack["Data"].unsimulated == ()
    assert stack["Data"].actual["LifecycleConfiguration"]["Rules"] == [rule]


def test_a_bucket_has_one_policy_and_a_second_is_refused(aws):
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    body = bucket()
    for name in ("One", "Two"):
        properties = {"Bucket": {"Ref": "Data"}, "PolicyDocument": {"Version": "2012-10-17", "Statement": [deny]}}
        body["Resources"][name] = {"Type": "AWS::S3::BucketPolicy", "Properties": properties}

    with pytest.raises(StackFailed, match="The bucket policy already exists on bucket"):
        aws.deploy(body)

    assert aws.client("s3").list_buckets()["Buckets"] == []


def test_a_released_bucket_holds_no_version_and_no_marker(aws):
    stack = aws.deploy(bucket(VersioningConfiguration={"Status": "Enabled"}))
    s3, name = aws.client("s3"), stack["Data"].physical_id
    s3.put_object(Bucket=name, Key="note", Body=b"old")
    s3.put_object(Bucket=name, Key="note", Body=b"new")
    s3.delete_object(Bucket=name, Key="note")

    release(aws, stack)

    assert not {"Versions", "DeleteMarkers"} & s3.list_object_versions(Bucket=name).keys()


def test_a_custom_name_cannot_be_kept_through_a_replacement(aws):
    stack = aws.deploy(bucket(BucketName="one-name"))
    other = bucket(BucketName="one-name", BucketNamespace="global")

    with pytest.raises(StackFailed, match="cannot update a stack when a custom-named resource requires replacing"):
        stack.update(other)

    assert stack["Data"].exists
