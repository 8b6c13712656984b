"""Databases and caches: where each type says its subnets, its groups and its port. Not here: who reaches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.network.declared import Declared, Part
from patterns.network.endpoints import Kind

PORTS: Mapping[str, int] = {
    "aurora": 3306, "mysql": 3306, "mariadb": 3306, "aurora-mysql": 3306, "postgres": 5432, "aurora-postgresql": 5432,
    "oracle": 1521, "custom-oracle": 1521, "sqlserver": 1433, "custom-sqlserver": 1433, "db2": 50000,
    "docdb": 27017, "neptune": 8182, "redshift": 5439, "redis": 6379, "valkey": 6379, "memcached": 11211,
}  # fmt: skip
"""Engine -> the port it listens on when nobody says another.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (Port)
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html
https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html (Port)
https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html (Port)
https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBCluster.html (Port)
"""


@dataclass(frozen=True)
class Store:
    """How one type writes it: the property with its groups, the one with its subnet group, and that group's type."""

    kind: Kind
    groups: str
    subnet_group: str
    group_type: str
    engine: str = ""


STORES: Mapping[str, Store] = {
    "AWS::RDS::DBInstance": Store("database", "VPCSecurityGroups", "DBSubnetGroupName", "AWS::RDS::DBSubnetGroup"),
    "AWS::RDS::DBCluster": Store("database", "VpcSecurityGroupIds", "DBSubnetGroupName", "AWS::RDS::DBSubnetGroup"),
    "AWS::DocDB::DBCluster": Store(
        "database", "VpcSecurityGroupIds", "DBSubnetGroupName", "AWS::DocDB::DBSubnetGroup", "docdb"
    ),
    "AWS::Neptune::DBCluster": Store(
        "database", "VpcSecurityGroupIds", "DBSubnetGroupName", "AWS::Neptune::DBSubnetGroup", "neptune"
    ),
    "AWS::Redshift::Cluster": Store(
        "database", "VpcSecurityGroupIds", "ClusterSubnetGroupName", "AWS::Redshift::ClusterSubnetGroup", "redshift"
    ),
    "AWS::ElastiCache::ReplicationGroup": Store(
        "cache", "SecurityGroupIds", "CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup", "redis"
    ),
    "AWS::ElastiCache::CacheCluster": Store(
        "cache", "VpcSecurityGroupIds", "CacheSubnetGroupName", "AWS::ElastiCache::SubnetGroup"
    ),
    "AWS::ElastiCache::ServerlessCache": Store("cache", "SecurityGroupIds", "", "", "redis"),
    "AWS::MemoryDB::Cluster": Store(
        "cache", "SecurityGroupIds", "SubnetGroupName", "AWS::MemoryDB::SubnetGroup", "redis"
    ),
}

NAMES = ("DBSubnetGroupName", "ClusterSubnetGroupName", "CacheSubnetGroupName", "SubnetGroupName")
"""Properties in which a subnet group says what it is called."""


def owner(declared: Declared, part: Part) -> Part | None:
    """The part that says where a store stands: a cluster for its members; None for one that is elsewhere."""
    cluster = part["DBClusterIdentifier"] if part.type == "AWS::RDS::DBInstance" else None
    if cluster is None:
        return part
    return declared.part(cluster) or next(
        (one for one in declared.of("AWS::RDS::DBCluster") if one["DBClusterIdentifier"] == cluster), None
    )


def subnets_of(declared: Declared, part: Part) -> Any:
    """The subnets a store may stand in, as its subnet group lists them; None where nobody says."""
    store = STORES[part.type]
    if not store.subnet_group:
        return part["SubnetIds"]
    named = part[store.subnet_group]
    if named is None:
        return None
    group = declared.part(named) or next(
        (one for one in declared.of(store.group_type) if _called(one).lower() == str(named).lower()), None
    )
    return [named] if group is None else group["SubnetIds"]


def port_of(part: Part) -> int | None:
    """The port a store listens on, None where only a deployment knows."""
    if part["Port"] is not None:
        return int(part["Port"]) if str(part["Port"]).isdecimal() else None
    engine = str(part["Engine"] or STORES[part.type].engine).lower()
    return next((PORTS[name] for name in sorted(PORTS, reverse=True) if engine.startswith(name)), None)


def _called(group: Part) -> str:
    return next((str(group[name]) for name in NAMES if group[name] is not None), "")
