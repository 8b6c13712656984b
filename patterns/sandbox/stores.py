"""Whether the databases and caches of an account answer just now. Not why they do not, nor for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns.sandbox.moto_patches import elasticache, rds_standing

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


def database_answers(account: Sandbox, name: str) -> bool:
    """Whether a database instance takes connections: not while it fails over, reboots or lacks its zone."""
    found = rds_standing.instance(account.account_id, account.region, name.lower())
    return found is not None and found.status == rds_standing.AVAILABLE


def cache_answers(account: Sandbox, name: str) -> bool:
    """Whether a cache takes writes: not while its primary is lost, or a replica becomes the primary."""
    found = elasticache.groups(account.account_id, account.region).get(name)
    return found is not None and found.status == "available"
