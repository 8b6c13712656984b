"""What moto's ElastiCache lacks of replication groups: nodes in zones, and each node as a cluster.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html. The calls moto does not have are in
`missing_calls`; what goes on by itself is in `behaviours/caches.py`. Not modelled: global datastores.
"""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Place the nodes, tell of their clusters, and refuse what does not go together."""
    from moto.elasticache.models import ElastiCacheBackend

    ElastiCacheBackend.create_replication_group = _placing(ElastiCacheBackend.create_replication_group)
    ElastiCacheBackend.describe_cache_clusters = _with_nodes(ElastiCacheBackend.describe_cache_clusters)
    ElastiCacheBackend.create_cache_subnet_group = _lower(ElastiCacheBackend.create_cache_subnet_group)


def refusal(code: str, message: str) -> Exception:
    """ElastiCache's own error."""
    from moto.elasticache.exceptions import ElastiCacheException

    return ElastiCacheException(code, message)  # type: ignore[no-any-return]


def default_version(engine: str) -> str:
    """The version an engine has where none is asked for."""
    return "8.1" if engine == "valkey" else "7.1"


def find(account_id: str, region: str, name: str) -> Any:
    """A replication group by its name, or None."""
    return groups(account_id, region).get(name)


def groups(account_id: str, region: str) -> dict[str, Any]:
    """All replication groups of a region, by name."""
    from moto.elasticache.models import elasticache_backends

    replication_groups: dict[str, Any] = elasticache_backends[account_id][region].replication_groups
    return replication_groups


def add_event(account_id: str, region: str, source: str, kind: str, message: str) -> None:
    """Add an event to those the service tells; `kind` is "replication-group" or "cache-cluster"."""
    from moto.core.utils import utcnow
    from moto.elasticache.models import elasticache_backends

    backend = elasticache_backends[account_id][region]
    events = backend.__dict__.setdefault("events", [])
    events.append({"SourceIdentifier": source, "SourceType": kind, "Message": message, "Date": utcnow()})


def _placing(create: Any) -> Any:
    def create_replication_group(self: Any, **asked: Any) -> Any:
        """Make a group whose nodes stand in the zones asked for, else in turn in those of its subnets."""
        check_availability(asked)
        if (name := asked.get("cache_subnet_group_name")) and name not in self.cache_subnet_groups:
            raise refusal("CacheSubnetGroupNotFoundFault", f"Cache Subnet Group {name} does not exist.")
        if asked.get("num_cache_clusters"):
            asked["replicas_per_node_group"] = asked["num_cache_clusters"] - 1
        if (asked.get("num_node_groups") or 1) > 1 or asked.get("node_group_configuration"):
            asked["cluster_mode"] = asked.get("cluster_mode") or "enabled"
        group = create(self, **asked)
        group.zones = _zones(self, group)
        group.asked_zones = list(asked.get("preferred_cache_cluster_azs") or ())
        for node_group in group.node_groups:
            if not asked.get("node_group_configuration"):
                _place(group, node_group)
        if asked.get("engine_version") is None:
            group.engine_version = default_version(group.engine)
        return group

    return create_replication_group


def check_availability(asked: dict[str, Any]) -> None:
    """Refuse what ElastiCache refuses of high availability.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    """
    failover = asked.get("automatic_failover_enabled")
    replicas = asked.get("replicas_per_node_group") or (asked.get("num_cache_clusters") or 1) - 1
    configured = asked.get("node_group_configuration")
    if asked.get("multi_az_enabled") and not failover:
        message = "Must have automatic failover enabled to enable Multi-AZ."
        raise refusal("InvalidParameterCombination", message)
    sharded = (asked.get("num_node_groups") or 1) > 1 or configured or asked.get("cluster_mode") == "enabled"
    if failover and not replicas and not sharded:
        message = "Automatic failover is not supported for replication groups with no replicas."
        raise refusal("InvalidParameterCombination", message)
    if asked.get("num_cache_clusters") and (asked.get("replicas_per_node_group") or asked.get("num_node_groups")):
        message = "NumCacheClusters and NumNodeGroups or ReplicasPerNodeGroup cannot be specified together."
        raise refusal("InvalidParameterCombination", message)


def _zones(backend: Any, group: Any) -> list[str]:
    from moto.ec2.models import ec2_backends

    cache_subnet_group = backend.cache_subnet_groups.get(group.cache_subnet_group_name or "")
    if cache_subnet_group is not None:
        return sorted({str(subnet["subnet_availability_zone"]) for subnet in cache_subnet_group.subnets})
    everywhere = ec2_backends[backend.account_id][backend.region_name].describe_availability_zones()
    return sorted(zone.name for zone in everywhere)


def _place(group: Any, node_group: dict[str, Any]) -> None:
    zones = group.asked_zones or group.zones
    for number, node in enumerate(node_group["node_group_members"]):
        node["preferred_availability_zone"] = zones[number % len(zones)]


def _with_nodes(describe: Any) -> Any:
    def describe_cache_clusters(self: Any, cache_cluster_id: str | None = None) -> list[Any]:
        """The clusters, each node of a replication group being one."""
        nodes = {
            cluster["CacheClusterId"]: cluster
            for group in self.replication_groups.values()
            for cluster in _clusters(group)
        }
        if cache_cluster_id in nodes:
            return [nodes[cache_cluster_id]]
        return [*describe(self, cache_cluster_id), *({} if cache_cluster_id else nodes).values()]

    return describe_cache_clusters


def _clusters(group: Any) -> list[dict[str, Any]]:
    """Each node of a group in the shape of a cluster."""
    common = {
        "ReplicationGroupId": group.replication_group_id, "CacheNodeType": group.cache_node_type,
        "Engine": group.engine, "EngineVersion": group.engine_version, "NumCacheNodes": 1,
        "CacheSubnetGroupName": group.cache_subnet_group_name, "SnapshotWindow": group.snapshot_window,
        "PreferredMaintenanceWindow": group.preferred_maintenance_window or "sun:05:00-sun:06:00",
        "AutoMinorVersionUpgrade": group.auto_minor_version_upgrade is not False,
        "SecurityGroups": [{"SecurityGroupId": id, "Status": "active"} for id in group.security_group_ids or ()],
        "CacheParameterGroup": {"CacheParameterGroupName": group.cache_parameter_group_name},
    }  # fmt: skip
    if group.notification_topic_arn:
        common["NotificationConfiguration"] = {"TopicArn": group.notification_topic_arn, "TopicStatus": "active"}
    return [
        common
        | {
            "CacheClusterId": node["cache_cluster_id"],
            "CacheClusterStatus": node.get("status", "available"),
            "PreferredAvailabilityZone": node["preferred_availability_zone"],
        }
        for node_group in group.node_groups
        for node in node_group["node_group_members"]
    ]


def _lower(create: Any) -> Any:
    def create_cache_subnet_group(self: Any, cache_subnet_group_name: str, **asked: Any) -> Any:
        """Make a group under its name in lower case, as ElastiCache stores it."""
        return create(self, cache_subnet_group_name=cache_subnet_group_name.lower(), **asked)

    return create_cache_subnet_group
