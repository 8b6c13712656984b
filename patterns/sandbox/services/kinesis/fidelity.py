"""What Amazon Kinesis Data Streams does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "Records of one key come out of one shard, in the order in which they were put.",
        FAITHFUL,
        "/streams/latest/dev/key-concepts.html",
        """
        client = aws.client("kinesis")
        client.create_stream(StreamName="clicks", ShardCount=2)
        put = [client.put_record(StreamName="clicks", Data=data, PartitionKey="ann") for data in (b"1", b"2")]
        shard = put[0]["ShardId"]
        first = client.get_shard_iterator(StreamName="clicks", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        [one["Data"] for one in client.get_records(ShardIterator=first["ShardIterator"])["Records"]]
        """,
    ),
    Behaviour(
        "A stream is not encrypted with a key that is not there.",
        FAITHFUL,
        "/kinesis/latest/APIReference/API_StartStreamEncryption.html",
        """
        client = aws.client("kinesis")
        client.create_stream(StreamName="clicks", ShardCount=1)
        asked = {"StreamName": "clicks", "EncryptionType": "KMS", "KeyId": "alias/nobodys"}
        attempt(client.start_stream_encryption, **asked).code
        """,
        modules=("key_checks",),
    ),
    Behaviour(
        "An account has so many shards and no more.",
        FAITHFUL,
        "/streams/latest/dev/service-sizes-and-limits.html",
        """
        attempt(aws.client("kinesis").create_stream, StreamName="clicks", ShardCount=20_001).code
        """,
        modules=("shard_limit",),
    ),
)

LIMITS = (
    Limit(
        "Records stay for ever, and a shard takes any number of them: its limits of a second are not held.",
        """
        client = aws.client("kinesis")
        client.create_stream(StreamName="clicks", ShardCount=1)
        shard = client.put_record(StreamName="clicks", Data=b"1", PartitionKey="ann")["ShardId"]
        aws.clock.advance(days=2)
        first = client.get_shard_iterator(StreamName="clicks", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        len(client.get_records(ShardIterator=first["ShardIterator"])["Records"])
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::Kinesis::Stream": Refused(
        made=(
            "a name that is taken, retention under a day or over a year, more than 20,000 shards in an account, a key "
            "that is not there"
        ),
        page="/kinesis/latest/APIReference/API_CreateStream.html",
        not_made="fewer shards in smaller regions, how far a call may change the shards",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
