"""The two kinds of streams that functions read, as far as they differ: where records lie, and how a function gets them.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""

from __future__ import annotations

import base64
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.dynamodb.patches import streams as of_tables
from patterns.sandbox.services.kinesis.patches import streams as of_kinesis

Record = dict[str, Any]


class Source(ABC):
    """A kind of stream; a stream is named by its ARN, and its records lie in shards, each in order."""

    service: ClassVar[str]
    """As its ARNs name it."""
    batch_info: ClassVar[str]
    """Under which name a destination is told which records were given up."""

    content: ClassVar[str] = ""
    """The member of what filters look at that a producer wrote in a form of its own."""

    @abstractmethod
    def listen(self, heard: Callable[[str], object]) -> Callable[[], None]:
        """Call `heard` with a stream's ARN after each new record; return what ends that."""

    @abstractmethod
    def shards(self, account: Account, arn: str) -> Sequence[str]:
        """The shards of a stream by their ids; none where it is gone."""

    @abstractmethod
    def kept(self, account: Account, arn: str, shard: str) -> Sequence[Any]:
        """What a shard holds, the oldest first."""

    @abstractmethod
    def record(self, account: Account, arn: str, shard: str, kept: Any) -> Record:
        """A record as a function gets it, but for who reads it."""

    @abstractmethod
    def arrived(self, record: Record) -> float:
        """When a record came, in seconds since 1970."""

    @abstractmethod
    def sequence(self, record: Record) -> str:
        """The record's sequence number."""

    @abstractmethod
    def retention(self, account: Account, arn: str) -> float:
        """For how many seconds a stream keeps its records."""

    def filtered(self, record: Record) -> Mapping[str, Any]:
        """What the filters of a mapping look at."""
        return record

    def read_by(self, role: str, records: Sequence[Record]) -> list[Record]:
        """The records as a function with this role gets them."""
        return list(records)


class TableStream(Source):
    """A stream of a DynamoDB table, which has one shard here."""

    service = "dynamodb"
    batch_info = "DDBStreamBatchInfo"
    RETENTION_SECONDS = 86400
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"""

    def listen(self, heard: Callable[[str], object]) -> Callable[[], None]:
        """As `Source.listen`."""
        return of_tables.listen(heard)

    def shards(self, account: Account, arn: str) -> Sequence[str]:
        """As `Source.shards`."""
        return of_tables.shards(account.account_id, account.region, arn)

    def kept(self, account: Account, arn: str, shard: str) -> Sequence[Any]:
        """As `Source.kept`."""
        return of_tables.records(account.account_id, account.region, arn)

    def record(self, account: Account, arn: str, shard: str, kept: Any) -> Record:
        """As `Source.record`; its moment is in whole seconds."""
        moment = kept["dynamodb"]["ApproximateCreationDateTime"]
        seconds = (moment.replace(tzinfo=account.clock.now.tzinfo)).timestamp()
        about = {**kept["dynamodb"], "ApproximateCreationDateTime": int(seconds)}
        return {**kept, "dynamodb": about, "eventSourceARN": arn}

    def arrived(self, record: Record) -> float:
        """As `Source.arrived`."""
        return float(record["dynamodb"]["ApproximateCreationDateTime"])

    def sequence(self, record: Record) -> str:
        """As `Source.sequence`."""
        return str(record["dynamodb"]["SequenceNumber"])

    def retention(self, account: Account, arn: str) -> float:
        """As `Source.retention`."""
        return self.RETENTION_SECONDS


class DataStream(Source):
    """A stream of Kinesis Data Streams."""

    service = "kinesis"
    batch_info = "KinesisBatchInfo"
    content = "data"

    def listen(self, heard: Callable[[str], object]) -> Callable[[], None]:
        """As `Source.listen`."""
        return of_kinesis.listen(heard)

    def shards(self, account: Account, arn: str) -> Sequence[str]:
        """As `Source.shards`."""
        return of_kinesis.shards(account.account_id, account.region, arn)

    def kept(self, account: Account, arn: str, shard: str) -> Sequence[Any]:
        """As `Source.kept`."""
        return of_kinesis.records(account.account_id, account.region, arn, shard)

    def record(self, account: Account, arn: str, shard: str, kept: Any) -> Record:
        """As `Source.record`; its data is in base64, as it is kept."""
        return {
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": kept.partition_key,
                "sequenceNumber": str(kept.sequence_number),
                "data": kept.data,
                "approximateArrivalTimestamp": kept.created_at,
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": f"{shard}:{kept.sequence_number}",
            "eventName": "aws:kinesis:record",
            "awsRegion": account.region,
            "eventSourceARN": arn,
        }

    def arrived(self, record: Record) -> float:
        """As `Source.arrived`."""
        return float(record["kinesis"]["approximateArrivalTimestamp"])

    def sequence(self, record: Record) -> str:
        """As `Source.sequence`."""
        return str(record["kinesis"]["sequenceNumber"])

    def retention(self, account: Account, arn: str) -> float:
        """As `Source.retention`."""
        return of_kinesis.retention_hours(account.account_id, account.region, arn) * 3600

    def read_by(self, role: str, records: Sequence[Record]) -> list[Record]:
        """As `Source.read_by`: each says whose role reads it."""
        return [{**record, "invokeIdentityArn": role} for record in records]

    def filtered(self, record: Record) -> Mapping[str, Any]:
        """The data alone, as JSON where it is some.

        https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
        """
        data = base64.b64decode(record["kinesis"]["data"]).decode(errors="replace")
        try:
            return {"data": json.loads(data)}
        except ValueError:
            return {"data": data}


SOURCES: tuple[Source, ...] = (TableStream(), DataStream())
