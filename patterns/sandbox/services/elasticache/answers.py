"""Whether the caches of an account answer just now. Not why they do not, nor for how long."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.elasticache.patches import replication_groups


def cache_answers(account: Account, name: str) -> bool:
    """Whether a cache takes writes: not while its primary is lost, or a replica becomes the primary."""
    group = replication_groups.groups(account.account_id, account.region).get(name)
    return group is not None and group.status == "available"
