"""Where database instances stand: in the subnet of their zone, and of their standby's.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.sandbox.core.network_interfaces import Interfaces
from patterns.sandbox.simulator.backends import existing


def held(account_id: str, region: str) -> Iterator[Interfaces]:
    """The interfaces of all database instances; one in no subnet group stands in no subnet here."""
    backend: Any = existing("rds", account_id, region)
    for database in backend.databases.values() if backend is not None else ():
        zones = {database.availability_zone, database.secondary_availability_zone}
        yield Interfaces(
            f"database {database.db_instance_identifier}",
            frozenset(subnet.id for subnet in _subnets(backend, database) if subnet.availability_zone in zones),
            frozenset(database.vpc_security_group_ids or ()),
            is_public=bool(database.publicly_accessible),
        )


def _subnets(backend: Any, database: Any) -> list[Any]:
    """The subnets of an instance's subnet group, or of its cluster's."""
    group = getattr(database, "db_subnet_group", None)
    cluster = backend.clusters.get(database.db_cluster_identifier or "")
    if group is None and cluster is not None:
        group = backend.subnet_groups.get(cluster.db_subnet_group_name or "")
    return list(group._subnets) if group is not None else []
