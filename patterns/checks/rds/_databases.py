"""What several checks need to know about databases. Not a check."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.template.properties import of_type
from patterns.template.resolve import Resolved, Resource

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
COPIES = (
    "SourceDBInstanceIdentifier",
    "SourceDBClusterIdentifier",
    "ReplicationSourceIdentifier",
    "SnapshotIdentifier",
    "DBSnapshotIdentifier",
    "DBClusterSnapshotIdentifier",
)
"""What makes a database a copy of another, from which it has what it does not say."""


def alone(resolved: Resolved) -> Iterator[Resource]:
    """The instances that are members of no cluster, and copies of nothing."""
    for instance in of_type(resolved, INSTANCE):
        if "DBClusterIdentifier" not in instance.properties and not is_copy(instance):
            yield instance


def stores(resolved: Resolved) -> Iterator[Resource]:
    """What holds data of its own: clusters, and the instances that are members of none."""
    yield from alone(resolved)
    yield from (cluster for cluster in of_type(resolved, CLUSTER) if not is_copy(cluster))


def is_copy(database: Resource) -> bool:
    """Whether it is made from another database or from a snapshot."""
    return any(name in database.properties for name in COPIES)
