"""AWS::ElastiCache::ReplicationGroup.

Not modelled: the cache itself, users, log delivery, restoring from a snapshot, global datastores, resharding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.elasticache.resources._base import CacheProvider

TOLD_BY_NOBODY = ("AuthToken", "PreferredCacheClusterAZs")
"""What no API reports as it was asked; the stack alone knows it, as in AWS."""

SHARDED = ("NumNodeGroups", "ReplicasPerNodeGroup")
"""How many nodes there are, said one way; the other is `NumCacheClusters`."""


def modified(name: str, *, default: Any = None, create: str = "", **row: Any) -> Property:
    """The row of a property that goes along with the one call that changes the group."""
    return Property(name, create=create or name, default=default, code="modify", **row)


def of_node(path: str) -> Any:
    """What reads a property from the group's first node, which alone tells it."""
    return entry(f"Node.{path}")


def enabled(told: str) -> bool:
    """The switch that ElastiCache tells in a word."""
    return told in ("enabled", "enabling")


class ReplicationGroup(CacheProvider):
    """A cache: a primary and its replicas, in one shard or in several."""

    type = "AWS::ElastiCache::ReplicationGroup"
    identifier = "ReplicationGroupId"
    creation = "create_replication_group"
    deletion = "delete_replication_group"
    gone = frozenset({"ReplicationGroupNotFoundFault"})
    listing = Call("describe_replication_groups", "ReplicationGroups")
    entry_id = "ReplicationGroupId"
    longest = 40
    properties = (
        *(
            Property(name, create=name, get=entry(name))
            for name in ("ReplicationGroupId", "AtRestEncryptionEnabled", "KmsKeyId", "NetworkType")
        ),
        Property("TransitEncryptionEnabled", create="TransitEncryptionEnabled", get=entry("TransitEncryptionEnabled")),
        Property("CacheSubnetGroupName", create="CacheSubnetGroupName", get=of_node("CacheSubnetGroupName")),
        Property("Port", create="Port", get=entry("Port")),
        Property("PreferredCacheClusterAZs", create="PreferredCacheClusterAZs"),
        Property("AuthToken", create="AuthToken", effect="No connection needs it."),
        Property("NumNodeGroups", create="NumNodeGroups", get=entry("NodeGroups"), from_service=len),
        Property("ReplicasPerNodeGroup", create="ReplicasPerNodeGroup", code="set_replicas",
                 get=entry("Replicas")),
        Property("NumCacheClusters", create="NumCacheClusters", code="set_replicas",
                 get=entry("MemberClusters"), from_service=len),
        modified("ReplicationGroupDescription", get=entry("Description")),
        modified("Engine", default="redis", get=of_node("Engine")),
        modified("EngineVersion", get=of_node("EngineVersion")),
        modified("CacheNodeType", get=entry("CacheNodeType")),
        modified("CacheParameterGroupName", get=of_node("CacheParameterGroup.CacheParameterGroupName")),
        modified("SecurityGroupIds", get=of_node("SecurityGroups"),
                 from_service=lambda found: [group["SecurityGroupId"] for group in found]),
        modified("AutomaticFailoverEnabled", default=False, get=entry("AutomaticFailover"), from_service=enabled),
        modified("MultiAZEnabled", default=False, get=entry("MultiAZ"), from_service=enabled),
        modified("SnapshotRetentionLimit", default=0, get=entry("SnapshotRetentionLimit"),
                 effect="No daily snapshot is taken."),
        modified("SnapshotWindow", get=entry("SnapshotWindow"), effect="No daily snapshot is taken."),
        modified("PreferredMaintenanceWindow", get=of_node("PreferredMaintenanceWindow"),
                 effect="Nothing is maintained."),
        modified("AutoMinorVersionUpgrade", default=True, get=of_node("AutoMinorVersionUpgrade"),
                 effect="No version appears."),
        modified("NotificationTopicArn", get=of_node("NotificationConfiguration.TopicArn"),
                 effect="Nothing is sent to it."),
        Property("Tags", create="Tags", get=entry("TagList"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"ReplicationGroupDescription": "A cache of one node.", "CacheNodeType": "cache.t4g.micro"},
        {
            "ReplicationGroupId": "example-cache", "ReplicationGroupDescription": "A primary and two replicas.",
            "Engine": "valkey", "EngineVersion": "8.1", "CacheNodeType": "cache.t4g.small", "Port": 6379,
            "CacheParameterGroupName": "default.valkey8", "NumCacheClusters": 3,
            "AutomaticFailoverEnabled": True, "MultiAZEnabled": True,
            "CacheSubnetGroupName": "{cache_subnet_group}", "SecurityGroupIds": ["{group}"],
            "AtRestEncryptionEnabled": True, "KmsKeyId": "{key.Arn}", "TransitEncryptionEnabled": True,
            "AuthToken": "not-a-real-token-at-all", "NetworkType": "ipv4",
            "SnapshotRetentionLimit": 5, "SnapshotWindow": "02:00-03:00",
            "PreferredMaintenanceWindow": "sun:04:00-sun:05:00", "AutoMinorVersionUpgrade": True,
            "NotificationTopicArn": "{topic}", "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "ReplicationGroupDescription": "A primary and a replica.", "Engine": "valkey",
            "TransitEncryptionEnabled": False, "CacheNodeType": "cache.r7g.large", "NumCacheClusters": 2,
            "PreferredCacheClusterAZs": ["us-east-1b", "us-east-1c"], "AutomaticFailoverEnabled": True,
            "AutoMinorVersionUpgrade": False,
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {
            "ReplicationGroupDescription": "Two shards.", "Engine": "valkey", "CacheNodeType": "cache.r7g.large",
            "TransitEncryptionEnabled": True,
            "NumNodeGroups": 2, "ReplicasPerNodeGroup": 1, "AutomaticFailoverEnabled": True, "MultiAZEnabled": True,
        },
    )  # fmt: skip

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The group's name."""
        return str(response["ReplicationGroup"]["ReplicationGroupId"])

    def complete(self, target: Target) -> None:
        """Nothing is left: the create call carries all."""

    def modify(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change in one call what differs, at once; more replicas come before, fewer after what depends on them."""
        found: dict[str, Any] = {}
        for prop in self.properties:
            if prop.code == "modify" and self._differs(prop, old, target.properties):
                value = target.properties.get(prop.name, prop.default)
                if value is not None and prop.create:
                    found[prop.create] = prop.to_service(value)
        if found:
            client = target.account.administrator("elasticache")
            client.modify_replication_group(**self.identity(target), **found, ApplyImmediately=True)

    def update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Bring replicas before what needs them, and take them away after it needs them no more."""
        if _replicas(target.properties) > _replicas(old):
            self._set_count(target, "increase_replica_count", old)
        super().update(target, old)
        if _replicas(target.properties) < _replicas(old):
            self._set_count(target, "decrease_replica_count", old)

    def set_replicas(self, target: Target, old: Mapping[str, Any]) -> None:
        """Replicas come before, or go after, everything else (`update`)."""

    def _set_count(self, target: Target, operation: str, old: Mapping[str, Any]) -> None:
        client, count = target.account.administrator("elasticache"), _replicas(target.properties)
        getattr(client, operation)(**self.identity(target), NewReplicaCount=count, ApplyImmediately=True)

    def delete_after_snapshot(self, target: Target, name: str) -> None:
        """Delete the group after a final snapshot."""
        client = target.account.administrator("elasticache")
        client.delete_replication_group(**self.identity(target), FinalSnapshotIdentifier=name)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> group, with what only its nodes tell, and how many replicas each shard has."""
        entries = super().entries(account, targets)
        nodes = account.observer("elasticache").describe_cache_clusters()["CacheClusters"] if entries else []
        first: dict[str, Any] = {}
        for node in nodes:
            first.setdefault(node.get("ReplicationGroupId", ""), node)
        for name, group in entries.items():
            shard = group["NodeGroups"][0]
            group["Node"] = first.get(name, {})
            group["Replicas"] = len(shard["NodeGroupMembers"]) - 1
            group["Port"] = _endpoint(group).get("Port")
        return entries

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The group, its size told the way the template says it, with what only the stack knows."""
        described = super().read_one(responses)
        if described is None:
            return None
        declared = responses.target.properties
        for name in SHARDED if "NumCacheClusters" in declared else ("NumCacheClusters",):
            described.pop(name, None)
        return described | {name: declared[name] for name in TOLD_BY_NOBODY if name in declared}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html."""
        found = self.entry(target)
        endpoint = _endpoint(found)
        kind = "ConfigurationEndPoint" if "ConfigurationEndpoint" in found else "PrimaryEndPoint"
        known = {f"{kind}.Address": endpoint.get("Address"), f"{kind}.Port": str(endpoint.get("Port", ""))}
        if reader := found["NodeGroups"][0].get("ReaderEndpoint"):
            known |= {"ReaderEndPoint.Address": reader["Address"], "ReaderEndPoint.Port": str(reader["Port"])}
        return known


def _replicas(properties: Mapping[str, Any]) -> int:
    """How many replicas each primary has."""
    return int(properties.get("ReplicasPerNodeGroup", properties.get("NumCacheClusters", 1) - 1))


def _endpoint(group: Mapping[str, Any]) -> dict[str, Any]:
    """Where clients that write connect to."""
    first: dict[str, Any] = group["NodeGroups"][0] if group.get("NodeGroups") else {}
    endpoint: dict[str, Any] = group.get("ConfigurationEndpoint") or first.get("PrimaryEndpoint") or {}
    return endpoint


PROVIDER = ReplicationGroup()
