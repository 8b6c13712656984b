"""https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"""

import pytest
from botocore.exceptions import ClientError

QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"


@pytest.fixture
def topic(aws):
    return aws.client("sns").create_topic(Name="t", Attributes={"DisplayName": "one"})["TopicArn"]


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("{no", "failed to parse JSON"),
        ("[]", "Filter is not an object"),
        ('{"a": "b"}', '"a" must be an object or an array'),
        ('{"a": []}', "Empty arrays are not allowed"),
        ('{"a": [{"prefix": 1}]}', "prefix match pattern must be a string"),
    ],
)
def test_filter_policy_that_is_none_is_refused(aws, topic, policy, said):
    sns = aws.client("sns")
    taken = sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=QUEUE, Attributes={"FilterPolicy": '{"a": ["b", {"prefix": "c"}]}'}
    )["SubscriptionArn"]

    other = {"TopicArn": topic, "Protocol": "sqs", "Endpoint": f"{QUEUE}2", "Attributes": {"FilterPolicy": policy}}
    change = {"SubscriptionArn": taken, "AttributeName": "FilterPolicy", "AttributeValue": policy}
    for told in (refusal(sns.subscribe, **other), refusal(sns.set_subscription_attributes, **change)):
        assert told[0] == "InvalidParameter"
        assert said in told[1]


def test_topic_that_is_there_is_given_back_only_as_it_is(aws, topic):
    sns = aws.client("sns")

    assert sns.create_topic(Name="t")["TopicArn"] == topic
    assert sns.create_topic(Name="t", Attributes={"DisplayName": "one"})["TopicArn"] == topic
    assert refusal(sns.create_topic, Name="t", Attributes={"DisplayName": "two"}) == (
        "InvalidParameter", "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
    )  # fmt: skip
    assert "different tags" in refusal(sns.create_topic, Name="t", Tags=[{"Key": "a", "Value": "b"}])[1]


@pytest.mark.parametrize(
    ("protocol", "endpoint"), [("https", "http://x"), ("lambda", "f"), ("email", "x"), ("pigeon", "roof")]
)
def test_endpoint_must_be_one_of_its_protocol(aws, topic, protocol, endpoint):
    asked = {"TopicArn": topic, "Protocol": protocol, "Endpoint": endpoint}

    assert refusal(aws.client("sns").subscribe, **asked)[0] == "InvalidParameter"


def test_endpoint_subscribes_once(aws, topic):
    sns, asked = aws.client("sns"), {"TopicArn": topic, "Protocol": "sqs", "Endpoint": QUEUE}
    first = sns.subscribe(**asked)["SubscriptionArn"]

    assert sns.subscribe(**asked)["SubscriptionArn"] == first
    assert "different attributes" in refusal(sns.subscribe, **asked, Attributes={"RawMessageDelivery": "true"})[1]


def test_message_is_not_empty_and_goes_to_a_topic_that_is_there(aws, topic):
    sns = aws.client("sns")

    assert refusal(sns.publish, TopicArn=topic, Message="") == ("InvalidParameter", "Invalid parameter: Empty message")
    assert refusal(sns.publish, TopicArn=f"{topic}2", Message="m") == ("NotFound", "Topic does not exist")
