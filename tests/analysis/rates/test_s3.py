"""Buckets: storage by class and age, versions, requests, moves, and the log buckets that hold lines and no data."""

from __future__ import annotations

import pytest

from patterns import cost

MONTH = 365 / 12


def bucket(**properties):
    return {"Type": "AWS::S3::Bucket", "Properties": properties}


def lifecycle(*rules):
    return {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled", **rule} for rule in rules]}}


def lines(*, usage=None, **resources):
    """The estimate's lines of a bucket called Data, by what they are for."""
    estimate = cost({"Resources": resources}, usage)
    return {item.what: item.monthly_usd for item in estimate.items if item.resource == "Data"}


def test_a_plain_bucket_is_storage_and_requests():
    assert lines(Data=bucket()) == {
        "storage, Standard": pytest.approx(100 * 0.023),
        "writes and listings": pytest.approx(50 * 0.005),
        "reads": pytest.approx(500 * 0.0004),
    }


def test_old_versions_are_kept_until_they_expire():
    versioned = {"VersioningConfiguration": {"Status": "Enabled"}}
    expiring = lifecycle({"NoncurrentVersionExpiration": {"NoncurrentDays": 30}})

    assert lines(Data=bucket(**versioned, **expiring))["storage, Standard"] == pytest.approx(
        (100 + 10 * 30 / MONTH) * 0.023
    )


def test_old_versions_that_nothing_expires_gather_month_by_month():
    versioned = bucket(VersioningConfiguration={"Status": "Enabled"})

    assert lines(Data=versioned, usage={"month": 24})["storage, Standard"] == pytest.approx((100 + 10 * 24) * 0.023)


def test_without_versioning_nothing_old_is_kept():
    suspended = bucket(VersioningConfiguration={"Status": "Suspended"})

    assert lines(Data=suspended) == lines(Data=bucket())


def test_data_stands_in_the_class_of_its_age():
    moving = lifecycle(
        {"Transitions": [{"TransitionInDays": 73, "StorageClass": "STANDARD_IA"}]},
        {"Transition": {"TransitionInDays": 292, "StorageClass": "GLACIER"}},
    )

    assert lines(Data=bucket(**moving)) == {
        "storage, Standard": pytest.approx(20 * 0.023),  # 73 of 365 days
        "storage, Standard-Infrequent Access": pytest.approx(60 * 0.0125),
        "storage, Glacier Flexible Retrieval": pytest.approx(20 * 0.0036),
        "writes and listings": pytest.approx(0.25),
        "reads": pytest.approx(0.20),
        "moves to Standard-Infrequent Access": pytest.approx(100_000 / 12 / 1000 * 0.01),
        "moves to Glacier Flexible Retrieval": pytest.approx(100_000 / 12 / 1000 * 0.03),
        "reads from Standard-Infrequent Access": pytest.approx(10 * 0.75 * 0.01),
        "reads from Glacier Flexible Retrieval": pytest.approx(10 * 0.25 * 0.01),
    }


def test_data_that_expires_before_it_moves_stays_where_it_is():
    rule = {"ExpirationInDays": 30, "Transitions": [{"TransitionInDays": 90, "StorageClass": "GLACIER_IR"}]}

    assert lines(Data=bucket(**lifecycle(rule))) == lines(Data=bucket())


def test_old_versions_move_too():
    rule = {
        "NoncurrentVersionExpiration": {"NoncurrentDays": 100},
        "NoncurrentVersionTransitions": [{"TransitionInDays": 50, "StorageClass": "DEEP_ARCHIVE"}],
    }
    found = lines(Data=bucket(VersioningConfiguration={"Status": "Enabled"}, **lifecycle(rule)))

    half = 10 * 50 / MONTH
    assert found["storage, Standard"] == pytest.approx((100 + half) * 0.023)
    assert found["storage, Glacier Deep Archive"] == pytest.approx(half * 0.00099)


def test_intelligent_tiering_is_watched_and_not_charged_for_reads():
    rule = {"Transitions": [{"TransitionInDays": 0, "StorageClass": "INTELLIGENT_TIERING"}]}
    found = lines(Data=bucket(**lifecycle(rule)), usage={"object_mb": 10})

    assert found["storage, Intelligent-Tiering"] == pytest.approx(100 * 0.023)
    assert found["objects watched, Intelligent-Tiering"] == pytest.approx(10 * 0.0025)
    assert not any(what.startswith("reads from") for what in found)


@pytest.mark.parametrize(
    "rule",
    [
        {"Status": "Disabled", "Transitions": [{"TransitionInDays": 1, "StorageClass": "GLACIER"}]},
        {"Prefix": "old/", "Transitions": [{"TransitionInDays": 1, "StorageClass": "GLACIER"}]},
    ],
)
def test_a_rule_that_is_off_or_concerns_an_unknown_part_moves_nothing(rule):
    assert lines(Data=bucket(**lifecycle(rule))) == lines(Data=bucket())


def test_a_class_without_a_price_leaves_the_storage_unpriced():
    rule = {"Transitions": [{"TransitionInDays": 1, "StorageClass": "EXPRESS_ONEZONE"}]}
    estimate = cost({"Resources": {"Data": bucket(**lifecycle(rule))}})

    (gap,) = estimate.unpriced
    assert gap.why.endswith("EXPRESS_ONEZONE is not a storage class with a confirmed price")
    assert {item.what for item in estimate.items} == {"writes and listings", "reads"}


def test_a_log_bucket_holds_the_lines_written_to_it_and_no_data():
    logging = {"LoggingConfiguration": {"DestinationBucketName": {"Ref": "Data"}}}
    kept = lifecycle({"ExpirationInDays": 73})

    assert lines(Data=bucket(**kept), Source=bucket(**logging)) == {
        "storage, Standard": pytest.approx(550_000 * 500 / 1e9 * 73 / MONTH * 0.023)
    }


def test_a_bucket_of_flow_logs_holds_their_records():
    flow_log = {
        "Type": "AWS::EC2::FlowLog",
        "Properties": {"LogDestinationType": "s3", "LogDestination": {"Fn::Sub": "${Data.Arn}/flow"}},
    }

    assert lines(Data=bucket(), Flows=flow_log) == {"storage, Standard": pytest.approx(10 * 12 * 0.023)}


def test_storage_given_for_a_log_bucket_is_believed():
    logging = bucket(LoggingConfiguration={"DestinationBucketName": {"Ref": "Data"}})

    found = lines(Data=bucket(), Source=logging, usage={"Data": {"storage_gb": 7}})
    assert found == {"storage, Standard": pytest.approx(7 * 0.023)}


@pytest.mark.parametrize(
    ("algorithm", "bucket_key", "requests"),
    [("aws:kms", True, 5_500), ("aws:kms", False, 550_000), ("AES256", False, 0)],
)
def test_a_bucket_key_saves_requests_to_kms(algorithm, bucket_key, requests):
    rule = {"BucketKeyEnabled": bucket_key, "ServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
    found = lines(Data=bucket(BucketEncryption={"ServerSideEncryptionConfiguration": [rule]}))

    assert found.get("KMS requests for its objects", 0) == pytest.approx(requests / 10_000 * 0.03)


def test_downloads_to_the_internet_count_when_they_are_given():
    assert lines(Data=bucket(), usage={"bucket_out_gb": 50})["downloads to the internet"] == pytest.approx(50 * 0.09)


def test_what_a_bucket_does_besides_storing_is_unpriced():
    busy = bucket(AccelerateConfiguration={"AccelerationStatus": "Enabled"}, InventoryConfigurations=[])

    (gap,) = cost({"Resources": {"Data": busy}}).unpriced
    assert gap.why == "extras: the price of acceleration, inventory is not confirmed"


def test_two_hundred_buckets_with_logs_are_estimated_in_proportion():
    logging = bucket(LoggingConfiguration={"DestinationBucketName": {"Ref": "Data"}})
    many = {f"Source{n}": logging for n in range(200)}

    assert lines(Data=bucket(), **many)["storage, Standard"] == pytest.approx(
        200 * lines(Data=bucket(), Source=logging)["storage, Standard"]
    )
