"""What ElastiCache asks of IAM: replication groups, clusters, their groups, users and snapshots.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html
Not modelled: global datastores, migrations, reserved nodes, and serverless caches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Asks, Service, Situation, pairs
from patterns.sandbox.permissions.refusals import Wording

NAMES = {
    "replicationgroup": "ReplicationGroupId", "cluster": "CacheClusterId",
    "parametergroup": "CacheParameterGroupName", "subnetgroup": "CacheSubnetGroupName",
    "snapshot": "SnapshotName", "user": "UserId", "usergroup": "UserGroupId",
}  # fmt: skip
"""What a resource is called in its ARN, and the parameter that has its name."""


def _of(kind: str) -> Callable[[Situation], str]:
    def arn(situation: Situation) -> str:
        return situation.arn("elasticache", f"{kind}:{(situation.text(NAMES[kind]) or '*').lower()}")

    return arn


def _on(*kinds: str) -> Asks:
    """A call about several resources: the first it must name, the others only where it does."""

    def asks(situation: Situation) -> Iterator[Ask]:
        for number, kind in enumerate(kinds):
            if number == 0 or situation.params.get(NAMES[kind]):
                yield Ask(f"elasticache:{situation.operation}", _of(kind)(situation))

    return asks


def _tagged(situation: Situation) -> Iterator[Ask]:
    if situation.params.get("Tags"):
        kind = "cluster" if situation.operation == "CreateCacheCluster" else "replicationgroup"
        yield Ask("elasticache:AddTagsToResource", _of(kind)(situation))


def _keys(situation: Situation) -> dict[str, Value]:
    params: Any = situation.params
    named = {
        "CacheNodeType": "elasticache:CacheNodeType", "EngineVersion": "elasticache:EngineVersion",
        "Engine": "elasticache:EngineType", "AtRestEncryptionEnabled": "elasticache:AtRestEncryptionEnabled",
        "TransitEncryptionEnabled": "elasticache:TransitEncryptionEnabled",
        "AutomaticFailoverEnabled": "elasticache:AutomaticFailoverEnabled",
        "MultiAZEnabled": "elasticache:MultiAZEnabled", "NumNodeGroups": "elasticache:NumNodeGroups",
        "ReplicasPerNodeGroup": "elasticache:ReplicasPerNodeGroup", "KmsKeyId": "elasticache:KmsKeyId",
        "SnapshotRetentionLimit": "elasticache:SnapshotRetentionLimit",
        "CacheParameterGroupName": "elasticache:CacheParameterGroupName",
    }  # fmt: skip
    context: dict[str, Value] = {key: params[name] for name, key in named.items() if params.get(name) is not None}
    if params.get("AuthToken") is not None:
        context["elasticache:AuthTokenEnabled"] = True
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("elasticache", "list_tags_for_resource", ResourceName=arn).get("TagList")))


SERVICE = Service(
    prefix="elasticache",
    resources={**{kind: _of(kind) for kind in NAMES}, "tagged": "{ResourceName}"},
    operations={
        "": """
            DescribeCacheEngineVersions DescribeEngineDefaultParameters DescribeEvents DescribeServiceUpdates
        """,
        "replicationgroup": """
            DecreaseReplicaCount DescribeReplicationGroups IncreaseReplicaCount
            ModifyReplicationGroupShardConfiguration TestFailover
        """,
        "cluster": "DescribeCacheClusters ModifyCacheCluster RebootCacheCluster",
        "parametergroup": """
            CreateCacheParameterGroup DeleteCacheParameterGroup DescribeCacheParameterGroups DescribeCacheParameters
            ModifyCacheParameterGroup ResetCacheParameterGroup
        """,
        "subnetgroup": """
            CreateCacheSubnetGroup DeleteCacheSubnetGroup DescribeCacheSubnetGroups ModifyCacheSubnetGroup
        """,
        "snapshot": "CopySnapshot DeleteSnapshot DescribeSnapshots",
        "user": "CreateUser DeleteUser DescribeUsers ModifyUser",
        "usergroup": "CreateUserGroup DeleteUserGroup DescribeUserGroups ModifyUserGroup",
        "tagged": "AddTagsToResource ListTagsForResource RemoveTagsFromResource",
    },
    several={
        "CreateReplicationGroup": _on("replicationgroup", "parametergroup", "subnetgroup", "snapshot"),
        "ModifyReplicationGroup": _on("replicationgroup", "parametergroup"),
        "DeleteReplicationGroup": _on("replicationgroup"),
        "CreateCacheCluster": _on("cluster", "parametergroup", "subnetgroup", "replicationgroup", "snapshot"),
        "DeleteCacheCluster": _on("cluster"),
        "CreateSnapshot": _on("snapshot", "replicationgroup", "cluster"),
    },
    also={"CreateReplicationGroup": _tagged, "CreateCacheCluster": _tagged},
    keys=_keys,
    tags=_tags,
    wording=Wording(code="AccessDenied", status=403),
)
