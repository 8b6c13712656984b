"""Who did what in a bucket arrives in its log bucket, if that lets S3 write."""

import json

import pytest
import requests

from patterns import SecureBucket
from tools.receivers import make_person

STATEMENT = {
    "Effect": "Allow",
    "Principal": {"Service": "logging.s3.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::the-logs/*",
}
ALLOWED = {"Statement": STATEMENT | {"Condition": {
    "ArnLike": {"aws:SourceArn": "arn:aws:s3:::data"}, "StringEquals": {"aws:SourceAccount": "123456789012"},
}}}  # fmt: skip
OTHERS = {"Statement": STATEMENT | {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::other"}}}}


class Logged:
    """A bucket whose logs go to another."""

    def __init__(self, aws, policy=ALLOWED, *, form=None, **logs):
        self.aws, self.s3 = aws, aws.client("s3")
        self.s3.create_bucket(Bucket="data")
        self.s3.create_bucket(Bucket="the-logs", **logs)
        if policy:
            self.s3.put_bucket_policy(Bucket="the-logs", Policy=json.dumps(policy))
        logging = {"TargetBucket": "the-logs", "TargetPrefix": "access/"}
        logging |= {"TargetObjectKeyFormat": form} if form else {}
        self.s3.put_bucket_logging(Bucket="data", BucketLoggingStatus={"LoggingEnabled": logging})

    def put(self, key="a", **more):
        return self.s3.put_object(Bucket="data", Key=key, Body=b"12345", **more)

    def objects(self):
        return [one["Key"] for one in self.s3.list_objects_v2(Bucket="the-logs").get("Contents", [])]

    def lines(self):
        bodies = (self.s3.get_object(Bucket="the-logs", Key=key)["Body"].read().decode() for key in self.objects())
        return [line for body in bodies for line in body.splitlines()]

    def records(self, operation):
        return [line for line in self.lines() if f" {operation} " in line]


def test_records_come_together_an_hour_after_the_first(aws):
    logged = Logged(aws)
    aws.clock.advance(hours=2)
    before = logged.objects()
    logged.put()
    aws.clock.advance(minutes=59)
    logged.put("b")
    assert logged.objects() == before

    aws.clock.advance(minutes=1)

    assert len(logged.objects()) == len(before) + 1
    assert logged.objects()[-1].startswith("access/2026-01-01-03-00-00-")
    assert [line.split()[8] for line in logged.records("REST.PUT.OBJECT")] == ["a", "b"]


def test_record_has_the_documented_fields_in_their_order(aws):
    logged = Logged(aws)
    version = logged.put("a b/ü")["ResponseMetadata"]["RequestId"]
    aws.clock.advance(hours=1)

    owner = logged.s3.list_buckets()["Owner"]["ID"]
    assert logged.records("REST.PUT.OBJECT") == [
        f"{owner} data [01/Jan/2026:00:00:00 +0000] - {owner} {version} REST.PUT.OBJECT a%20b/%C3%BC "
        f'"PUT /data/a%20b/%C3%BC HTTP/1.1" 200 - - 5 - - "-" "{_agent()}" - - SigV4 - AuthHeader '
        "data.s3.amazonaws.com TLSv1.3 - - -"
    ]


def _agent():
    import boto3

    return f"Boto3/{boto3.__version__}"


def test_failures_plain_http_strangers_and_signed_addresses_are_recorded(aws):
    logged = Logged(aws)
    logged.put()
    url = logged.s3.generate_presigned_url("get_object", Params={"Bucket": "data", "Key": "a"})
    requests.get(url, timeout=1)
    requests.get("http://data.s3.amazonaws.com/a", timeout=1)
    with pytest.raises(logged.s3.exceptions.NoSuchKey):
        logged.s3.get_object(Bucket="data", Key="none")
    aws.clock.advance(hours=1)

    signed, plain, failed = logged.records("REST.GET.OBJECT")
    assert " SigV2 - QueryString data.s3.amazonaws.com TLSv1.3 " in signed
    assert plain.split()[5] == "-"
    assert plain.endswith(" - - - data.s3.amazonaws.com - - - -")
    assert '"GET /data/none HTTP/1.1" 404 NoSuchKey ' in failed


@pytest.mark.slow
def test_roles_are_named_and_cloudformation_is_told_apart(aws):
    logged = Logged(aws)
    role = make_person(aws, "reader")
    given = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="ann")["Credentials"]
    keys = {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"]}
    aws.client("s3", **keys).head_bucket(Bucket="data")
    aws.administrator("s3").head_bucket(Bucket="data")
    aws.observer("s3").head_bucket(Bucket="data")
    aws.clock.advance(hours=1)

    by_role, by_stack = logged.records("REST.HEAD.BUCKET")
    assert by_role.split()[5] == "arn:aws:sts::123456789012:assumed-role/reader/ann"
    assert '"cloudformation.amazonaws.com"' in by_stack


@pytest.mark.parametrize(
    ("given", "delivered"),
    [
        ({"policy": ALLOWED}, True),
        ({"policy": None}, False),
        ({"policy": OTHERS}, False),
        ({"policy": None, "ObjectOwnership": "BucketOwnerPreferred", "ACL": "log-delivery-write"}, True),
        ({"policy": None, "ObjectOwnership": "BucketOwnerPreferred"}, False),
    ],
)
def test_logs_arrive_where_policy_or_acl_lets_s3_write(aws, given, delivered):
    logged = Logged(aws, **given)
    logged.put()

    aws.clock.advance(days=9)

    assert bool(logged.objects()) is delivered


def test_logs_do_not_arrive_in_a_bucket_with_a_kms_key_or_a_lock(aws):
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    logged = Logged(aws)
    logged.s3.put_bucket_encryption(Bucket="the-logs", ServerSideEncryptionConfiguration={"Rules": [rule]})
    logged.put()
    aws.clock.advance(days=1)
    assert logged.objects() == []

    logged.s3.delete_bucket_encryption(Bucket="the-logs")
    logged.s3.put_bucket_versioning(Bucket="the-logs", VersioningConfiguration={"Status": "Enabled"})
    logged.s3.put_object_lock_configuration(Bucket="the-logs", ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
    logged.put()
    aws.clock.advance(days=1)

    assert logged.objects() == []


@pytest.mark.slow
def test_what_was_not_let_in_does_not_come_later(aws):
    logged = Logged(aws, policy=None)
    logged.put("lost")
    aws.clock.advance(days=1)
    logged.s3.put_bucket_policy(Bucket="the-logs", Policy=json.dumps(ALLOWED))
    logged.put("kept")
    aws.clock.advance(days=1)

    assert [line.split()[8] for line in logged.records("REST.PUT.OBJECT")] == ["kept"]


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("EventTime", ["2026/01/01/2026-01-01-00-00-00-", "2026/01/02/2026-01-02-00-00-00-"]),
        ("DeliveryTime", ["2026/01/02/2026-01-02-00-30-00-"]),
    ],
)
def test_partitioned_keys_have_the_day_of_the_events_or_of_the_delivery(aws, source, keys):
    aws.clock.advance(hours=23, minutes=30)
    logged = Logged(aws, form={"PartitionedPrefix": {"PartitionDateSource": source}})
    aws.clock.advance(minutes=45)
    logged.put()
    aws.clock.advance(minutes=15)

    prefix = "access/123456789012/us-east-1/data/"
    assert [key[: -len("0123456789ABCDEF")] for key in logged.objects()] == [prefix + key for key in keys]


def test_nothing_is_taken_down_once_logging_is_off(aws):
    logged = Logged(aws)
    handlers = repr(aws.gateway)
    logged.s3.put_bucket_logging(Bucket="data", BucketLoggingStatus={})
    logged.put()
    aws.clock.advance(days=1)

    assert logged.records("REST.PUT.OBJECT") == []
    assert repr(aws.gateway) != handlers


@pytest.mark.slow
def test_the_recipe_logs_and_its_log_bucket_forgets(aws):
    stack, s3 = aws.deploy(SecureBucket(log_retention_days=30)), aws.client("s3")
    s3.put_object(Bucket=stack["Bucket"].physical_id, Key="a", Body=b"")
    logs = stack["LogBucket"].physical_id

    aws.clock.advance(days=30)
    assert s3.list_objects_v2(Bucket=logs)["KeyCount"] == 1
    aws.clock.advance(days=1)

    assert s3.list_objects_v2(Bucket=logs)["KeyCount"] == 0


@pytest.mark.slow
def test_many_records_are_delivered_before_they_fill_the_memory(aws, monkeypatch):
    monkeypatch.setattr("patterns.sandbox.services.s3.behaviours.access_logs.MOST_RECORDS", 3)
    logged = Logged(aws)
    for number in range(4):
        logged.put(str(number))
    assert len(logged.objects()) == 1

    aws.clock.advance(hours=1)

    assert len(logged.objects()) == 2
    assert [line.split()[8] for line in logged.records("REST.PUT.OBJECT")] == ["0", "1", "2", "3"]
