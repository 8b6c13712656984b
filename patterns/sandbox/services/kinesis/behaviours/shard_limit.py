"""An account has so many shards and no more: who asks for others is refused before they are made.

https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html has 20,000 for the largest regions, which
is taken for all. The words are those that kinesalite took from the service: https://github.com/mhart/kinesalite/issues/72
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.simulator.backends import existing

MOST_SHARDS = 20_000


def install(account: Account) -> None:
    """Stand before the calls that make shards."""
    account.gateway.judge(account, "kinesis", {"CreateStream": _created, "UpdateShardCount": _changed})


def _created(account: Account, call: Call) -> None:
    _refuse_more(account, call, call.params.get("ShardCount") or 1)


def _changed(account: Account, call: Call) -> None:
    name = call.params.get("StreamName") or str(call.params.get("StreamARN", "")).rpartition("/")[2]
    _refuse_more(account, call, call.params.get("TargetShardCount") or 1, instead_of=name)


def _refuse_more(account: Account, call: Call, asked: int, instead_of: str = "") -> None:
    kept = existing("kinesis", account.account_id, call.region)
    streams = kept.streams if kept is not None else {}
    counts = {name: sum(shard.is_open for shard in stream.shards.values()) for name, stream in streams.items()}
    more, there = asked - counts.get(instead_of, 0), sum(counts.values())
    if there + more > MOST_SHARDS:
        message = (
            f"This request would exceed the shard limit for the account {account.account_id} in {call.region}. "
            f"Current shard count for the account: {there}. Limit: {MOST_SHARDS}. "
            f"Number of additional shards that would have resulted from this request: {more}."
        )
        raise Refused("LimitExceededException", message, 400)
