"""What moto's streams do by themselves or forget: calling functions past their mappings, modes, policies, consumers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patterns.sandbox.simulator import backends, undo

Heard = Callable[[str], object]

_listeners: list[Heard] = []


def listen(heard: Heard) -> Callable[[], None]:
    """Call `heard` with a stream's ARN after each record; return what ends that."""
    _listeners.append(heard)
    return lambda: _listeners.remove(heard)


def shards(account_id: str, region: str, stream_arn: str) -> list[str]:
    """The ids of a stream's shards, closed ones among them; none where it is gone."""
    stream = _stream(account_id, region, stream_arn)
    return [] if stream is None else [shard.shard_id for shard in stream.shards.values()]


def records(account_id: str, region: str, stream_arn: str, shard_id: str) -> list[Any]:
    """What a shard of a stream holds, the oldest first, as moto keeps it; none where it is gone."""
    stream = _stream(account_id, region, stream_arn)
    shard = None if stream is None else stream.shards.get(shard_id)
    return [] if shard is None else list(shard.records.values())


def retention_hours(account_id: str, region: str, stream_arn: str) -> float:
    """For how long a stream keeps its records; none at all where it is gone."""
    stream = _stream(account_id, region, stream_arn)
    return 0.0 if stream is None else float(stream.retention_period_hours)


def _stream(account_id: str, region: str, stream_arn: str) -> Any:
    backend = backends.existing("kinesis", account_id, region)
    return None if backend is None else backend.streams.get(stream_arn.partition(":stream/")[2].partition("/")[0])


def apply() -> None:
    """Only keep what is put; take off one consumer, not all others; let a call that breaks leave a stream as it was."""
    from moto.kinesis.models import KinesisBackend, Stream

    Stream.put_record = _put_record
    KinesisBackend.deregister_stream_consumer = _deregister_stream_consumer
    for name in ("describe_stream", "_find_stream_by_arn"):
        setattr(KinesisBackend, name, _noting(getattr(KinesisBackend, name)))


def _put_record(self: Any, partition_key: str, explicit_hash_key: str, data: str) -> tuple[str, str]:
    """Keep a record; the functions that read it are called by what reads for them."""
    shard = self.get_shard_for_key(partition_key, explicit_hash_key)
    sequence = shard.put_record(partition_key, data, explicit_hash_key)
    for heard in list(_listeners):
        heard(self.arn)
    return sequence, shard.shard_id


def _deregister_stream_consumer(self: Any, stream_arn: str, consumer_name: str, consumer_arn: str) -> None:
    answer = self.describe_stream_consumer(stream_arn, consumer_name, consumer_arn)
    self._find_stream_by_arn(answer.stream_arn).consumers.remove(answer)


def _noting(find: Any) -> Any:
    def found(self: Any, *args: Any, **kwargs: Any) -> Any:
        stream = find(self, *args, **kwargs)
        if stream is not None:
            undo.note_containers(stream, ("shards", "tags", "consumers"))
        return stream

    return found
