"""What time leaves in a bucket; which step comes when is told by `test_lifecycle_rules`."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from tools.receivers import bodies, make_queue, messages

BIG = b"x" * 128 * 1024


class Bucket:
    """A bucket, as its user asks for it."""

    def __init__(self, aws, *, versioning="Enabled", lock=False):
        self.aws, self.s3 = aws, aws.client("s3")
        self.s3.create_bucket(Bucket="data", ObjectLockEnabledForBucket=lock)
        if versioning:
            self.s3.put_bucket_versioning(Bucket="data", VersioningConfiguration={"Status": versioning})

    def rules(self, *rules, **more):
        rules = [{"ID": str(n), "Status": "Enabled", "Filter": {"Prefix": ""}} | one for n, one in enumerate(rules)]
        self.s3.put_bucket_lifecycle_configuration(Bucket="data", LifecycleConfiguration={"Rules": rules}, **more)

    def put(self, key="a", body=b"1", **more):
        return self.s3.put_object(Bucket="data", Key=key, Body=body, **more).get("VersionId")

    def versions(self):
        answer = self.s3.list_object_versions(Bucket="data")
        return [version["VersionId"] for version in answer.get("Versions", [])]

    def markers(self):
        return len(self.s3.list_object_versions(Bucket="data").get("DeleteMarkers", []))

    def storage_class(self, **named):
        return self.s3.head_object(Bucket="data", **{"Key": "a"} | named).get("StorageClass", "STANDARD")


def test_expired_object_is_gone_without_versions(aws):
    bucket = Bucket(aws, versioning=None)
    bucket.rules({"Expiration": {"Days": 3}})
    bucket.put()

    aws.clock.advance(days=3, hours=23)
    assert bucket.versions() == ["null"]
    aws.clock.advance(hours=1)

    assert bucket.versions() == []


def test_expired_version_gets_a_marker_and_both_go_when_their_time_has_come(aws):
    bucket = Bucket(aws)
    bucket.rules({"Expiration": {"Days": 3}, "NoncurrentVersionExpiration": {"NoncurrentDays": 5}})
    bucket.put()

    aws.clock.advance(days=4)
    assert (len(bucket.versions()), bucket.markers()) == (1, 1)
    aws.clock.advance(days=6)

    assert (bucket.versions(), bucket.markers()) == ([], 0)


def test_expiry_of_a_suspended_bucket_replaces_the_null_version(aws):
    bucket = Bucket(aws)
    old = bucket.put()
    bucket.s3.put_bucket_versioning(Bucket="data", VersioningConfiguration={"Status": "Suspended"})
    bucket.put()
    bucket.rules({"Expiration": {"Days": 3}})

    aws.clock.advance(days=4)

    assert (bucket.versions(), bucket.markers()) == ([old], 1)


def test_old_versions_go_and_as_many_as_wanted_stay(aws):
    bucket = Bucket(aws)
    bucket.rules({"NoncurrentVersionExpiration": {"NoncurrentDays": 30, "NewerNoncurrentVersions": 1}})
    first, second, third = (bucket.put(body=body) for body in (b"1", b"2", b"3"))

    aws.clock.advance(days=30)
    assert bucket.versions() == [third, second, first]
    aws.clock.advance(days=1)

    assert bucket.versions() == [third, second]


def test_locked_version_stays_until_its_lock_has_ended(aws):
    bucket = Bucket(aws, lock=True)
    bucket.rules({"NoncurrentVersionExpiration": {"NoncurrentDays": 1}})
    until = datetime(2026, 3, 1, tzinfo=UTC)
    locked = bucket.put(ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=until)
    held = bucket.put(ObjectLockLegalHoldStatus="ON")
    current = bucket.put()

    aws.clock.advance(days=30)
    assert bucket.versions() == [current, held, locked]
    aws.clock.advance(days=60)
    assert bucket.versions() == [current, held]
    bucket.s3.put_object_legal_hold(Bucket="data", Key="a", VersionId=held, LegalHold={"Status": "OFF"})
    aws.clock.advance(days=1)

    assert bucket.versions() == [current]


def test_object_moves_from_class_to_class_and_keeps_its_date(aws):
    bucket = Bucket(aws)
    moves = [{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 90, "StorageClass": "GLACIER"}]
    bucket.rules({"Transitions": moves})
    version = bucket.put(body=BIG)

    aws.clock.advance(days=31)
    assert bucket.storage_class() == "STANDARD_IA"
    aws.clock.advance(days=60)

    head = bucket.s3.head_object(Bucket="data", Key="a")
    assert (head["StorageClass"], head["VersionId"]) == ("GLACIER", version)
    assert head["LastModified"] == datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(ClientError) as refused:
        bucket.s3.get_object(Bucket="data", Key="a")
    assert refused.value.response["Error"]["Code"] == "InvalidObjectState"


@pytest.mark.parametrize(("minimum", "stored"), [({}, "STANDARD"), ("varies_by_storage_class", "GLACIER")])
def test_small_object_moves_only_where_the_configuration_says_so(aws, minimum, stored):
    bucket = Bucket(aws)
    more = {"TransitionDefaultMinimumObjectSize": minimum} if minimum else {}
    bucket.rules({"Transitions": [{"Days": 1, "StorageClass": "GLACIER"}]}, **more)
    bucket.put()

    aws.clock.advance(days=9)

    assert bucket.storage_class() == stored


def test_old_version_moves_by_itself(aws):
    bucket = Bucket(aws)
    bucket.rules({"NoncurrentVersionTransitions": [{"NoncurrentDays": 3, "StorageClass": "GLACIER_IR"}]})
    old, new = bucket.put(body=BIG), bucket.put(body=BIG)

    aws.clock.advance(days=4)

    assert [bucket.storage_class(VersionId=one) for one in (old, new)] == ["GLACIER_IR", "STANDARD"]


def test_abandoned_upload_goes_and_a_younger_one_stays(aws):
    bucket = Bucket(aws)
    bucket.rules({"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}})
    bucket.s3.create_multipart_upload(Bucket="data", Key="old")
    aws.clock.advance(days=3, hours=12)
    bucket.s3.create_multipart_upload(Bucket="data", Key="young")

    aws.clock.advance(days=5)

    uploads = bucket.s3.list_multipart_uploads(Bucket="data")["Uploads"]
    assert [(upload["Key"], upload["Initiated"]) for upload in uploads] == [
        ("young", datetime(2026, 1, 4, 12, tzinfo=UTC))
    ]


def test_finished_upload_is_an_object_like_any_other(aws):
    bucket = Bucket(aws)
    bucket.rules({"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}, "Expiration": {"Days": 20}})
    named = {"Bucket": "data", "Key": "a"}
    upload = named | {"UploadId": bucket.s3.create_multipart_upload(**named)["UploadId"]}
    tag = bucket.s3.upload_part(**upload, PartNumber=1, Body=b"1")["ETag"]
    parts = {"Parts": [{"PartNumber": 1, "ETag": tag}]}
    bucket.s3.complete_multipart_upload(**upload, MultipartUpload=parts)

    aws.clock.advance(days=10)
    assert bucket.markers() == 0
    aws.clock.advance(days=20)

    assert bucket.markers() == 1


def test_rules_choose_by_tags_that_may_change(aws):
    bucket = Bucket(aws)
    bucket.rules({"Filter": {"Tag": {"Key": "keep", "Value": "no"}}, "Expiration": {"Days": 3}})
    bucket.put("goes", Tagging="keep=no")
    bucket.put("stays")
    bucket.put("saved", Tagging="keep=no")
    tags = {"TagSet": [{"Key": "keep", "Value": "yes"}]}
    bucket.s3.put_object_tagging(Bucket="data", Key="saved", Tagging=tags)

    aws.clock.advance(days=4)

    assert [one["Key"] for one in bucket.s3.list_objects_v2(Bucket="data")["Contents"]] == ["saved", "stays"]


def test_new_rule_meets_what_is_old_at_the_next_midnight(aws):
    bucket = Bucket(aws)
    bucket.put()
    aws.clock.advance(days=40, hours=6)
    bucket.rules({"Expiration": {"Days": 3}})

    aws.clock.advance(hours=17)
    assert bucket.markers() == 0
    aws.clock.advance(hours=1)

    assert bucket.markers() == 1


def test_rule_that_is_taken_away_or_disabled_does_nothing_more(aws):
    bucket = Bucket(aws)
    bucket.rules({"Expiration": {"Days": 3}})
    bucket.put()

    bucket.rules({"Status": "Disabled", "Expiration": {"Days": 3}})
    aws.clock.advance(days=9)
    assert bucket.markers() == 0
    bucket.s3.delete_bucket_lifecycle(Bucket="data")
    aws.clock.advance(days=9)

    assert bucket.markers() == 0


def test_object_written_again_counts_anew(aws):
    bucket = Bucket(aws, versioning=None)
    bucket.rules({"Expiration": {"Days": 3}})
    bucket.put("a b/ü")
    aws.clock.advance(days=2)
    named = {"Bucket": "data", "Key": "a b/ü"}
    bucket.s3.copy_object(**named, CopySource=named, Metadata={"a": "b"}, MetadataDirective="REPLACE")

    aws.clock.advance(days=3)
    assert bucket.versions() == ["null"]
    aws.clock.advance(days=1)

    assert bucket.versions() == []


def test_rule_on_a_date_ends_everything_there_is_then(aws):
    bucket = Bucket(aws, versioning=None)
    bucket.rules({"Expiration": {"Date": datetime(2026, 2, 1, tzinfo=UTC)}})
    bucket.put()

    aws.clock.advance(days=30)
    assert bucket.versions() == ["null"]
    aws.clock.advance(days=1)

    assert bucket.versions() == []


@pytest.mark.slow
def test_a_hundred_objects_are_one_entry_of_the_clock(aws):
    bucket = Bucket(aws, versioning=None)
    bucket.rules({"Expiration": {"Days": 3650}, "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}]})
    for number in range(100):
        bucket.put(f"k{number}")

    assert repr(aws.clock).endswith("1 due)")
    aws.clock.advance(days=3652)
    assert bucket.versions() == []


def test_bucket_that_is_deleted_leaves_nothing_due(aws):
    bucket = Bucket(aws, versioning=None)
    bucket.rules({"Expiration": {"Days": 3}})
    bucket.put()
    bucket.s3.delete_object(Bucket="data", Key="a")
    bucket.s3.delete_bucket(Bucket="data")

    assert repr(aws.clock).endswith("0 due)")


def test_what_time_leaves_repeats():
    def run():
        with Sandbox(seed=7) as aws:
            bucket = Bucket(aws)
            bucket.rules({"Expiration": {"Days": 3}})
            bucket.put()
            aws.clock.advance(days=4)
            markers = bucket.s3.list_object_versions(Bucket="data")["DeleteMarkers"]
            return markers[0]["VersionId"], markers[0]["LastModified"]

    assert run() == run()
    assert run()[1] - datetime(2026, 1, 1, tzinfo=UTC) == timedelta(days=4)


def test_who_asked_is_told_what_a_rule_did(aws):
    bucket = Bucket(aws)
    address, arn = make_queue(aws, "told", lets="s3.amazonaws.com")
    bucket.s3.put_bucket_notification_configuration(
        Bucket="data",
        NotificationConfiguration={
            "QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:LifecycleExpiration:*", "s3:LifecycleTransition"]}]
        },
    )
    messages(aws, address)  # S3's own test message
    move = {"Transitions": [{"Days": 1, "StorageClass": "GLACIER"}], "Expiration": {"Days": 3}}
    bucket.rules(move)
    bucket.put(body=BIG)
    aws.clock.advance(days=4)

    assert [message["Records"][0]["eventName"] for message in bodies(aws, address)] == [
        "LifecycleTransition",
        "LifecycleExpiration:DeleteMarkerCreated",
    ]
    assert [event.detail for event in aws.timeline] == ["a moved to GLACIER", "a was covered by a delete marker"]
