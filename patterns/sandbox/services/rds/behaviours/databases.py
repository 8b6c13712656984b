"""Databases fail over, which takes its time: to a standby in another zone, or to a reader of the same cluster.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html: typically 60 to 120 seconds.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html: typically less than
60 seconds, often less than 30. Not modelled: connections, replication lag, the new standby after a lost one.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.rds.patches import availability as standing

FAILOVER_SECONDS = (60, 120)
AURORA_SECONDS = (20, 60)
REBOOT_SECONDS = (20, 40)
"""AWS documents no time for a reboot; it is drawn from here."""

CREATE = ("CreateDBCluster", "CreateDBInstance")
NO_STANDBY = "Force failover cannot be enabled because the DB instance is not configured for Multi-AZ."


def install(account: Account) -> None:
    """Follow the two calls that ask for a failover, and zones that are lost."""
    gateway = account.gateway
    gateway.subscribe(Stage.JUDGE, lambda call: _judge(account, call), service="rds", operation="RebootDBInstance")
    gateway.subscribe(
        Stage.CONSEQUENCES, lambda call: _rebooted(account, call), service="rds", operation="RebootDBInstance"
    )
    gateway.subscribe(
        Stage.CONSEQUENCES, lambda call: _asked(account, call), service="rds", operation="FailoverDBCluster"
    )
    gateway.at_first("rds", *CREATE, begin=lambda call: account.zones.listen(lambda zone: _zone_changed(account, zone)))


def _zone_changed(account: Account, zone: str) -> None:
    if zone in account.zones.lost:
        _zone_lost(account, zone)
    else:
        _zone_back(account, zone)


def _zone_lost(account: Account, zone: str) -> None:
    """Let what stands in a zone fail over where it can, and answer no more where it cannot.

    A standby that is lost with its zone leaves the primary as it is.
    """
    for database in standing.instances(account.account_id, account.region):
        if database.availability_zone != zone or database.status == standing.UNAVAILABLE:
            continue
        if _has_standby(account, database):
            _fail_over(account, database)
        else:
            _stop(account, database)
    for cluster in standing.clusters(account.account_id, account.region):
        writer = next((member for member in cluster.members if member.is_cluster_writer), None)
        if writer is not None and writer.status == standing.UNAVAILABLE:
            _promote_another(account, cluster, writer)


def _zone_back(account: Account, zone: str) -> None:
    """Let what only waited for its zone answer again, where it stood; what failed over stays where it went."""
    for database in standing.instances(account.account_id, account.region):
        if database.availability_zone == zone and database.status == standing.UNAVAILABLE:
            database.status = standing.AVAILABLE
            database.add_event("RESTARTED")
            _note(account, database, "answers again", f"its zone {zone} is back", Tone.GOOD)


def _has_standby(account: Account, database: Any) -> bool:
    """Whether there is a standby that could take over."""
    return (database.secondary_availability_zone or "") not in {"", *account.zones.lost}


def _stop(account: Account, database: Any) -> None:
    database.status = standing.UNAVAILABLE
    _note(account, database, "stopped answering", f"its zone {database.availability_zone} is lost", Tone.BAD)


def _judge(account: Account, call: Call) -> None:
    """Refuse to fail over what has no standby, and to reboot what is not available."""
    database = standing.instance(account.account_id, call.region, call.params["DBInstanceIdentifier"].lower())
    if database is None:
        return
    if database.status != standing.AVAILABLE:
        message = f"DB Instance is not in available state: {database.db_instance_identifier} is {database.status}."
        raise Refused("InvalidDBInstanceState", message, 400)
    if call.params.get("ForceFailover") and not database.secondary_availability_zone:
        raise Refused("InvalidParameterCombination", NO_STANDBY, 400)


def _rebooted(account: Account, call: Call) -> None:
    database = standing.instance(account.account_id, call.region, call.params["DBInstanceIdentifier"].lower())
    if database is None or not _succeeded(call):
        return
    if call.params.get("ForceFailover"):
        _fail_over(account, database)
        return
    database.status = standing.REBOOTING
    seconds = _drawn(account, "reboot", database.db_instance_identifier, REBOOT_SECONDS)
    account.clock.after(seconds, lambda: _restart(account, database, seconds), "a database that reboots")


def _restart(account: Account, database: Any, seconds: int) -> None:
    if _is_rebooting(database):
        database.status = standing.AVAILABLE
        database.add_event("RESTARTED")
        _note(account, database, "restarted", seconds=seconds)


def _fail_over(account: Account, database: Any) -> None:
    """Begin a failover to the standby, which ends by itself."""
    if database.status == standing.REBOOTING:
        return
    database.status = standing.REBOOTING
    database.add_event("FAILOVER_STARTED")
    seconds = _drawn(account, "failover", database.db_instance_identifier, FAILOVER_SECONDS)
    account.clock.after(seconds, lambda: _failed_over(account, database, seconds), "a database that fails over")


def _failed_over(account: Account, database: Any, seconds: int) -> None:
    if not _is_rebooting(database):
        return
    if not _has_standby(account, database):
        # The standby's zone was lost meanwhile: the primary goes on, if its own is there.
        database.status = standing.AVAILABLE
        if database.availability_zone in account.zones.lost:
            _stop(account, database)
        return
    standing.swap(database)
    database.status = standing.AVAILABLE
    for event in ("RESTARTED", "FAILOVER_COMPLETED"):
        database.add_event(event)
    zones = f"{database.secondary_availability_zone} to {database.availability_zone}"
    _note(account, database, "failed over", zones, Tone.GOOD, seconds)


def _is_rebooting(database: Any) -> bool:
    """Whether it still does: it may have been deleted meanwhile."""
    name, backend = database.db_instance_identifier, database.backend
    return bool(backend.databases.get(name) is database and database.status == standing.REBOOTING)


def _asked(account: Account, call: Call) -> None:
    cluster = standing.cluster(account.account_id, call.region, call.params["DBClusterIdentifier"].lower())
    if cluster is not None and _succeeded(call):
        _promote(account, cluster, cluster.next_writer)


def _promote_another(account: Account, cluster: Any, writer: Any) -> None:
    """Let the reader with the best tier take over; without one nobody writes until the zone is back."""
    readers = [member for member in cluster.members if member is not writer and member.status == standing.AVAILABLE]
    if readers:
        _promote(account, cluster, min(readers, key=lambda reader: reader.promotion_tier))


def _promote(account: Account, cluster: Any, reader: Any) -> None:
    """Begin a failover of a cluster to one of its readers."""
    if cluster.status == standing.FAILING_OVER:
        return
    cluster.status = standing.FAILING_OVER
    writer = next((member for member in cluster.members if member.is_cluster_writer), reader)
    kind = "same" if writer.availability_zone == reader.availability_zone else "cross"
    standing.add_cluster_event(cluster, f"Started {kind} AZ failover to DB instance: {reader.db_instance_identifier}")
    seconds = _drawn(account, "aurora failover", cluster.db_cluster_identifier, AURORA_SECONDS)
    account.clock.after(seconds, lambda: _promoted(account, cluster, reader, seconds), "a cluster that fails over")


def _promoted(account: Account, cluster: Any, reader: Any, seconds: int) -> None:
    if cluster.status != standing.FAILING_OVER:
        return
    cluster.status = standing.AVAILABLE
    if reader.status != standing.AVAILABLE:
        _promote_another(account, cluster, reader)
        return
    standing.make_writer(reader)
    standing.add_cluster_event(cluster, f"Completed failover to DB instance: {reader.db_instance_identifier}")
    where = f"{reader.db_instance_identifier} in {reader.availability_zone} writes"
    account.timeline.note("cluster", cluster.db_cluster_identifier, "failed over", where, Tone.GOOD, seconds)


def _succeeded(call: Call) -> bool:
    return call.response is not None and call.response.status < 400


def _drawn(account: Account, what: str, name: str, between: tuple[int, int]) -> int:
    return account.chance.generator("database", what, name).randint(*between)


def _note(
    account: Account, database: Any, what: str, detail: str = "", tone: Tone = Tone.PLAIN, seconds: float = 0
) -> None:
    account.timeline.note("database", database.db_instance_identifier, what, detail, tone, seconds)
