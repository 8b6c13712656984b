"""What Kinesis asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesis.html
Not modelled: policies of streams towards other accounts, and the key that records are encrypted with.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, pairs
from patterns.sandbox.permissions.refusals import Wording


def _stream(situation: Situation) -> str:
    named = situation.text("StreamARN") or situation.text("ResourceARN")
    return named or situation.arn("kinesis", f"stream/{situation.text('StreamName') or '*'}")


def _consumer(situation: Situation) -> str:
    if arn := situation.text("ConsumerARN"):
        return arn
    return f"{_stream(situation)}/consumer/{situation.text('ConsumerName') or '*'}:1"


def _records(situation: Situation) -> Iterator[Ask]:
    yield Ask("kinesis:GetRecords", _stream(situation))


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("kinesis", "list_tags_for_stream", StreamARN=arn).get("Tags")))


SERVICE = Service(
    prefix="kinesis",
    resources={"stream": _stream, "consumer": _consumer},
    operations={
        "": """
            DescribeLimits DisableEnhancedMonitoring EnableEnhancedMonitoring ListStreams UpdateShardCount
            UpdateStreamMode
        """,
        "stream": """
            AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream
            DescribeStreamSummary GetShardIterator
            IncreaseStreamRetentionPeriod ListShards ListStreamConsumers ListTagsForStream MergeShards PutRecord
            PutRecords RegisterStreamConsumer RemoveTagsFromStream SplitShard StartStreamEncryption
            StopStreamEncryption
        """,
        "consumer": "DeregisterStreamConsumer DescribeStreamConsumer",
    },
    several={"GetRecords": _records},
    tags=_tags,
    wording=Wording(trouble="InternalFailure"),
)
