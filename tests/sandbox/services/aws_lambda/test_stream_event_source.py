"""https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"""

import json

import pytest

from tools.code import log_lines, make_function
from tools.receivers import bodies, make_queue

HANDLER = """
def handler(event, context):
    keys = [record["dynamodb"]["Keys"]["id"]["S"] for record in event["Records"]]
    print("batch", *keys)
    bad = [record for record in event["Records"] if record["dynamodb"]["Keys"]["id"]["S"] == "bad"]
    if bad and PARTIAL:
        return {"batchItemFailures": [{"itemIdentifier": bad[0]["dynamodb"]["SequenceNumber"]}]}
    if bad:
        raise RuntimeError("bad record")
"""


def table(aws, view="NEW_AND_OLD_IMAGES"):
    """The ARN of the stream of a new table."""
    made = aws.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view},
    )
    return made["TableDescription"]["LatestStreamArn"]


def put(aws, *ids, **more):
    for each in ids:
        aws.client("dynamodb").put_item(TableName="orders", Item={"id": {"S": each}, **more})


def consumer(aws, stream, text=HANDLER, *, partial=False, **settings):
    make_function(aws, f"PARTIAL = {partial}\n{text}")
    kinds = {"FunctionResponseTypes": ["ReportBatchItemFailures"]} if partial else {}
    settings = {"StartingPosition": "TRIM_HORIZON", **kinds, **settings}
    return aws.client("lambda").create_event_source_mapping(FunctionName="worker", EventSourceArn=stream, **settings)


def batches(aws):
    return [line for line in log_lines(aws) if line.startswith("batch")]


def records(aws):
    lines = [line for line in log_lines(aws) if line.startswith("got")]
    return [record for line in lines for record in json.loads(line.removeprefix("got "))["Records"]]


def test_records_come_in_batches_in_their_order(aws):
    stream = table(aws)
    put(aws, "a", "b", "c")
    consumer(aws, stream, BatchSize=2)
    put(aws, "d")

    assert batches(aws) == ["batch a b", "batch c", "batch d"]


def test_the_latest_are_those_after_the_mapping(aws):
    stream = table(aws)
    put(aws, "a")
    consumer(aws, stream, StartingPosition="LATEST")
    put(aws, "b")

    assert batches(aws) == ["batch b"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "images"),
    [
        ("NEW_AND_OLD_IMAGES", [["NewImage"], ["NewImage", "OldImage"], ["OldImage"]]),
        ("NEW_IMAGE", [["NewImage"], ["NewImage"], []]),
        ("OLD_IMAGE", [[], ["OldImage"], ["OldImage"]]),
        ("KEYS_ONLY", [[], [], []]),
    ],
)
def test_a_record_has_the_images_its_stream_shows(aws, view, images):
    stream = table(aws, view)
    consumer(aws, stream, "import json\ndef handler(event, context): print('got', json.dumps(event))")

    put(aws, "a", count={"N": "1"})
    put(aws, "a", count={"N": "1"})  # changes nothing
    put(aws, "a", count={"N": "2"})
    aws.client("dynamodb").delete_item(TableName="orders", Key={"id": {"S": "a"}})
    found = records(aws)

    assert [record["eventName"] for record in found] == ["INSERT", "MODIFY", "REMOVE"]
    assert [sorted(name for name in record["dynamodb"] if name.endswith("Image")) for record in found] == images
    assert {record["eventSourceARN"] for record in found} == {stream}
    assert {record["dynamodb"]["ApproximateCreationDateTime"] for record in found} == {1767225600}


@pytest.mark.slow
def test_a_batch_that_fails_holds_up_those_behind_it_until_it_is_given_up(aws):
    address, lost = make_queue(aws, "lost")
    stream = table(aws)
    put(aws, "a", "bad", "b", "c")
    failure = {"OnFailure": {"Destination": lost}}
    consumer(aws, stream, BatchSize=2, MaximumRetryAttempts=1, DestinationConfig=failure)
    assert batches(aws) == ["batch a bad"]

    aws.clock.advance(minutes=1)
    (told,) = bodies(aws, address)

    assert batches(aws) == ["batch a bad", "batch a bad", "batch b c"]
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 2
    about = told["DDBStreamBatchInfo"]
    assert (about["batchSize"], about["streamArn"]) == (2, stream)
    assert int(about["endSequenceNumber"]) == int(about["startSequenceNumber"]) + 1


def test_a_batch_is_halved_until_the_bad_record_stands_alone(aws):
    stream = table(aws)
    put(aws, "a", "b", "bad", "c")
    consumer(aws, stream, BisectBatchOnFunctionError=True, MaximumRetryAttempts=0)

    assert batches(aws) == ["batch a b bad c", "batch a b", "batch bad c", "batch bad", "batch c"]


def test_a_partial_failure_goes_on_from_the_record_it_names(aws):
    stream = table(aws)
    put(aws, "a", "bad", "b")
    consumer(aws, stream, partial=True, MaximumRetryAttempts=1)

    aws.clock.advance(minutes=1)

    assert batches(aws) == ["batch a bad b", "batch bad b"]


@pytest.mark.slow
def test_without_a_limit_a_batch_is_tried_until_its_records_expire(aws):
    stream = table(aws)
    put(aws, "bad", "a")
    consumer(aws, stream, BatchSize=1)
    aws.clock.advance(hours=23)
    assert "batch a" not in batches(aws)

    put(aws, "b")
    aws.clock.advance(hours=2)

    assert batches(aws)[-1] == "batch b"
    assert len(batches(aws)) > 90


def test_a_window_gathers_records(aws):
    stream = table(aws)
    consumer(aws, stream, MaximumBatchingWindowInSeconds=30)

    put(aws, "a")
    aws.clock.advance(seconds=10)
    put(aws, "b")
    aws.clock.advance(seconds=30)

    assert batches(aws) == ["batch a b"]


def test_a_filter_keeps_records_away(aws):
    stream = table(aws)
    pattern = json.dumps({"dynamodb": {"NewImage": {"count": {"N": [{"prefix": "1"}]}}}, "eventName": ["INSERT"]})
    consumer(aws, stream, FilterCriteria={"Filters": [{"Pattern": pattern}]})

    put(aws, "a", count={"N": "2"})
    put(aws, "b", count={"N": "1"})

    assert batches(aws) == ["batch b"]


@pytest.mark.slow
def test_a_mapping_that_is_disabled_waits_where_it_was(aws):
    stream = table(aws)
    uuid = consumer(aws, stream)["UUID"]
    aws.client("lambda").update_event_source_mapping(UUID=uuid, Enabled=False)
    put(aws, "a")
    assert aws.client("logs").describe_log_groups()["logGroups"] == []

    aws.client("lambda").update_event_source_mapping(UUID=uuid, Enabled=True)

    assert batches(aws) == ["batch a"]
