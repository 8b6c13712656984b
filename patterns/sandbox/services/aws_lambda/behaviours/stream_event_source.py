"""Streams of tables and of Kinesis bring their records to functions: in order, in batches, until they expire.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html, https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
Simplified: the batches of a shard follow one another whatever the parallelization factor; the batching window is waited
out even when a batch is full; pauses before retries, of which AWS names none, double up to 15 minutes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from patterns.sandbox.core import lineage
from patterns.sandbox.core.account import Account
from patterns.sandbox.services.aws_lambda.event_source_mappings import (
    Mappings,
    Poller,
    called,
    failed,
    function_of,
    wants,
)
from patterns.sandbox.services.aws_lambda.runtime.asynchronous import deliver
from patterns.sandbox.services.aws_lambda.runtime.report import Outcome
from patterns.sandbox.services.aws_lambda.stream_sources import SOURCES, Record, Source

LONGEST_PAUSE_SECONDS = 900
USUAL_BATCH = 100
WITHOUT_LIMIT = -1
TRIM_HORIZON, AT_TIMESTAMP = "TRIM_HORIZON", "AT_TIMESTAMP"


def install(account: Account) -> None:
    """Look for records when there is a new one, and when a mapping is made or changed."""
    for source in SOURCES:
        _follow(account, source)


def _follow(account: Account, source: Source) -> None:
    readers: dict[str, dict[str, Reader]] = {}

    def wake(mapping: Mapping[str, Any]) -> None:
        arn, known = mapping["EventSourceArn"], mapping["UUID"] in readers
        own = readers.setdefault(mapping["UUID"], {})
        for shard in source.shards(account, arn):
            if shard not in own:
                # A shard that comes later is read from its beginning, wherever reading began.
                own[shard] = Reader(account, mappings, mapping, source, shard, whole=known)
            own[shard].poller.wake()

    def look(stream_arn: str) -> None:
        for mapping in mappings.of(stream_arn):
            wake(mapping)

    def changed() -> None:
        for mapping in mappings.all():
            wake(mapping)

    mappings = Mappings(account, source.service, changed)
    account.ending.callback(source.listen(look))


@dataclass(frozen=True)
class Batch:
    """Records that go to a function together, and how often they went before."""

    records: tuple[Record, ...]
    attempts: int = 0

    def split(self, at: int) -> tuple[Batch, Batch]:
        """The two parts of it, neither counted as tried."""
        return Batch(self.records[:at], self.attempts), Batch(self.records[at:], self.attempts)


class Reader:
    """Takes the records of one shard to the function of a mapping; a batch that fails holds up those behind it."""

    def __init__(
        self, account: Account, mappings: Mappings, mapping: Mapping[str, Any], source: Source, shard: str, *,
        whole: bool,
    ) -> None:  # fmt: skip
        self._account = account
        self._mappings = mappings
        self._uuid = mapping["UUID"]
        self._arn = mapping["EventSourceArn"]
        self._source = source
        self._shard = shard
        self._read = 0 if whole else self._start(mapping)
        self._waiting: list[Batch] = []
        self.poller = Poller(account, f"reader of {self._arn.split('/')[1]}", self._step)

    def _start(self, mapping: Mapping[str, Any]) -> int:
        """How many of the records that are there come before the position that a mapping begins at."""
        position, there = mapping.get("StartingPosition"), self._there()
        if position == AT_TIMESTAMP:
            begin = mapping["StartingPositionTimestamp"].timestamp()
            return sum(self._source.arrived(self._record(one)) < begin for one in there)
        return 0 if position == TRIM_HORIZON else len(there)

    def _step(self) -> bool:
        mapping = self._mappings.get(self._uuid)
        if mapping is None or not (self._waiting or self._take(mapping)):
            return False
        if self._waiting:  # nothing, where the filters let nothing of a batch through
            self._try(mapping, self._waiting.pop(0))
        return True

    def _take(self, mapping: Mapping[str, Any]) -> bool:
        """Read the next batch; return whether there is one."""
        if len(self._there()) <= self._read:
            return False
        if window := mapping.get("MaximumBatchingWindowInSeconds"):
            self._account.processes.wait(window)
        size = mapping.get("BatchSize", USUAL_BATCH)
        found = self._there()[self._read : self._read + size]
        self._read += len(found)
        told = map(self._record, found)
        source = self._source
        records = tuple(record for record in told if wants(mapping, source.filtered(record), source.content))
        self._waiting += [Batch(records)] if records else []
        return bool(found)

    def _there(self) -> Sequence[Any]:
        return self._source.kept(self._account, self._arn, self._shard)

    def _try(self, mapping: Mapping[str, Any], batch: Batch) -> None:
        expired = self._expired(mapping, batch)
        if expired:
            self._give_up(mapping, Batch(batch.records[:expired], batch.attempts), "RecordAgeExceeded", None)
            batch = Batch(batch.records[expired:], batch.attempts)
        if not batch.records:
            return
        function = function_of(self._account, mapping)
        records = self._source.read_by(function.role if function else "", batch.records)
        with lineage.untraced():
            told = called(self._account, mapping, records)
        again = failed(mapping, told, set(map(self._source.sequence, batch.records)))
        if again:
            self._retry(mapping, batch, min(again, key=int), told)

    def _retry(self, mapping: Mapping[str, Any], batch: Batch, first: str, told: Outcome | None) -> None:
        """Keep what failed, from the first of it on: halved where that is asked for, else for another attempt."""
        position = next(number for number, one in enumerate(batch.records) if self._source.sequence(one) == first)
        left = Batch(batch.records[position:], batch.attempts + (told is not None))
        if mapping.get("BisectBatchOnFunctionError") and told is not None and len(left.records) > 1:
            halves = Batch(left.records, batch.attempts).split(len(left.records) // 2)
            self._waiting[:0] = halves if position == 0 else [Batch(left.records, batch.attempts)]
            return
        most = mapping.get("MaximumRetryAttempts", WITHOUT_LIMIT)
        if told is not None and most != WITHOUT_LIMIT and left.attempts > most:
            self._give_up(mapping, left, "RetryAttemptsExhausted", told)
            return
        self._waiting.insert(0, left)
        self._account.processes.wait(min(2 ** max(left.attempts - 1, 0), LONGEST_PAUSE_SECONDS))

    def _expired(self, mapping: Mapping[str, Any], batch: Batch) -> int:
        """How many records of a batch, from its first on, are too old."""
        limit = mapping.get("MaximumRecordAgeInSeconds", WITHOUT_LIMIT)
        kept = self._source.retention(self._account, self._arn)
        oldest = self._account.clock.time() - min(kept, limit if limit > 0 else kept)
        return sum(self._source.arrived(record) < oldest for record in batch.records)

    def _give_up(self, mapping: Mapping[str, Any], batch: Batch, condition: str, told: Outcome | None) -> None:
        """Tell the destination for failures which records are lost to the function, without what is in them.

        https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
        https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
        """
        target = mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        function = function_of(self._account, mapping)
        if not target or function is None:
            return
        now = self._account.clock.now
        about: dict[str, Any] = {
            "requestContext": {
                "requestId": told.request_id if told else "",
                "functionArn": mapping["FunctionArn"],
                "condition": condition,
                "approximateInvokeCount": batch.attempts,
            }
        }
        if told:
            about["responseContext"] = {
                "statusCode": 200,
                "executedVersion": function.version,
                "functionError": told.error,
            }
        about |= {"version": "1.0", "timestamp": _written(now), self._source.batch_info: self._info(batch)}
        deliver(self._account, target, json.dumps(about), {})

    def _info(self, batch: Batch) -> dict[str, Any]:
        first, last = batch.records[0], batch.records[-1]
        zone = self._account.clock.now.tzinfo
        arrivals = [_written(datetime.fromtimestamp(self._source.arrived(one), zone)) for one in (first, last)]
        return {
            "shardId": self._shard,
            "startSequenceNumber": self._source.sequence(first),
            "endSequenceNumber": self._source.sequence(last),
            "approximateArrivalOfFirstRecord": arrivals[0],
            "approximateArrivalOfLastRecord": arrivals[1],
            "batchSize": len(batch.records),
            "streamArn": self._arn,
        }

    def _record(self, kept: Any) -> Record:
        return self._source.record(self._account, self._arn, self._shard, kept)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
