"""The calls of ElastiCache that moto does not have, or has without most of their parameters.

Not here: that a failover takes its time (`behaviours/caches.py`). Not modelled: replicas removed by name.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.services.elasticache.patches.replication_groups import (
    check_availability,
    default_version,
    refusal,
)

SIMPLE = {
    "description": "ReplicationGroupDescription", "cache_node_type": "CacheNodeType", "engine": "Engine",
    "security_group_ids": "SecurityGroupIds", "preferred_maintenance_window": "PreferredMaintenanceWindow",
    "snapshot_window": "SnapshotWindow", "engine_version": "EngineVersion",
    "notification_topic_arn": "NotificationTopicArn", "cache_parameter_group_name": "CacheParameterGroupName",
}  # fmt: skip
"""What a change sets as it is: moto's attribute -> the parameter."""


def apply() -> None:
    """Add the calls, and replace those that forget."""
    from moto.elasticache.responses import ElastiCacheResponse

    added = (
        modify_replication_group, delete_replication_group, increase_replica_count, decrease_replica_count,
        test_failover, modify_cache_subnet_group, delete_cache_subnet_group, describe_events,
    )  # fmt: skip
    for method in added:
        setattr(ElastiCacheResponse, method.__name__, method)


def _asked_group(response: Any) -> Any:
    name = response._get_param("ReplicationGroupId")
    return response.elasticache_backend.describe_replication_groups(name)[0]


def modify_replication_group(self: Any) -> Any:
    """Change a group; every parameter is kept, and those of high availability must go together."""
    from moto.core.responses import ActionResult

    group = _asked_group(self)
    failover = self._get_bool_param("AutomaticFailoverEnabled")
    multi_az = self._get_bool_param("MultiAZEnabled")
    failover = group.automatic_failover == "enabled" if failover is None else failover
    multi_az = group.multi_az == "enabled" if multi_az is None else multi_az
    members = len(group.member_clusters)
    check_availability(
        {"automatic_failover_enabled": failover, "multi_az_enabled": multi_az, "num_cache_clusters": members}
    )
    group.automatic_failover = "enabled" if failover else "disabled"
    group.multi_az = "enabled" if multi_az else "disabled"
    if (engine := self._get_param("Engine")) not in (None, group.engine):
        group.engine_version = default_version(engine)
    for attribute, parameter in SIMPLE.items():
        if (value := self._get_param(parameter)) is not None:
            setattr(group, attribute, value)
    if (upgrade := self._get_bool_param("AutoMinorVersionUpgrade")) is not None:
        group.auto_minor_version_upgrade = upgrade
    if (days := self._get_int_param("SnapshotRetentionLimit")) is not None:
        group.snapshot_retention_limit = days
    return ActionResult({"ReplicationGroup": group})


def delete_replication_group(self: Any) -> Any:
    """Delete a group with its nodes, after a final snapshot where one is named."""
    from moto.core.responses import ActionResult

    group = _asked_group(self)
    if name := self._get_param("FinalSnapshotIdentifier"):
        self.elasticache_backend.create_snapshot(name, group.replication_group_id, None, None, None)
    del self.elasticache_backend.replication_groups[group.replication_group_id]
    group.status = "deleting"
    return ActionResult({"ReplicationGroup": group})


def increase_replica_count(self: Any) -> Any:
    """Add replicas, each in the next zone."""
    return _set_replicas(self)


def decrease_replica_count(self: Any) -> Any:
    """Remove the replicas with the highest numbers; the primary stays."""
    return _set_replicas(self)


def _set_replicas(response: Any) -> Any:
    from moto.core.responses import ActionResult

    group, wanted = _asked_group(response), response._get_int_param("NewReplicaCount")
    if not wanted and group.automatic_failover == "enabled":
        message = "Cannot remove the last replica of a replication group with automatic failover enabled."
        raise refusal("InvalidParameterCombination", message)
    for node_group in group.node_groups:
        _resize(group, node_group, wanted)
    group.member_clusters = [n["cache_cluster_id"] for one in group.node_groups for n in one["node_group_members"]]
    return ActionResult({"ReplicationGroup": group})


