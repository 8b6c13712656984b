from datetime import timedelta

import pytest

from patterns import Sandbox

ON = {"Enabled": True, "AttributeName": "ends"}
TABLE = {
    "TableName": "notes",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "part", "KeyType": "RANGE"}],
    "AttributeDefinitions": [
        {"AttributeName": "id", "AttributeType": "S"},
        {"AttributeName": "part", "AttributeType": "B"},
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"},
}


class Notes:
    """A table whose items end."""

    def __init__(self, aws, **changed):
        self.aws, self.client = aws, aws.client("dynamodb")
        self.arn = self.client.create_table(**TABLE | changed)["TableDescription"]["LatestStreamArn"]
        self.on()

    def on(self, spec=ON):
        self.client.update_time_to_live(TableName="notes", TimeToLiveSpecification=spec)

    def item(self, name, seconds=None, kind="N"):
        ends = {"ends": {kind: str(self.at(seconds))}} if seconds is not None else {}
        return {"id": {"S": name}, "part": {"B": b"1"}} | ends

    def at(self, seconds):
        return int(self.aws.clock.time()) + seconds

    def put(self, name, seconds=None, kind="N"):
        self.client.put_item(TableName="notes", Item=self.item(name, seconds, kind))

    def left(self):
        return sorted(item["id"]["S"] for item in self.client.scan(TableName="notes")["Items"])


@pytest.fixture
def notes():
    with Sandbox() as aws:
        yield Notes(aws)


def test_item_ends_when_its_attribute_says_so(notes):
    notes.put("short", 60)
    notes.put("long", 120)
    notes.put("for ever")

    notes.aws.clock.advance(seconds=59)
    assert notes.left() == ["for ever", "long", "short"]
    notes.aws.clock.advance(seconds=1)

    assert notes.left() == ["for ever", "long"]


def test_text_and_what_ended_five_years_ago_is_kept(notes):
    notes.put("text", 60, kind="S")
    notes.put("mistake", -int(timedelta(days=6 * 365).total_seconds()))
    notes.put("milliseconds", 10**15)

    notes.aws.clock.advance(days=1)

    assert notes.left() == ["milliseconds", "mistake", "text"]


def test_whichever_way_an_item_is_written(notes):
    key = {"id": {"S": "updated"}, "part": {"B": b"1"}}
    end = {"#e": "ends"}, {":e": {"N": str(notes.at(60))}}
    notes.client.update_item(
        TableName="notes", Key=key, UpdateExpression="SET #e = :e",
        ExpressionAttributeNames=end[0], ExpressionAttributeValues=end[1],
    )  # fmt: skip
    by_arn = {"TableName": notes.arn.partition("/stream")[0], "Item": notes.item("transaction", 60)}
    notes.client.transact_write_items(TransactItems=[{"Put": by_arn}])
    notes.client.batch_write_item(RequestItems={"notes": [{"PutRequest": {"Item": notes.item("batch", 60)}}]})
    assert len(notes.left()) == 3

    notes.aws.clock.advance(seconds=60)

    assert notes.left() == []


def test_item_that_is_given_more_time_has_it(notes):
    notes.put("a", 60)
    notes.aws.clock.advance(seconds=30)
    notes.put("a", 60)

    notes.aws.clock.advance(seconds=59)
    assert notes.left() == ["a"]
    notes.aws.clock.advance(seconds=1)

    assert notes.left() == []


def test_items_from_before_end_too_and_none_once_it_is_off():
    with Sandbox() as aws:
        notes = Notes(aws)
        notes.on({"Enabled": False, "AttributeName": "ends"})
        notes.put("a", 60)
        aws.clock.advance(seconds=60)
        assert notes.left() == ["a"]

        notes.put("b", 60)
        notes.on()
        aws.clock.advance(seconds=60)

        assert notes.left() == []


def test_stream_tells_that_nobody_deleted_the_item(notes):
    notes.put("ended", 60)
    notes.put("deleted", 60)
    notes.client.delete_item(TableName="notes", Key={"id": {"S": "deleted"}, "part": {"B": b"1"}})
    notes.aws.clock.advance(seconds=60)

    streams = notes.aws.client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=notes.arn)["StreamDescription"]["Shards"][0]["ShardId"]
    place = {"StreamArn": notes.arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
    records = streams.get_records(ShardIterator=streams.get_shard_iterator(**place)["ShardIterator"])["Records"]
    removed = [record for record in records if record["eventName"] == "REMOVE"]
    assert [(one["dynamodb"]["Keys"]["id"]["S"], one.get("userIdentity")) for one in removed] == [
        ("deleted", None),
        ("ended", {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}),
    ]


def test_table_without_a_range_key():
    with Sandbox() as aws:
        plain = {name: TABLE[name][:1] for name in ("KeySchema", "AttributeDefinitions")}
        notes = Notes(aws, **plain)
        notes.put("a", 60)

        aws.clock.advance(seconds=60)

        assert notes.left() == []


def test_deleted_table_leaves_nothing_to_end(notes):
    notes.put("a", 60)
    notes.client.delete_table(TableName="notes")

    assert repr(notes.aws.clock).endswith("0 due)")
