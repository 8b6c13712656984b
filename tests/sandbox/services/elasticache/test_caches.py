"""Caches that fail over: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox

NAMES = {"ReplicationGroupId": "sessions"}
SHARD = {**NAMES, "NodeGroupId": "0001"}
ONE = {**NAMES, "ReplicationGroupDescription": "Sessions.", "CacheNodeType": "cache.t4g.micro", "Engine": "valkey"}
THREE = {
    **ONE, "NumCacheClusters": 3, "AutomaticFailoverEnabled": True, "MultiAZEnabled": True,
    "PreferredCacheClusterAZs": ["us-east-1a", "us-east-1b", "us-east-1c"],
}  # fmt: skip


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


@pytest.fixture
def cache(aws):
    return aws.client("elasticache")


def told(cache):
    return cache.describe_replication_groups(**NAMES)["ReplicationGroups"][0]


def roles(cache):
    members = told(cache)["NodeGroups"][0]["NodeGroupMembers"]
    return {member["PreferredAvailabilityZone"]: member["CurrentRole"] for member in members}


def test_a_tested_failover_makes_a_replica_the_primary_behind_the_same_endpoint(aws, cache):
    cache.create_replication_group(**THREE)
    endpoint = told(cache)["NodeGroups"][0]["PrimaryEndpoint"]

    cache.test_failover(**SHARD)
    assert told(cache)["Status"] == "modifying"
    aws.clock.advance(minutes=10)

    assert roles(cache) == {"us-east-1a": "replica", "us-east-1b": "primary", "us-east-1c": "replica"}
    assert told(cache)["NodeGroups"][0]["PrimaryEndpoint"] == endpoint
    assert [event["Message"] for event in cache.describe_events()["Events"]] == [
        "Test Failover API called for node group 0001",
        "Failover from primary node sessions-001 to replica node sessions-002 completed",
        "Failover from primary node sessions-001 to replica node sessions-002 completed",
        "Recovering cache nodes 0001",
        "Finished recovery for cache nodes 0001",
    ]


@pytest.mark.parametrize(
    ("asked", "code"),
    [(SHARD, "InvalidReplicationGroupState"), ({**SHARD, "NodeGroupId": "0009"}, "NodeGroupNotFoundFault")],
)
def test_a_failover_needs_automatic_failover_and_a_shard_that_is_there(cache, asked, code):
    cache.create_replication_group(**ONE)

    with pytest.raises(ClientError) as refused:
        cache.test_failover(**asked)

    assert refused.value.response["Error"]["Code"] == code


def test_multi_az_needs_automatic_failover_and_that_needs_a_replica(cache):
    with pytest.raises(ClientError, match="Must have automatic failover enabled"):
        cache.create_replication_group(**ONE, NumCacheClusters=2, MultiAZEnabled=True)
    with pytest.raises(ClientError, match="with no replicas"):
        cache.create_replication_group(**ONE, AutomaticFailoverEnabled=True)


def test_a_lost_zone_moves_the_primary_and_the_old_one_comes_back_as_a_replica(aws, cache):
    cache.create_replication_group(**THREE)

    aws.zones.lose("us-east-1a")
    aws.clock.advance(seconds=30)
    assert roles(cache)["us-east-1b"] == "primary"
    assert told(cache)["Status"] == "available"

    aws.zones.restore("us-east-1a")
    assert roles(cache) == {"us-east-1a": "replica", "us-east-1b": "primary", "us-east-1c": "replica"}
    [note] = aws.timeline.of("sessions")
    assert (note.what, note.detail) == ("failed over", "us-east-1a to us-east-1b")


def test_a_lost_zone_stops_a_cache_without_replicas_until_it_is_back(aws, cache):
    cache.create_replication_group(**ONE, PreferredCacheClusterAZs=["us-east-1a"])

    aws.zones.lose("us-east-1a")
    aws.clock.advance(hours=1)
    assert told(cache)["Status"] == "unavailable"

    aws.zones.restore("us-east-1a")
    assert told(cache)["Status"] == "available"


def test_a_lost_replica_leaves_the_primary_where_it_is(aws, cache):
    cache.create_replication_group(**THREE)

    aws.zones.lose("us-east-1b")
    aws.clock.advance(minutes=5)

    assert roles(cache)["us-east-1a"] == "primary"
    assert told(cache)["Status"] == "available"


def test_replicas_come_and_go_and_the_last_one_stays_while_failover_needs_it(cache):
    cache.create_replication_group(**THREE)

    cache.increase_replica_count(**NAMES, NewReplicaCount=3, ApplyImmediately=True)
    assert told(cache)["MemberClusters"] == ["sessions-001", "sessions-002", "sessions-003", "sessions-004"]
    cache.decrease_replica_count(**NAMES, NewReplicaCount=1, ApplyImmediately=True)
    assert told(cache)["MemberClusters"] == ["sessions-001", "sessions-002"]
    with pytest.raises(ClientError, match="Cannot remove the last replica"):
        cache.decrease_replica_count(**NAMES, NewReplicaCount=0, ApplyImmediately=True)
