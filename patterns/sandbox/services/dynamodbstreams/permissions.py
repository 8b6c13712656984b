"""What DynamoDB's streams ask of IAM: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation


def _records(situation: Situation) -> Iterator[Ask]:
    """By an iterator, which begins with the ARN of its stream."""
    parts = str(situation.params.get("ShardIterator")).split("|")
    stream = next((part for part in parts if part.startswith("arn:")), situation.arn("dynamodb", "table/*/stream/*"))
    yield Ask("dynamodb:GetRecords", stream)


SERVICE = Service(
    prefix="dynamodb",
    resources={"stream": "{StreamArn}"},
    operations={"": "ListStreams", "stream": "DescribeStream GetShardIterator"},
    several={"GetRecords": _records},
)
