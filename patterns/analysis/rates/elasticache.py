"""ElastiCache: the nodes of a cache by the hour, of Redis OSS and of Valkey."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted, Unpriceable


def node(billed: Billed) -> str:
    """The engine and the type of the nodes; the engine is Redis OSS where nothing is said."""
    cache_node_type = billed.value("CacheNodeType")
    if cache_node_type is None:
        raise Unpriceable("the type of its nodes is not in this template: set CacheNodeType")
    return f"{billed.value('Engine', default='redis')}.{cache_node_type}"


def node_hours(billed: Billed) -> float:
    """Hours of all nodes: primaries and their replicas, said in one number or shard by shard.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    """
    shards = billed.number("NumNodeGroups", default=1)
    sharded = shards * (1 + billed.number("ReplicasPerNodeGroup", default=0))
    return billed.number("NumCacheClusters", default=sharded) * billed.used("hours")


RATES: dict[str, Rate] = {
    "AWS::ElastiCache::ReplicationGroup": (
        Charge("nodes", "elasticache.{}", node_hours, node),
        Uncounted("backups, Extended Support of an old version, data to another region"),
    ),
}
