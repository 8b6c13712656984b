"""Whether the databases of an account answer just now. Not why they do not, nor for how long."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.rds.patches import availability


def database_answers(account: Account, name: str) -> bool:
    """Whether a database instance takes connections: not while it fails over, reboots or lacks its zone."""
    instance = availability.instance(account.account_id, account.region, name.lower())
    return instance is not None and instance.status == availability.AVAILABLE
