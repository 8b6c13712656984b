"""https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery.html"""

import json

import pytest

from patterns import Sandbox
from tools.code import log_lines, make_function
from tools.receivers import allow, attributes, bodies, make_queue, messages

SNS = "sns.amazonaws.com"


@pytest.fixture
def topic(aws):
    return aws.client("sns").create_topic(Name="news")["TopicArn"]


def subscribe(aws, topic, arn, protocol="sqs", **settings):
    return aws.client("sns").subscribe(
        TopicArn=topic, Protocol=protocol, Endpoint=arn, Attributes=settings, ReturnSubscriptionArn=True
    )["SubscriptionArn"]


def publish(aws, topic, message="hello", **more):
    return aws.client("sns").publish(TopicArn=topic, Message=message, **more)["MessageId"]


def kind(value):
    return {"kind": {"DataType": "String", "StringValue": value}}


def test_a_queue_gets_the_message_in_an_envelope(aws, topic):
    address, arn = make_queue(aws, "told", lets=SNS)
    subscribe(aws, topic, arn)

    message_id = publish(aws, topic, Subject="greeting", MessageAttributes=kind("news"))
    (envelope,) = bodies(aws, address)

    drawn = [envelope.pop(name) for name in ("Signature", "SigningCertURL", "UnsubscribeURL")]
    assert all(drawn)
    assert envelope == {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": topic,
        "Subject": "greeting",
        "Message": "hello",
        "Timestamp": "2026-01-01T00:00:00.000Z",
        "SignatureVersion": "1",
        "MessageAttributes": {"kind": {"Type": "String", "Value": "news"}},
    }


@pytest.mark.slow
@pytest.mark.parametrize(("setting", "expected"), [("true", "hello"), ("false", "Notification")])
def test_raw_delivery_is_the_message_alone_with_its_attributes(aws, topic, setting, expected):
    address, arn = make_queue(aws, "told", lets=SNS)
    subscribe(aws, topic, arn, RawMessageDelivery=setting)

    publish(aws, topic, MessageAttributes=kind("news"))
    (message,) = messages(aws, address)

    assert expected in message["Body"]
    assert attributes(message) == ({"kind": "news"} if setting == "true" else {})


def test_a_filter_lets_through_what_it_names(aws, topic):
    address, arn = make_queue(aws, "told", lets=SNS)
    subscribe(aws, topic, arn, RawMessageDelivery="true", FilterPolicy='{"kind": [{"anything-but": "spam"}]}')

    publish(aws, topic, "one", MessageAttributes=kind("spam"))
    publish(aws, topic, "two", MessageAttributes=kind("news"))
    publish(aws, topic, "three")

    assert bodies(aws, address) == ["two"]


def test_a_filter_may_look_into_the_message(aws, topic):
    address, arn = make_queue(aws, "told", lets=SNS)
    scope = {"FilterPolicyScope": "MessageBody", "FilterPolicy": '{"order": {"total": [{"numeric": [">", 100]}]}}'}
    subscribe(aws, topic, arn, RawMessageDelivery="true", **scope)

    for total in (5, 500):
        publish(aws, topic, json.dumps({"order": {"total": total}}))

    assert bodies(aws, address) == [{"order": {"total": 500}}]


def test_a_queue_that_does_not_let_the_topic_in_gets_nothing(aws, topic):
    address, arn = make_queue(aws, "shut")
    letters, dead = make_queue(aws, "dead", lets=SNS)
    redrive = json.dumps({"deadLetterTargetArn": dead})
    subscribe(aws, topic, arn, RawMessageDelivery="true", RedrivePolicy=redrive)

    publish(aws, topic)
    (letter,) = messages(aws, letters)

    assert bodies(aws, address) == []
    assert letter["Body"] == "hello"
    assert attributes(letter)["ErrorCode"] == "NO_PERMISSIONS"


def test_a_function_is_called_with_the_notification_where_it_lets_the_topic(aws, topic):
    function = make_function(aws, "import json\ndef handler(event, context): print('got', json.dumps(event))")
    subscription = subscribe(aws, topic, function, "lambda")
    publish(aws, topic, "lost")
    allow(aws, SNS, topic)

    publish(aws, topic, "hello", MessageAttributes=kind("news"))
    (line,) = [line for line in log_lines(aws) if line.startswith("got")]
    (record,) = json.loads(line.removeprefix("got "))["Records"]

    about = record["Sns"]
    assert (record["EventSource"], record["EventVersion"], record["EventSubscriptionArn"]) == (
        "aws:sns",
        "1.0",
        subscription,
    )
    assert (about["Message"], about["TopicArn"], about["Subject"]) == ("hello", topic, None)
    assert about["MessageAttributes"] == {"kind": {"Type": "String", "Value": "news"}}


@pytest.mark.slow
def test_a_function_that_fails_is_called_twice_more(aws, topic):
    function = make_function(aws, "def handler(event, context):\n    print('try')\n    raise ValueError('no')")
    allow(aws, SNS, topic)
    subscribe(aws, topic, function, "lambda")

    publish(aws, topic)
    aws.clock.advance(hours=1)

    assert log_lines(aws).count("try") == 3


def test_the_same_seed_gives_the_same_notification():
    def told():
        with Sandbox(seed=7) as aws:
            topic = aws.client("sns").create_topic(Name="news")["TopicArn"]
            address, arn = make_queue(aws, "told", lets=SNS)
            subscribe(aws, topic, arn)
            publish(aws, topic)
            return bodies(aws, address)

    assert told() == told()
