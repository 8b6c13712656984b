"""Tells who wants to know that a stream has a new record, and keeps moto from calling functions itself.

moto would hand a function the whole stream at every change. Nor does it know that a write that changes nothing makes
no record: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Heard = Callable[[str], object]

_listeners: list[Heard] = []


def listen(heard: Heard) -> Callable[[], None]:
    """Call `heard` with a stream's ARN after each record; return what ends that."""
    _listeners.append(heard)
    return lambda: _listeners.remove(heard)


def shards(account_id: str, region: str, stream_arn: str) -> list[str]:
    """The ids of a stream's shards, of which there is one; none where it has ended."""
    shard = _shard(account_id, region, stream_arn)
    return [] if shard is None else [shard.id]


def records(account_id: str, region: str, stream_arn: str) -> list[dict[str, Any]]:
    """The records of a stream as it keeps them, the oldest first; none where it has ended."""
    shard = _shard(account_id, region, stream_arn)
    return [] if shard is None else [item.record for item in shard.items]


def _shard(account_id: str, region: str, stream_arn: str) -> Any:
    from moto.dynamodb.models import dynamodb_backends

    name, label = stream_arn.split(":", 5)[5].split("/")[1], stream_arn.partition("/stream/")[2]
    table = dynamodb_backends[account_id][region].tables.get(name)
    return None if table is None or table.latest_stream_label != label else table.stream_shard


def apply() -> None:
    """Take the delivery to functions out of a shard, and records of nothing."""
    from moto.dynamodb.models.table import StreamShard

    add = StreamShard.add

    def adding(self: Any, old: Any, new: Any) -> None:
        if old is not None and new is not None and old.to_json() == new.to_json():
            return
        table = self.table
        mappings, table.lambda_event_source_mappings = table.lambda_event_source_mappings, {}
        try:
            add(self, old, new)
        finally:
            table.lambda_event_source_mappings = mappings
        self.items[-1].record["awsRegion"] = table.region_name
        for heard in list(_listeners):
            heard(f"{table.table_arn}/stream/{table.latest_stream_label}")

    StreamShard.add = adding
