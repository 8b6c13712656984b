"""Where the nodes of caches stand: in the subnets of their group.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VPCs.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.sandbox.core.network_interfaces import Interfaces
from patterns.sandbox.simulator.backends import existing


def held(account_id: str, region: str) -> Iterator[Interfaces]:
    """The interfaces of all nodes; those in no subnet group stand in no subnet here."""
    backend: Any = existing("elasticache", account_id, region)
    if backend is None:
        return
    for group in backend.replication_groups.values():
        yield _of(backend, f"replication group {group.replication_group_id}", group)
    for cluster in backend.cache_clusters.values():
        yield _of(backend, f"cache {cluster.cache_cluster_id}", cluster)


def _of(backend: Any, owner: str, cache: Any) -> Interfaces:
    """Simplified: a node may come to stand in any subnet of the group, so none of them is free."""
    group = backend.cache_subnet_groups.get(cache.cache_subnet_group_name or "")
    subnets = group.subnet_ids if group is not None else ()
    return Interfaces(owner, frozenset(subnets), frozenset(cache.security_group_ids or ()))
