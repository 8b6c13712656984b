"""Amazon ElastiCache."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, FinalSnapshot, Service, Standby
from patterns.knowledge._facts import told

SERVICE = Service("ElastiCache", Family.DATABASE)
_LOST = "what it caches is lost"

TYPES: Mapping[str, About] = {
    "AWS::ElastiCache::CacheCluster": About(
        noun="cache cluster", family=Family.DATABASE, lost=_LOST, snapshot=FinalSnapshot()
    ),
    "AWS::ElastiCache::ReplicationGroup": About(
        noun="cache",
        family=Family.DATABASE,
        lost_alone="cache",
        references={
            "CacheSubnetGroupName": "stands in",
            "SecurityGroupIds.*": "guarded by",
            "KmsKeyId": "encrypted by",
            "NotificationTopicArn": "tells",
            "*": None,
        },
        facts=(told("Engine"), told("CacheNodeType"), told("NumCacheClusters", form="{} nodes")),
        lost=_LOST,
        snapshot=FinalSnapshot(),
        zones=Standby(
            ("AutomaticFailoverEnabled", "MultiAZEnabled"),
            "a replica in another zone becomes the primary, typically within seconds",
            "{off} is off, and its primary {stands}",
            "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
        ),
    ),
    "AWS::ElastiCache::SubnetGroup": About(
        noun="cache subnets",
        family=Family.DATABASE,
        stands_for_subnets=True,
        references={"*": None},
        lost=DECLARED,
        free="https://aws.amazon.com/elasticache/pricing/",
    ),
}
