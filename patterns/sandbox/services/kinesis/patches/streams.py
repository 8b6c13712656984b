"""What moto's streams do by themselves or forget: calling functions past their mappings, modes, policies, consumers."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.simulator import undo


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
    return shard.put_record(partition_key, data, explicit_hash_key), shard.shard_id


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
