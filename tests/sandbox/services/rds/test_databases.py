"""Databases that fail over: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox

NAMES = {"DBInstanceIdentifier": "shop"}
SINGLE = {
    **NAMES, "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20,
    "MasterUsername": "app", "MasterUserPassword": "not-a-real-one", "AvailabilityZone": "us-east-1a",
}  # fmt: skip
CLUSTER = {"DBClusterIdentifier": "orders"}


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


@pytest.fixture
def rds(aws):
    return aws.client("rds")


def told(rds):
    return rds.describe_db_instances(**NAMES)["DBInstances"][0]


def zones(rds):
    found = told(rds)
    return found["AvailabilityZone"], found.get("SecondaryAvailabilityZone")


def messages(rds, name="shop", kind="db-instance"):
    events = rds.describe_events(SourceIdentifier=name, SourceType=kind)["Events"]
    return [event["Message"] for event in events]


@pytest.fixture
def doubled(rds):
    rds.create_db_instance(**SINGLE)
    rds.modify_db_instance(**NAMES, MultiAZ=True, ApplyImmediately=True)
    return rds


@pytest.fixture
def cluster(rds):
    rds.create_db_cluster(
        **CLUSTER, Engine="aurora-postgresql", MasterUsername="app", MasterUserPassword="not-a-real-one"
    )
    for name in ("first", "second"):
        rds.create_db_instance(
            DBInstanceIdentifier=name, DBInstanceClass="db.r7g.large", Engine="aurora-postgresql", **CLUSTER
        )
    return rds


def writers(rds):
    db_cluster_members = rds.describe_db_clusters(**CLUSTER)["DBClusters"][0]["DBClusterMembers"]
    return [member["DBInstanceIdentifier"] for member in db_cluster_members if member["IsClusterWriter"]]


def test_a_forced_failover_swaps_the_zones_after_one_to_two_minutes(aws, doubled):
    before = zones(doubled)

    doubled.reboot_db_instance(**NAMES, ForceFailover=True)

    assert (told(doubled)["DBInstanceStatus"], zones(doubled)) == ("rebooting", before)
    aws.clock.advance(seconds=59)
    assert told(doubled)["DBInstanceStatus"] == "rebooting"
    aws.clock.advance(seconds=61)
    assert (told(doubled)["DBInstanceStatus"], zones(doubled)) == ("available", before[::-1])
    assert messages(doubled)[-3:] == [
        "Multi-AZ instance failover started",
        "DB instance restarted",
        "Multi-AZ instance failover completed",
    ]
    [note] = aws.timeline.of("shop")
    assert 60 <= note.seconds <= 120


def test_without_a_standby_a_failover_is_refused(rds):
    rds.create_db_instance(**SINGLE)

    with pytest.raises(ClientError) as refused:
        rds.reboot_db_instance(**NAMES, ForceFailover=True)

    assert refused.value.response["Error"]["Code"] == "InvalidParameterCombination"
    assert "not configured for Multi-AZ" in str(refused.value)


def test_a_reboot_stays_in_its_zone(aws, doubled):
    before = zones(doubled)

    doubled.reboot_db_instance(**NAMES)
    with pytest.raises(ClientError, match="is rebooting"):
        doubled.reboot_db_instance(**NAMES)
    aws.clock.advance(seconds=40)

    assert (told(doubled)["DBInstanceStatus"], zones(doubled)) == ("available", before)


def test_a_standby_comes_and_goes_with_the_setting(rds):
    rds.create_db_instance(**SINGLE)

    rds.modify_db_instance(**NAMES, MultiAZ=True, ApplyImmediately=True)
    assert zones(rds)[1] not in (None, "us-east-1a")
    rds.modify_db_instance(**NAMES, MultiAZ=False, ApplyImmediately=True)
    assert zones(rds) == ("us-east-1a", None)


def test_a_lost_zone_moves_what_has_a_standby(aws, doubled):
    standby = zones(doubled)[1]

    aws.zones.lose("us-east-1a")
    aws.clock.advance(seconds=120)
    aws.zones.restore("us-east-1a")

    assert (told(doubled)["DBInstanceStatus"], zones(doubled)) == ("available", (standby, "us-east-1a"))


def test_two_lost_zones_stop_what_stood_in_both(aws, doubled):
    first, second = zones(doubled)

    aws.zones.lose(first)
    aws.zones.lose(second)
    aws.clock.advance(seconds=120)
    assert (told(doubled)["DBInstanceStatus"], zones(doubled)) == ("unavailable", (first, second))

    aws.zones.restore(first)
    assert told(doubled)["DBInstanceStatus"] == "available"


def test_a_lost_zone_stops_what_has_none_until_it_is_back(aws, rds):
    rds.create_db_instance(**SINGLE)

    aws.zones.lose("us-east-1a")
    aws.clock.advance(hours=1)
    assert told(rds)["DBInstanceStatus"] == "unavailable"

    aws.zones.restore("us-east-1a")
    assert (told(rds)["DBInstanceStatus"], zones(rds)) == ("available", ("us-east-1a", None))


def test_another_lost_zone_changes_nothing(aws, rds):
    rds.create_db_instance(**SINGLE)

    aws.zones.lose("us-east-1f")

    assert told(rds)["DBInstanceStatus"] == "available"


def test_an_instance_deleted_while_it_fails_over_is_not_touched_again(aws, doubled):
    doubled.reboot_db_instance(**NAMES, ForceFailover=True)
    doubled.delete_db_instance(**NAMES, SkipFinalSnapshot=True)

    aws.clock.advance(minutes=5)

    assert aws.timeline.of("shop") == []


def test_a_cluster_fails_over_to_a_reader_within_a_minute(aws, cluster):
    [before] = writers(cluster)

    cluster.failover_db_cluster(**CLUSTER)
    status = cluster.describe_db_clusters(**CLUSTER)["DBClusters"][0]["Status"]
    assert (status, writers(cluster)) == ("failing-over", [before])
    aws.clock.advance(seconds=60)

    assert writers(cluster) == ["second" if before == "first" else "first"]
    assert cluster.describe_db_clusters(**CLUSTER)["DBClusters"][0]["Status"] == "available"
    assert messages(cluster, "orders", "db-cluster") == [
        "Started cross AZ failover to DB instance: second",
        "Completed failover to DB instance: second",
    ]


def test_a_lost_writer_is_replaced_and_its_zone_brings_it_back_as_a_reader(aws, cluster):
    [lost] = [
        instance["AvailabilityZone"]
        for instance in cluster.describe_db_instances()["DBInstances"]
        if instance["DBInstanceIdentifier"] == "first"
    ]

    aws.zones.lose(lost)
    aws.clock.advance(seconds=60)
    assert writers(cluster) == ["second"]

    aws.zones.restore(lost)
    assert writers(cluster) == ["second"]
    statuses = {instance["DBInstanceStatus"] for instance in cluster.describe_db_instances()["DBInstances"]}
    assert statuses == {"available"}


def test_a_protected_instance_is_not_deleted_and_a_final_snapshot_is_asked_for(rds):
    rds.create_db_instance(**SINGLE, DeletionProtection=True)

    with pytest.raises(ClientError, match="disable deletion protection"):
        rds.delete_db_instance(**NAMES, SkipFinalSnapshot=True)
    rds.modify_db_instance(**NAMES, DeletionProtection=False, ApplyImmediately=True)
    with pytest.raises(ClientError, match="FinalDBSnapshotIdentifier is required"):
        rds.delete_db_instance(**NAMES)
    rds.delete_db_instance(**NAMES, FinalDBSnapshotIdentifier="last")

    assert [snapshot["DBSnapshotIdentifier"] for snapshot in rds.describe_db_snapshots()["DBSnapshots"]] == ["last"]


@pytest.mark.slow
def test_the_same_seed_gives_the_same_time():
    def seconds(seed):
        with Sandbox(seed=seed) as aws:
            rds = aws.client("rds")
            rds.create_db_instance(**SINGLE)
            rds.modify_db_instance(**NAMES, MultiAZ=True, ApplyImmediately=True)
            rds.reboot_db_instance(**NAMES, ForceFailover=True)
            aws.clock.advance(minutes=3)
            return aws.timeline.of("shop")[0].seconds

    assert seconds(1) == seconds(1)
    assert len({seconds(seed) for seed in range(5)}) > 1
