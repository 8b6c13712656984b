"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html"""

import json

import pytest
import requests
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.sandbox.services.s3.notifications import Change, notify
from tools.code import log_lines, make_function
from tools.receivers import allow, bodies, make_queue, policy

S3 = "s3.amazonaws.com"
BUCKET = "uploads"
SOURCE = f"arn:aws:s3:::{BUCKET}"
HANDLER = """
from urllib.parse import unquote_plus
def handler(event, context):
    for record in event["Records"]:
        print("saw", record["eventName"], unquote_plus(record["s3"]["object"]["key"]))
"""
EVERYTHING = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]


@pytest.fixture
def aws():
    with Sandbox() as account:
        account.client("s3").create_bucket(Bucket=BUCKET)
        yield account


def tell(aws, **configuration):
    aws.client("s3").put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration=configuration)


def told_queue(aws):
    """A queue that the bucket tells everything, the test message taken away."""
    address, arn = make_queue(aws, "told", lets=S3)
    tell(aws, QueueConfigurations=[{"Id": "all", "QueueArn": arn, "Events": EVERYTHING}])
    assert [body["Event"] for body in bodies(aws, address)] == ["s3:TestEvent"]
    return address


def happened(aws, address):
    return [
        (record["eventName"], record["s3"]["object"]["key"])
        for body in bodies(aws, address)
        for record in body["Records"]
    ]


@pytest.mark.slow
def test_each_way_to_create_an_object_has_its_event(aws):
    s3, address = aws.client("s3"), told_queue(aws)

    s3.put_object(Bucket=BUCKET, Key="a", Body=b"1")
    s3.copy_object(Bucket=BUCKET, Key="b", CopySource=f"{BUCKET}/a")
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="c")["UploadId"]
    part = s3.upload_part(Bucket=BUCKET, Key="c", UploadId=upload, PartNumber=1, Body=b"1")["ETag"]
    parts = {"Parts": [{"ETag": part, "PartNumber": 1}]}
    s3.complete_multipart_upload(Bucket=BUCKET, Key="c", UploadId=upload, MultipartUpload=parts)
    form = s3.generate_presigned_post(BUCKET, "d")
    requests.post(form["url"], data=form["fields"], files={"file": b"1"}, timeout=10)

    assert happened(aws, address) == [
        ("ObjectCreated:Put", "a"),
        ("ObjectCreated:Copy", "b"),
        ("ObjectCreated:CompleteMultipartUpload", "c"),
        ("ObjectCreated:Post", "d"),
    ]


@pytest.mark.slow
def test_removing_tells_a_marker_from_a_deletion(aws):
    s3, address = aws.client("s3"), told_queue(aws)
    s3.put_object(Bucket=BUCKET, Key="plain", Body=b"1")
    s3.delete_object(Bucket=BUCKET, Key="plain")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=BUCKET, Key="kept", Body=b"1")["VersionId"]
    s3.put_object(Bucket=BUCKET, Key="other", Body=b"1")
    bodies(aws, address)

    s3.delete_object(Bucket=BUCKET, Key="kept")
    gone = {"Objects": [{"Key": "kept", "VersionId": version}, {"Key": "other"}], "Quiet": True}
    s3.delete_objects(Bucket=BUCKET, Delete=gone)
    s3.put_object(Bucket=BUCKET, Key="plain", Body=b"2")

    assert happened(aws, address) == [
        ("ObjectRemoved:DeleteMarkerCreated", "kept"),
        ("ObjectRemoved:Delete", "kept"),
        ("ObjectRemoved:DeleteMarkerCreated", "other"),
        ("ObjectCreated:Put", "plain"),
    ]


def test_a_record_says_what_happened_to_which_object(aws):
    address = told_queue(aws)

    aws.client("s3").put_object(Bucket=BUCKET, Key="in/red flower+.jpg", Body=b"abc")
    ((record,),) = [body["Records"] for body in bodies(aws, address)]

    about = record["s3"].pop("object")
    sequencer = about.pop("sequencer")
    assert about == {"key": "in/red+flower%2B.jpg", "size": 3, "eTag": "900150983cd24fb0d6963f7d28e17f72"}
    assert int(sequencer, 16) > 0
    assert (record["eventVersion"], record["eventSource"], record["awsRegion"]) == ("2.1", "aws:s3", "us-east-1")
    assert record["eventTime"] == "2026-01-01T00:00:00.000Z"
    assert record["s3"]["configurationId"] == "all"
    assert record["s3"]["bucket"]["arn"] == SOURCE


