"""Whether the databases of an account answer just now. Not why they do not, nor for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns.sandbox.moto_patches import rds_standing

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


def database_answers(account: Sandbox, name: str) -> bool:
    """Whether a database instance takes connections: not while it fails over, reboots or lacks its zone."""
    instance = rds_standing.instance(account.account_id, account.region, name.lower())
    return instance is not None and instance.status == rds_standing.AVAILABLE
