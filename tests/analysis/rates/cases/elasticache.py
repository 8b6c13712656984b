"""Bills by hand of what `rates/elasticache.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import HOURS, Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "cache of one node": (
        one("AWS::ElastiCache::ReplicationGroup", CacheNodeType="cache.t4g.micro"),
        {"nodes": HOURS * 0.016},
    ),
    "cache of Valkey with a replica": (
        one("AWS::ElastiCache::ReplicationGroup", CacheNodeType="cache.t4g.small", Engine="valkey", NumCacheClusters=2),
        {"nodes": 2 * HOURS * 0.0256},
    ),
    "cache in shards": (
        one(
            "AWS::ElastiCache::ReplicationGroup",
            CacheNodeType="cache.r7g.large",
            Engine="valkey",
            NumNodeGroups=3,
            ReplicasPerNodeGroup=1,
        ),
        {"nodes": 6 * HOURS * 0.1752},
    ),
}

UNPRICED: Gaps = {
    "other node": (
        one("AWS::ElastiCache::ReplicationGroup", CacheNodeType="cache.r7g.16xlarge", Engine="valkey"),
        ["no price of elasticache.valkey.cache.r7g.16xlarge in us-east-1 is confirmed"],
    ),
    "node of a snapshot": (
        one("AWS::ElastiCache::ReplicationGroup", SnapshotName="nightly"),
        ["the type of its nodes is not in this template: set CacheNodeType"],
    ),
}

BILLED: Billed = {
    "AWS::ElastiCache::ReplicationGroup": {
        "nodes": "nodes",
        "backup": "backups",
        "extended support": "Extended",
    },
}
