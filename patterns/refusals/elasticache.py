"""What ElastiCache refuses of the settings of a group of nodes.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

VALUE, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"
MOST_NAME = 40
SHORTEST_TOKEN, LONGEST_TOKEN = 16, 128
"""https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html"""
MOST_RETENTION_DAYS = 35
ENGINES = ("redis", "valkey")
VERSIONS: Mapping[str, tuple[str, ...]] = {
    "redis": ("3.2", "4.0", "5.0", "6", "6.0", "6.2", "6.x", "7.0", "7.1"),
    "valkey": ("7.2", "8", "8.0", "8.1", "8.2", "9", "9.0", "9.1"),
}
"""The first two numbers of each: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html"""
_NAME = re.compile(r"[a-zA-Z](?:-?[a-zA-Z0-9])*")
_NODE = re.compile(
    r"cache\.(t1\.micro|t[234]g?\.(micro|small|medium)|m1\.(small|medium|large|xlarge)|c1\.xlarge"
    r"|[mr][2-9][a-z]*\.(medium|large|xlarge|\d+xlarge)|c7gn\.(large|xlarge|\d+xlarge))"
)
"""The shape of a node's type; which sizes a family has is not known here:
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
"""
_WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_DAY = r"(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d"
_WEEK = re.compile(f"{_DAY}-{_DAY}", re.IGNORECASE)
_TOKEN = re.compile(r"[!-~]+")
LAST_PORT = 65_535
TWO_SIZES = "NumCacheClusters and NumNodeGroups or ReplicasPerNodeGroup cannot be specified together."
NOT_A_NAME = (
    "The parameter ReplicationGroupIdentifier is not a valid identifier. Identifiers must begin with a letter; must "
    "contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive "
    "hyphens."
)


def group(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a group of nodes."""
    name = asked.get("ReplicationGroupId")
    if name is not None and (not _NAME.fullmatch(name) or len(name) > MOST_NAME):
        yield VALUE, NOT_A_NAME
    if str(asked.get("Engine") or ENGINES[0]).lower() not in ENGINES:
        yield VALUE, f"Engine {asked['Engine']} has no replication groups: choose redis or valkey."
    yield from _wrong_version(asked)
    node = asked.get("CacheNodeType")
    if node is not None and not _NODE.fullmatch(node):
        yield VALUE, f"Invalid Cache Node Type: {node}."
    yield from _wrong_token(asked)
    yield from _wrong_numbers(asked)
    yield from _wrong_failover(asked)
    yield from _wrong_times(asked)


def _wrong_numbers(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html."""
    shards = (asked.get("NumNodeGroups"), asked.get("ReplicasPerNodeGroup"))
    if asked.get("NumCacheClusters") is not None and any(shard is not None for shard in shards):
        yield COMBINATION, TWO_SIZES


def _wrong_failover(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    failover = asked.get("AutomaticFailoverEnabled")
    if asked.get("MultiAZEnabled") is True and failover is not True:
        yield COMBINATION, "Must have automatic failover enabled to enable Multi-AZ."
    if failover is True and asked.get("NumCacheClusters") == 1:
        yield COMBINATION, "Automatic failover is not supported for replication groups with no replicas."
    if int(asked.get("NumNodeGroups") or 1) > 1 and failover is False:
        yield COMBINATION, "Redis with cluster mode enabled cannot be created with auto failover turned off."


def _wrong_times(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with windows and retention, and with the port."""
    week, window = asked.get("PreferredMaintenanceWindow"), asked.get("SnapshotWindow")
    if int(asked.get("Port") or 0) > LAST_PORT:
        yield VALUE, f"Invalid port {asked['Port']}: it is at most {LAST_PORT}."
    if week is not None and not _WEEK.fullmatch(week):
        yield VALUE, f"Invalid maintenance window: {week}. It must be in the form ddd:hh24:mi-ddd:hh24:mi."
    if int(asked.get("SnapshotRetentionLimit") or 0) > MOST_RETENTION_DAYS:
        yield VALUE, f"SnapshotRetentionLimit is at most {MOST_RETENTION_DAYS}, got {asked['SnapshotRetentionLimit']}."
    if window and not _WINDOW.fullmatch(window):
        yield VALUE, f"Invalid snapshot window: {window}. It must be in the form hh24:mi-hh24:mi."


def _wrong_version(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    version, engine = asked.get("EngineVersion"), str(asked.get("Engine") or ENGINES[0]).lower()
    if version and engine in VERSIONS and ".".join(str(version).split(".")[:2]) not in VERSIONS[engine]:
        yield COMBINATION, f"Cannot find version {version} for {engine}"


def _wrong_token(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    token = asked.get("AuthToken")
    if not token:
        return
    if not asked.get("TransitEncryptionEnabled"):
        yield COMBINATION, "AuthToken can only be specified with TransitEncryptionEnabled."
    if not SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN:
        yield VALUE, f"AuthToken must be {SHORTEST_TOKEN} to {LONGEST_TOKEN} characters long."
    if not _TOKEN.fullmatch(token):
        yield VALUE, "AuthToken may hold printable characters without spaces only."


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::ElastiCache::ReplicationGroup": (group,)}