def _resize(group: Any, node_group: dict[str, Any], replicas: int) -> None:
    nodes = node_group["node_group_members"]
    while len(nodes) > replicas + 1:
        nodes.remove(next(node for node in reversed(nodes) if node.get("current_role") != "primary"))
    zones = group.asked_zones or group.zones
    prefix = nodes[0]["cache_cluster_id"].rpartition("-")[0]
    while len(nodes) < replicas + 1:
        taken = {node["cache_cluster_id"] for node in nodes}
        names = (f"{prefix}-{number:0>3}" for number in range(1, len(nodes) + 2))
        name = next(name for name in names if name not in taken)
        domain = group.node_groups[0].get("primary_endpoint_address", "").partition(".")[2]
        nodes.append({
            "cache_cluster_id": name, "cache_node_id": node_group["node_group_id"], "current_role": "replica",
            "read_endpoint": {"address": f"{name}.{domain}", "port": group.port},
            "preferred_availability_zone": zones[len(nodes) % len(zones)],
        })  # fmt: skip


def test_failover(self: Any) -> Any:
    """Begin a failover of one shard; it takes its time (`behaviours/caches.py`).

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_TestFailover.html
    """
    from moto.core.responses import ActionResult

    group, shard = _asked_group(self), self._get_param("NodeGroupId")
    if shard not in {node_group["node_group_id"] for node_group in group.node_groups}:
        raise refusal("NodeGroupNotFoundFault", f"NodeGroup {shard} not found.")
    if group.automatic_failover != "enabled":
        message = f"Automatic failover is not enabled for replication group {group.replication_group_id}."
        raise refusal("InvalidReplicationGroupState", message)
    if group.status != "available":
        message = f"Replication group {group.replication_group_id} is not in the available state."
        raise refusal("InvalidReplicationGroupState", message)
    return ActionResult({"ReplicationGroup": group})


def describe_events(self: Any) -> Any:
    """The events of groups and nodes, of one source or all."""
    from moto.core.responses import ActionResult

    source, kind = self._get_param("SourceIdentifier"), self._get_param("SourceType")
    events = self.elasticache_backend.__dict__.get("events", [])
    found = [
        event for event in events if source in (None, event["SourceIdentifier"]) and kind in (None, event["SourceType"])
    ]
    return ActionResult({"Events": found})


def _subnet_group(response: Any) -> Any:
    name = response._get_param("CacheSubnetGroupName").lower()
    return response.elasticache_backend.describe_cache_subnet_groups(name)[0]


def modify_cache_subnet_group(self: Any) -> Any:
    """Replace a group's subnets and description."""
    from moto.core.responses import ActionResult
    from moto.elasticache.models import CacheSubnetGroup

    old, backend = _subnet_group(self), self.elasticache_backend
    described = self._get_param("CacheSubnetGroupDescription") or old.cache_subnet_group_description
    subnets = self._get_param("SubnetIds") or old.subnet_ids
    new = CacheSubnetGroup(
        backend.account_id, backend.region_name, old.cache_subnet_group_name, described, subnets, old.tags
    )
    backend.cache_subnet_groups[new.cache_subnet_group_name] = new
    return ActionResult({"CacheSubnetGroup": new})


def delete_cache_subnet_group(self: Any) -> Any:
    """Delete a group that no cache stands in."""
    from moto.core.responses import EmptyResult

    name, backend = _subnet_group(self).cache_subnet_group_name, self.elasticache_backend
    used = [group for group in backend.replication_groups.values() if group.cache_subnet_group_name == name]
    if used:
        message = f"Cache subnet group {name} is currently in use by a cache cluster."
        raise refusal("CacheSubnetGroupInUse", message)
    del backend.cache_subnet_groups[name]
    return EmptyResult()