@pytest.mark.slow
def test_a_function_is_called_for_the_keys_it_asked_for(aws):
    function = make_function(aws, HANDLER)
    allow(aws, S3, SOURCE)
    rules = [{"Name": "prefix", "Value": "in/"}, {"Name": "suffix", "Value": ".csv"}]
    wanted = {"Events": ["s3:ObjectCreated:Put"], "Filter": {"Key": {"FilterRules": rules}}}
    tell(aws, LambdaFunctionConfigurations=[{"LambdaFunctionArn": function, **wanted}])

    for key in ("in/a b.csv", "in/a.txt", "out/a.csv"):
        aws.client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"")
    aws.client("s3").delete_object(Bucket=BUCKET, Key="in/a b.csv")

    assert [line for line in log_lines(aws) if line.startswith("saw")] == ["saw ObjectCreated:Put in/a b.csv"]


def test_a_function_that_fails_is_called_twice_more(aws):
    function = make_function(aws, "def handler(event, context):\n    print('try')\n    raise ValueError('no')")
    allow(aws, S3, SOURCE)
    tell(aws, LambdaFunctionConfigurations=[{"LambdaFunctionArn": function, "Events": EVERYTHING}])

    aws.client("s3").put_object(Bucket=BUCKET, Key="a", Body=b"")
    aws.clock.advance(hours=1)

    assert log_lines(aws).count("try") == 3


@pytest.mark.parametrize("kind", ["function", "queue", "topic", "missing"])
def test_a_destination_that_does_not_let_the_bucket_in_is_refused(aws, kind):
    events = {"Events": EVERYTHING}
    configuration = {
        "function": lambda: {
            "LambdaFunctionConfigurations": [{"LambdaFunctionArn": make_function(aws, HANDLER), **events}]
        },
        "queue": lambda: {"QueueConfigurations": [{"QueueArn": make_queue(aws, "shut")[1], **events}]},
        "topic": lambda: {
            "TopicConfigurations": [{"TopicArn": aws.client("sns").create_topic(Name="shut")["TopicArn"], **events}]
        },
        "missing": lambda: {
            "QueueConfigurations": [{"QueueArn": "arn:aws:sqs:us-east-1:123456789012:missing", **events}]
        },
    }[kind]()

    with pytest.raises(ClientError) as refused:
        tell(aws, **configuration)

    assert refused.value.response["Error"] == {
        "Code": "InvalidArgument",
        "Message": "Unable to validate the following destination configurations",
    }


def test_a_permission_for_another_bucket_is_none(aws):
    function = make_function(aws, HANDLER)
    allow(aws, S3, "arn:aws:s3:::other")

    with pytest.raises(ClientError, match="Unable to validate"):
        tell(aws, LambdaFunctionConfigurations=[{"LambdaFunctionArn": function, "Events": EVERYTHING}])


@pytest.mark.slow
def test_a_topic_passes_events_on(aws):
    sns = aws.client("sns")
    topic = sns.create_topic(Name="objects")["TopicArn"]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy(S3, "sns:Publish", topic))
    address, arn = make_queue(aws, "told", lets="sns.amazonaws.com")
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    tell(aws, TopicConfigurations=[{"TopicArn": topic, "Events": EVERYTHING}])
    bodies(aws, address)

    aws.client("s3").put_object(Bucket=BUCKET, Key="a", Body=b"")

    assert happened(aws, address) == [("ObjectCreated:Put", "a")]


