"""Caches fail over: a replica becomes the primary, the failed node is replaced, and the endpoint stays as it is.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html: writes are possible again, typically, after
a few seconds. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_TestFailover.html has the order of
the events. Not modelled: the data, and the limit of 15 tests a day.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.elasticache.patches import replication_groups

FAILOVER_SECONDS = (10, 30)
RECOVERY_SECONDS = (180, 420)
"""AWS documents no time for replacing a node; it is drawn from here."""

AVAILABLE, MODIFYING, UNAVAILABLE = "available", "modifying", "unavailable"
PRIMARY, REPLICA = "primary", "replica"


def install(account: Account) -> None:
    """Follow the call that tests a failover, and zones that are lost."""
    account.gateway.subscribe(
        Stage.CONSEQUENCES, lambda call: _tested(account, call), service="elasticache", operation="TestFailover"
    )
    account.gateway.at_first(
        "elasticache",
        "CreateReplicationGroup",
        begin=lambda call: account.zones.listen(lambda zone: _zone_changed(account, zone)),
    )


def _zone_changed(account: Account, zone: str) -> None:
    if zone in account.zones.lost:
        _zone_lost(account, zone)
    else:
        _zone_back(account, zone)


def _zone_lost(account: Account, zone: str) -> None:
    """Let the nodes in a zone answer no more, and replicas elsewhere become primaries where they may."""
    for group in replication_groups.groups(account.account_id, account.region).values():
        for shard in group.node_groups:
            for node in shard["node_group_members"]:
                if node["preferred_availability_zone"] == zone:
                    node["status"] = UNAVAILABLE
            if _primary(shard).get("status") == UNAVAILABLE:
                _lose_primary(account, group, shard)


def _zone_back(account: Account, zone: str) -> None:
    """Let the nodes in a zone answer again; one that was a primary and was replaced comes back as a replica."""
    for group in replication_groups.groups(account.account_id, account.region).values():
        for shard in group.node_groups:
            back = [node for node in shard["node_group_members"] if node["preferred_availability_zone"] == zone]
            for node in back:
                node["status"] = AVAILABLE
            if back and group.status == UNAVAILABLE:
                group.status = AVAILABLE
                _note(account, group, "answers again", f"its zone {zone} is back", Tone.GOOD)


def _tested(account: Account, call: Call) -> None:
    if call.response is None or call.response.status >= 400:
        return
    group = replication_groups.find(account.account_id, call.region, call.params["ReplicationGroupId"])
    shard = next(
        node_group for node_group in group.node_groups if node_group["node_group_id"] == call.params["NodeGroupId"]
    )
    message = f"Test Failover API called for node group {shard['node_group_id']}"
    replication_groups.add_event(
        account.account_id, call.region, group.replication_group_id, "replication-group", message
    )
    _fail_over(account, group, shard)


def _lose_primary(account: Account, group: Any, shard: dict[str, Any]) -> None:
    if group.automatic_failover == "enabled" and _candidates(shard):
        _fail_over(account, group, shard)
        return
    group.status = UNAVAILABLE
    _note(account, group, "lost its primary", "no replica may take over", Tone.BAD)


def _fail_over(account: Account, group: Any, shard: dict[str, Any]) -> None:
    """Begin a failover of a shard, which ends by itself."""
    group.status = MODIFYING
    seconds = _drawn(account, "failover", group, FAILOVER_SECONDS)
    account.clock.after(seconds, lambda: _failed_over(account, group, shard, seconds), "a cache that fails over")


def _failed_over(account: Account, group: Any, shard: dict[str, Any], seconds: int) -> None:
    """Let the first replica that answers be the primary, and make the old primary anew where its zone is there."""
    if not _is_there(account, group):
        return
    old, ready = _primary(shard), _candidates(shard)
    if not ready:
        group.status = UNAVAILABLE
        return
    new = ready[0]
    new["current_role"], old["current_role"] = PRIMARY, REPLICA
    group.status = AVAILABLE
    names = old["cache_cluster_id"], new["cache_cluster_id"]
    message = f"Failover from primary node {names[0]} to replica node {names[1]} completed"
    for source, kind in ((names[1], "cache-cluster"), (group.replication_group_id, "replication-group")):
        replication_groups.add_event(account.account_id, account.region, source, kind, message)
    zones = f"{old['preferred_availability_zone']} to {new['preferred_availability_zone']}"
    _note(account, group, "failed over", zones, Tone.GOOD, seconds)
    if old.get("status") != UNAVAILABLE:
        _recover(account, old)


def _recover(account: Account, node: dict[str, Any]) -> None:
    """Make a node anew, which takes its time."""
    name, shard = node["cache_cluster_id"], node["cache_node_id"]
    node["status"] = "rebooting cluster nodes"
    told = (account.account_id, account.region, name, "cache-cluster")
    replication_groups.add_event(*told, f"Recovering cache nodes {shard}")
    seconds = account.chance.generator("cache", "recovery", name).randint(*RECOVERY_SECONDS)

    def recovered() -> None:
        if node["status"] == "rebooting cluster nodes":
            node["status"] = AVAILABLE
            replication_groups.add_event(*told, f"Finished recovery for cache nodes {shard}")

    account.clock.after(seconds, recovered, "a cache node that is replaced")


def _primary(shard: dict[str, Any]) -> dict[str, Any]:
    """The node that takes the writes; in a group of several shards the first, which moto gives no role."""
    nodes: list[dict[str, Any]] = shard["node_group_members"]
    return next((node for node in nodes if node.get("current_role") == PRIMARY), nodes[0])


def _candidates(shard: dict[str, Any]) -> list[dict[str, Any]]:
    """The replicas that could take over, in order."""
    primary = _primary(shard)
    return [
        node
        for node in shard["node_group_members"]
        if node is not primary and node.get("status", AVAILABLE) == AVAILABLE
    ]


def _is_there(account: Account, group: Any) -> bool:
    return any(one is group for one in replication_groups.groups(account.account_id, account.region).values())


def _drawn(account: Account, what: str, group: Any, between: tuple[int, int]) -> int:
    return account.chance.generator("cache", what, group.replication_group_id).randint(*between)


def _note(
    account: Account, group: Any, what: str, detail: str = "", tone: Tone = Tone.PLAIN, seconds: float = 0
) -> None:
    account.timeline.note("cache", group.replication_group_id, what, detail, tone, seconds)
