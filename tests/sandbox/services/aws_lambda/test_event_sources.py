"""Each private name of moto that takes part in sending events, by what its service does without it."""

import json

from patterns import Sandbox
from patterns.sandbox.services.sqs.patches import speed
from tools.receivers import bodies, make_queue, make_role


def test_an_archive_still_keeps_events():  # Rule.send_to_targets
    with Sandbox() as aws:
        events = aws.client("events")
        bus = events.describe_event_bus()["Arn"]
        events.create_archive(ArchiveName="all", EventSourceArn=bus)

        events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])

        assert events.describe_archive(ArchiveName="all")["EventCount"] == 1


def test_a_bucket_that_is_made_calls_nobody():  # notifications._send_safe_notification
    with Sandbox() as aws:
        address, arn = make_queue(aws, "told", lets="events.amazonaws.com")
        events, pattern = aws.client("events"), {"source": ["aws.s3"], "detail": {"eventName": ["CreateBucket"]}}
        events.put_rule(Name="made", EventPattern=json.dumps(pattern))
        events.put_targets(Rule="made", Targets=[{"Id": "queue", "Arn": arn}])

        aws.client("s3").create_bucket(Bucket="example")

        assert bodies(aws, address) == []


def test_a_bucket_reports_that_it_tells_eventbridge():  # S3Response.get_bucket_notification, event_bridge
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="example")
        s3.put_bucket_notification_configuration(
            Bucket="example", NotificationConfiguration={"EventBridgeConfiguration": {}}
        )

        assert s3.get_bucket_notification_configuration(Bucket="example")["EventBridgeConfiguration"] == {}


def test_an_update_of_a_schedule_keeps_what_follows_its_end():  # EventBridgeSchedulerResponse.update_schedule
    with Sandbox() as aws:
        scheduler, role = aws.client("scheduler"), make_role(aws, "role", "scheduler.amazonaws.com")
        target = {"Arn": make_queue(aws, "told")[1], "RoleArn": role, "Input": "x"}
        given = {"Name": "job", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}}
        scheduler.create_schedule(**given, Target=target)

        scheduler.update_schedule(**given, Target=target, ActionAfterCompletion="DELETE")

        told = scheduler.get_schedule(Name="job")
        assert (told["ActionAfterCompletion"], told["State"]) == ("DELETE", "ENABLED")


def test_a_write_that_changes_nothing_makes_no_record():  # StreamShard.add
    with Sandbox() as aws:
        table = aws.client("dynamodb")
        made = table.create_table(
            TableName="data", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )  # fmt: skip
        for _ in range(2):
            table.put_item(TableName="data", Item={"id": {"S": "a"}})

        streams, stream = aws.client("dynamodbstreams"), made["TableDescription"]["LatestStreamArn"]
        shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
        at = {"StreamArn": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
        records = streams.get_records(ShardIterator=streams.get_shard_iterator(**at)["ShardIterator"])["Records"]

        assert [record["eventName"] for record in records] == ["INSERT"]


def test_messages_are_counted_by_what_can_be_done_with_them():  # Queue.messages, _messages, visible_at, delayed_until
    with Sandbox() as aws:
        sqs, (address, _) = aws.client("sqs"), make_queue(aws, "told")
        for delay in (0, 0, 60):
            sqs.send_message(QueueUrl=address, MessageBody="x", DelaySeconds=delay)
        sqs.receive_message(QueueUrl=address)

        names = ["", "NotVisible", "Delayed"]
        told = sqs.get_queue_attributes(QueueUrl=address, AttributeNames=["All"])["Attributes"]

        assert [told[f"ApproximateNumberOfMessages{name}"] for name in names] == ["1", "1", "1"]


def test_a_queue_s_policy_is_read_without_counting():  # sqs_backends, Queue.policy
    with Sandbox() as aws:
        make_queue(aws, "told", lets="sns.amazonaws.com")
        make_queue(aws, "plain")

        found = [speed.policy(aws.account_id, "us-east-1", name) for name in ("told", "plain", "missing")]

    assert "sns.amazonaws.com" in found[0]
    assert found[1:] == ["{}", None]