def test_eventbridge_is_told_everything_without_any_permission(aws):
    address, arn = make_queue(aws, "told", lets="events.amazonaws.com")
    events = aws.client("events")
    events.put_rule(
        Name="objects", EventPattern=json.dumps({"source": ["aws.s3"], "detail": {"bucket": {"name": [BUCKET]}}})
    )
    events.put_targets(Rule="objects", Targets=[{"Id": "queue", "Arn": arn}])
    tell(aws, EventBridgeConfiguration={})

    aws.client("s3").put_object(Bucket=BUCKET, Key="a b", Body=b"abc")
    aws.client("s3").delete_object(Bucket=BUCKET, Key="a b")
    created, deleted = bodies(aws, address)

    assert (created["detail-type"], deleted["detail-type"]) == ("Object Created", "Object Deleted")
    assert created["resources"] == [SOURCE]
    assert (created["detail"]["object"]["key"], created["detail"]["object"]["size"]) == ("a b", 3)
    assert (created["detail"]["reason"], deleted["detail"]["reason"]) == ("PutObject", "DeleteObject")
    assert deleted["detail"]["deletion-type"] == "Permanently Deleted"


def test_what_the_sandbox_does_is_told_by_whoever_does_it(aws):
    address, arn = make_queue(aws, "told", lets=S3)
    tell(aws, QueueConfigurations=[{"QueueArn": arn, "Events": ["s3:LifecycleExpiration:*", *EVERYTHING]}])
    aws.client("s3").put_object(Bucket=BUCKET, Key="old", Body=b"")
    bodies(aws, address)

    aws.observer("s3").delete_object(Bucket=BUCKET, Key="old")
    notify(aws, BUCKET, "LifecycleExpiration:Delete", "old", Change())
    aws.clock.settle()
    ((record,),) = [body["Records"] for body in bodies(aws, address)]

    assert (record["eventName"], record["eventVersion"]) == ("LifecycleExpiration:Delete", "2.3")


def test_a_stack_makes_the_bucket_after_the_permission(aws):
    template = {
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue"},
            "Policy": {
                "Type": "AWS::SQS::QueuePolicy",
                "Properties": {
                    "Queues": [{"Ref": "Queue"}],
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": {
                            "Effect": "Allow",
                            "Principal": {"Service": S3},
                            "Action": "sqs:SendMessage",
                            "Resource": {"Fn::GetAtt": "Queue.Arn"},
                        },
                    },
                },
            },
            "Bucket": {
                "Type": "AWS::S3::Bucket",
                "DependsOn": "Policy",
                "Properties": {
                    "NotificationConfiguration": {
                        "QueueConfigurations": [
                            {
                                "Event": "s3:ObjectCreated:*",
                                "Queue": {"Fn::GetAtt": "Queue.Arn"},
                                "Filter": {"S3Key": {"Rules": [{"Name": "prefix", "Value": "in/"}]}},
                            }
                        ]
                    }
                },
            },
        }
    }

    stack = aws.deploy(template)

    assert stack["Bucket"].unsimulated == ()
    aws.client("s3").put_object(Bucket=stack["Bucket"].physical_id, Key="in/a", Body=b"")
    assert happened_after_test(aws, stack["Queue"].physical_id) == [("ObjectCreated:Put", "in/a")]


def happened_after_test(aws, address):
    _, *others = bodies(aws, address)
    return [(record["eventName"], record["s3"]["object"]["key"]) for body in others for record in body["Records"]]


def test_filter_with_an_empty_prefix_lets_every_key_through(aws):
    sqs, s3 = aws.client("sqs"), aws.client("s3")
    policy = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*",
    }}  # fmt: skip
    url = sqs.create_queue(QueueName="told", Attributes={"Policy": json.dumps(policy)})["QueueUrl"]
    s3.create_bucket(Bucket="empty-prefix")
    rules = [{"Name": "prefix", "Value": ""}, {"Name": "suffix", "Value": ".txt"}]
    told = {
        "QueueArn": "arn:aws:sqs:us-east-1:123456789012:told",
        "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": rules}},
    }

    s3.put_bucket_notification_configuration(
        Bucket="empty-prefix", NotificationConfiguration={"QueueConfigurations": [told]}
    )
    s3.put_object(Bucket="empty-prefix", Key="a.txt", Body=b"")
    s3.put_object(Bucket="empty-prefix", Key="a.png", Body=b"")

    [kept] = s3.get_bucket_notification_configuration(Bucket="empty-prefix")["QueueConfigurations"]
    bodies = [message["Body"] for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]]
    assert kept["Filter"]["Key"]["FilterRules"] == rules
    assert [("a.txt" in body, "a.png" in body) for body in bodies if "ObjectCreated" in body] == [(True, False)]
