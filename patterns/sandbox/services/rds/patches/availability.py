"""Where the databases of moto's RDS stand and whether they answer, for what goes on by itself to read and to change.

Not here: when any of it happens (`behaviours/databases.py`).
"""

from __future__ import annotations

from typing import Any

MESSAGES = {
    "FAILOVER_STARTED": (["failover"], "Multi-AZ instance failover started"),
    "FAILOVER_COMPLETED": (["failover"], "Multi-AZ instance failover completed"),
    "RESTARTED": (["availability"], "DB instance restarted"),
}
"""What RDS says of it: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html"""

AVAILABLE, REBOOTING, FAILING_OVER = "available", "rebooting", "failing-over"
UNAVAILABLE = "unavailable"
"""Not a status of RDS's, which documents none for an instance whose zone is lost."""


def apply() -> None:
    """Let a failover of a cluster be begun before it is done, and add RDS's words to its events."""
    from moto.rds.models import DBCluster, Event

    Event.EVENT_MAP |= {
        name: {"Categories": categories, "Message": message} for name, (categories, message) in MESSAGES.items()
    }
    DBCluster.failover = _begin


def _begin(self: Any, target_instance: Any) -> None:
    """Note who shall be the writer; it becomes that when the failover is over."""
    self.next_writer = target_instance


def _backend(account_id: str, region: str) -> Any:
    from moto.rds.models import rds_backends

    return rds_backends[account_id][region]


def instances(account_id: str, region: str) -> list[Any]:
    """All database instances of a region, oldest first."""
    return list(_backend(account_id, region).databases.values())


def instance(account_id: str, region: str, name: str) -> Any:
    """One instance by its name, or None."""
    return _backend(account_id, region).databases.get(name)


def clusters(account_id: str, region: str) -> list[Any]:
    """All clusters of a region, oldest first."""
    return list(_backend(account_id, region).clusters.values())


def cluster(account_id: str, region: str, name: str) -> Any:
    """One cluster by its name, or None."""
    return _backend(account_id, region).clusters.get(name)


def swap(database: Any) -> None:
    """Let the standby be the primary, and the primary the standby."""
    zones = database.secondary_availability_zone, database.availability_zone
    database.availability_zone, database.secondary_availability_zone = zones


def make_writer(database: Any) -> None:
    """Let this instance be its cluster's writer, and no other."""
    for member in database.cluster.members:
        member.is_cluster_writer = member is database


def add_cluster_event(found: Any, message: str) -> None:
    """Add an event of a cluster, whose messages name its instances."""
    from moto.rds.models import Event

    event = Event.__new__(Event)
    event.source_identifier, event.source_type = found.db_cluster_identifier, "db-cluster"
    event.message, event.event_categories = message, ["failover"]
    event.source_arn, event.date = found.arn, _now()
    found.backend.events.append(event)


def _now() -> Any:
    from moto.core.utils import utcnow

    return utcnow()
