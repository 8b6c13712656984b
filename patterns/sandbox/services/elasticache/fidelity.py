"""What Amazon ElastiCache does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A replication group has a name, a token, windows and fail-over that ElastiCache takes, and a subnet "
        "group has subnets that are there. Not checked: node types, versions and parameter groups.",
        SIMPLIFIED,
        "/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        """
        asked = {"ReplicationGroupDescription": "cache", "CacheNodeType": "cache.t4g.micro"}
        attempt(aws.client("elasticache").create_replication_group, ReplicationGroupId="1st", **asked).message
        """,
        modules=("group_checks",),
    ),
    Behaviour(
        "A replication group fails over to a replica in the time its page names, and tells it as events.",
        SIMPLIFIED,
        "/AmazonElastiCache/latest/dg/AutoFailover.html",
        """
        cache = aws.client("elasticache")
        cache.create_replication_group(
            ReplicationGroupId="c",
            ReplicationGroupDescription="c",
            CacheNodeType="cache.t4g.micro",
            NumCacheClusters=2,
            AutomaticFailoverEnabled=True,
        )
        cache.test_failover(ReplicationGroupId="c", NodeGroupId="0001")
        aws.clock.advance(minutes=1)
        nodes = cache.describe_replication_groups()["ReplicationGroups"][0]["NodeGroups"][0]["NodeGroupMembers"]
        {node["CacheClusterId"]: node["CurrentRole"] for node in nodes}
        """,
        modules=("caches",),
    ),
)

LIMITS = (
    Limit(
        "A cache holds no data, and how long a failed node takes to come back (3 to 7 minutes) is a guess.",
        """
        cache = aws.client("elasticache")
        cache.create_replication_group(
            ReplicationGroupId="c",
            ReplicationGroupDescription="c",
            CacheNodeType="cache.t4g.micro",
            NumCacheClusters=2,
            AutomaticFailoverEnabled=True,
        )
        cache.test_failover(ReplicationGroupId="c", NodeGroupId="0001")
        aws.clock.advance(minutes=8)
        cache.describe_events(SourceIdentifier="c-001", SourceType="cache-cluster")["Events"][-1]["Message"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::ElastiCache::ReplicationGroup": Refused(
        made=(
            "names, tokens, windows, shapes of node types, versions, security groups that are not there, and fail-over "
            "that exclude each other"
        ),
        page="/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        not_made="which sizes a family of nodes has, minor versions, parameter groups",
    ),
    "AWS::ElastiCache::SubnetGroup": Refused(
        made="no subnets, or subnets that are not there",
        page="/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html",
        not_made="subnets of two networks",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
