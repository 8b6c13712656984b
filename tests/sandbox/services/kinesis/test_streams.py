"""Streams of Kinesis: what an update does to shards and records, and what is refused."""

import pytest

from tools.rights import refusal


def stream(**properties):
    return {"Resources": {"Clicks": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "clicks", **properties}}}}


def records(client, shard):
    first = client.get_shard_iterator(StreamName="clicks", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    return [record["Data"] for record in client.get_records(ShardIterator=first["ShardIterator"])["Records"]]


def test_more_shards_keep_the_stream_and_take_records(aws):
    deployed = aws.deploy(stream(ShardCount=1))
    client = aws.client("kinesis")

    deployed.update(stream(ShardCount=2, RetentionPeriodHours=48))

    put = client.put_record(StreamName="clicks", Data=b"1", PartitionKey="ann")
    assert records(client, put["ShardId"]) == [b"1"]
    assert deployed.drift() == {}
    assert deployed["Clicks"].actual["RetentionPeriodHours"] == 48


def test_name_that_is_taken_and_retention_under_a_day_are_refused(aws):
    client = aws.client("kinesis")
    client.create_stream(StreamName="clicks", ShardCount=1)

    assert refusal(client.create_stream, StreamName="clicks", ShardCount=1)[0] == "ResourceInUseException"
    told = refusal(client.decrease_stream_retention_period, StreamName="clicks", RetentionPeriodHours=1)
    assert told[0] == "InvalidArgumentException"


def test_consumer_goes_alone(aws):
    client = aws.client("kinesis")
    client.create_stream(StreamName="clicks", ShardCount=1)
    arn = client.describe_stream_summary(StreamName="clicks")["StreamDescriptionSummary"]["StreamARN"]
    for name in ("one", "two"):
        client.register_stream_consumer(StreamARN=arn, ConsumerName=name)

    client.deregister_stream_consumer(StreamARN=arn, ConsumerName="one")

    assert [consumer["ConsumerName"] for consumer in client.list_stream_consumers(StreamARN=arn)["Consumers"]] == [
        "two"
    ]


def test_shards_beyond_the_account_s_are_refused_before_they_are_made(aws):
    client = aws.client("kinesis")
    client.create_stream(StreamName="clicks", ShardCount=2)

    for ask, count in ((client.create_stream, {"StreamName": "other", "ShardCount": 10**8}),
                       (client.update_shard_count, {"StreamName": "clicks", "TargetShardCount": 20_001,
                                                    "ScalingType": "UNIFORM_SCALING"})):  # fmt: skip
        with pytest.raises(client.exceptions.LimitExceededException, match=r"count for the account: 2. Limit: 20000"):
            ask(**count)

    assert client.list_streams()["StreamNames"] == ["clicks"]
