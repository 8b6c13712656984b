"""https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html"""

import json
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from tools.code import log_lines, make_function
from tools.receivers import bodies, make_queue

HANDLER = """
import base64
def handler(event, context):
    texts = [base64.b64decode(record["kinesis"]["data"]).decode() for record in event["Records"]]
    print("batch", *texts)
    if "bad" in texts:
        raise RuntimeError("bad record")
"""


@pytest.fixture
def clicks(aws):
    """The ARN of a stream of one shard."""
    return made(aws, 1)


def made(aws, shards):
    client = aws.client("kinesis")
    client.create_stream(StreamName="clicks", ShardCount=shards)
    return client.describe_stream_summary(StreamName="clicks")["StreamDescriptionSummary"]["StreamARN"]


def put(aws, *texts, key="ann"):
    records = [{"Data": text.encode(), "PartitionKey": key} for text in texts]
    return aws.client("kinesis").put_records(StreamName="clicks", Records=records)["Records"]


def consumer(aws, stream, text=HANDLER, **settings):
    make_function(aws, text)
    settings = {"StartingPosition": "TRIM_HORIZON", **settings}
    return aws.client("lambda").create_event_source_mapping(FunctionName="worker", EventSourceArn=stream, **settings)


def batches(aws):
    return [line for line in log_lines(aws) if line.startswith("batch")]


def test_records_come_in_batches_in_their_order(aws, clicks):
    put(aws, "a", "b", "c")
    consumer(aws, clicks, BatchSize=2)
    put(aws, "d")

    assert batches(aws) == ["batch a b", "batch c", "batch d"]


def test_a_record_says_where_it_comes_from_and_who_reads_it(aws, clicks):
    consumer(aws, clicks, "import json\ndef handler(event, context): print('got', json.dumps(event))")
    [answer] = put(aws, "a")

    [line] = [line for line in log_lines(aws) if line.startswith("got")]
    [record] = json.loads(line.removeprefix("got "))["Records"]
    shard, number = answer["ShardId"], answer["SequenceNumber"]
    about = record.pop("kinesis")
    assert about.pop("approximateArrivalTimestamp") == pytest.approx(aws.clock.time(), abs=1)
    assert about == {"kinesisSchemaVersion": "1.0", "partitionKey": "ann", "sequenceNumber": number, "data": "YQ=="}
    role = aws.client("lambda").get_function_configuration(FunctionName="worker")["Role"]
    assert record == {
        "eventSource": "aws:kinesis", "eventVersion": "1.0", "eventID": f"{shard}:{number}",
        "eventName": "aws:kinesis:record", "invokeIdentityArn": role, "awsRegion": "us-east-1",
        "eventSourceARN": clicks,
    }  # fmt: skip


@pytest.mark.slow
def test_each_shard_is_read_by_itself_and_one_that_fails_holds_up_no_other(aws):
    stream = made(aws, 2)
    consumer(aws, stream, MaximumRetryAttempts=3, StartingPosition="LATEST")
    keys = {}
    for number in range(20):
        keys.setdefault(put(aws, "x", key=str(number))[0]["ShardId"], str(number))
    first, second = keys.values()

    put(aws, "bad", key=first)
    put(aws, "good", key=second)

    assert "batch good" in batches(aws)
    aws.clock.advance(minutes=1)
    assert batches(aws).count("batch bad") == 4


@pytest.mark.slow
def test_shards_that_come_later_are_read_from_their_beginning(aws, clicks):
    consumer(aws, clicks, StartingPosition="LATEST")
    aws.client("kinesis").update_shard_count(
        StreamName="clicks", TargetShardCount=2, ScalingType="UNIFORM_SCALING"
    )  # fmt: skip

    put(aws, "a")
    put(aws, "b", key="bob")

    assert sorted(batches(aws)) == ["batch a", "batch b"]


def test_reading_begins_at_a_moment(aws, clicks):
    put(aws, "a")
    aws.clock.advance(minutes=1)
    put(aws, "b")

    begin = aws.clock.now - timedelta(seconds=30)
    consumer(aws, clicks, StartingPosition="AT_TIMESTAMP", StartingPositionTimestamp=begin)

    assert batches(aws) == ["batch b"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "through"),
    [
        ({"data": {"kind": ["sale"]}}, ["batch {\"kind\": \"sale\"}"]),
        ({"data": ["plain"]}, ["batch plain"]),
        ({"data": {"kind": [{"exists": False}]}}, ["batch {\"other\": 1}"]),
    ],
)  # fmt: skip
def test_filters_look_at_the_data_alone(aws, clicks, pattern, through):
    filters = {"Filters": [{"Pattern": json.dumps(pattern)}]}
    consumer(aws, clicks, FilterCriteria=filters)

    for text in ('{"kind": "sale"}', "plain", '{"other": 1}'):
        put(aws, text)

    assert batches(aws) == through


def test_what_is_given_up_is_told_to_the_destination(aws, clicks):
    url, queue = make_queue(aws, "lost")
    consumer(
        aws, clicks, MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": queue}}
    )  # fmt: skip
    [record] = put(aws, "bad")

    [told] = bodies(aws, url)
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["KinesisBatchInfo"] == told["KinesisBatchInfo"] | {
        "shardId": record["ShardId"], "startSequenceNumber": record["SequenceNumber"], "batchSize": 1,
        "streamArn": clicks,
    }  # fmt: skip


@pytest.mark.slow
def test_records_that_failed_are_tried_until_the_stream_keeps_them_no_longer(aws, clicks):
    consumer(aws, clicks)
    put(aws, "bad", "good")
    aws.clock.advance(hours=25)
    tried = len(batches(aws))

    put(aws, "new")

    assert tried > 50
    assert batches(aws)[tried:] == ["batch new"]


def test_a_role_that_may_not_read_and_a_stream_that_is_not_there_are_refused(aws, clicks):
    make_function(aws, HANDLER)
    role = aws.client("lambda").get_function_configuration(FunctionName="worker")["Role"].rpartition("/")[2]
    iam, create = aws.client("iam"), aws.client("lambda").create_event_source_mapping
    denial = {"Effect": "Deny", "Action": "kinesis:GetRecords", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [denial]})
    iam.put_role_policy(RoleName=role, PolicyName="blind", PolicyDocument=policy)

    with pytest.raises(ClientError, match=r"Cannot access stream .*GetRecords"):
        create(FunctionName="worker", EventSourceArn=clicks, StartingPosition="LATEST")
    with pytest.raises(ClientError, match="Stream not found"):
        create(FunctionName="worker", EventSourceArn=f"{clicks}-other", StartingPosition="LATEST")
