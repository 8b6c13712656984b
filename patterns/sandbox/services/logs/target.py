"""How a log group takes what another service hands to it: as a stream of its own for each event."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Target


def _policy(account: Account, arn: str) -> Mapping[str, Any]:
    policies = account.observer("logs").describe_resource_policies()["resourcePolicies"]
    return {"Statement": [each for policy in policies for each in json.loads(policy["policyDocument"])["Statement"]]}


def _subject(arn: str) -> str:
    """A policy of logs is about streams, one of which the event will make."""
    return f"{arn.removesuffix(':*')}:log-stream:new"


def _hand(account: Account, client: Any, arn: str, parcel: Parcel) -> None:
    group = arn.split(":log-group:")[1].removesuffix(":*")
    drawn = account.chance.generator("log stream", arn, parcel.body).getrandbits(128)
    where = {"logGroupName": group, "logStreamName": str(UUID(int=drawn, version=4))}
    client.create_log_stream(**where)
    now = int(account.clock.time() * 1000)
    client.put_log_events(**where, logEvents=[{"timestamp": now, "message": parcel.body}])


TARGET = Target("logs", "logs:PutLogEvents", _hand, _policy, subject=_subject)
