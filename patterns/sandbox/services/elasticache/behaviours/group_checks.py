"""ElastiCache looks at names and settings of groups before it makes them.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
Not here: node types and versions, of which the sandbox has no list; fail-over, which `patches` look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

VALUE, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"
MOST_NAME = 40
SHORTEST_TOKEN, LONGEST_TOKEN = 16, 128
"""https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html"""
MOST_RETENTION_DAYS = 35
ENGINES = ("redis", "valkey")
_NAME = re.compile(r"[a-zA-Z](?:-?[a-zA-Z0-9])*")
_WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
NOT_A_NAME = (
    "The parameter ReplicationGroupIdentifier is not a valid identifier. Identifiers must begin with a letter; must "
    "contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive "
    "hyphens."
)


def install(account: Account) -> None:
    """Stand before the calls that make groups of nodes and of subnets."""
    checks = {"CreateReplicationGroup": _group, "CreateCacheSubnetGroup": _subnets, "ModifyCacheSubnetGroup": _subnets}
    account.gateway.judge(account, "elasticache", checks)


def _group(account: Account, call: Call) -> None:
    for code, message in _wrong(call.params):
        raise Refused(code, message, 400)


def _wrong(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name = str(asked["ReplicationGroupId"])
    if not _NAME.fullmatch(name) or len(name) > MOST_NAME:
        yield VALUE, NOT_A_NAME
    if str(asked.get("Engine") or ENGINES[0]).lower() not in ENGINES:
        yield VALUE, f"Engine {asked['Engine']} has no replication groups: choose redis or valkey."
    yield from _wrong_token(asked)
    if int(asked.get("NumNodeGroups") or 1) > 1 and asked.get("AutomaticFailoverEnabled") is False:
        yield COMBINATION, "Redis with cluster mode enabled cannot be created with auto failover turned off."
    if int(asked.get("SnapshotRetentionLimit") or 0) > MOST_RETENTION_DAYS:
        yield VALUE, f"SnapshotRetentionLimit is at most {MOST_RETENTION_DAYS}, got {asked['SnapshotRetentionLimit']}."
    window = asked.get("SnapshotWindow")
    if window and not _WINDOW.fullmatch(window):
        yield VALUE, f"Invalid snapshot window: {window}. It must be in the form hh24:mi-hh24:mi."


def _wrong_token(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    token = asked.get("AuthToken")
    if not token:
        return
    if not asked.get("TransitEncryptionEnabled"):
        yield COMBINATION, "AuthToken can only be specified with TransitEncryptionEnabled."
    if not SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN:
        yield VALUE, f"AuthToken must be {SHORTEST_TOKEN} to {LONGEST_TOKEN} characters long."


def _subnets(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html."""
    wanted = call.params.get("SubnetIds") or []
    if not wanted and call.operation == "CreateCacheSubnetGroup":
        raise Refused(VALUE, "The parameter SubnetIds must be provided and must not be blank.", 400)
    try:
        account.observer("ec2").describe_subnets(SubnetIds=wanted)
    except ClientError:
        raise Refused("InvalidSubnet", f"Some input subnets in :[{', '.join(wanted)}] are invalid.", 400) from None
