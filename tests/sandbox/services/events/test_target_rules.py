"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html"""

import json

import pytest
from botocore.exceptions import ClientError

QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"
EVENT = {
    "id": "1", "detail-type": "t", "source": "shop", "account": "1", "time": "2026-01-01T00:00:00Z",
    "region": "us-east-1", "resources": [],
}  # fmt: skip


@pytest.fixture
def events(aws):
    client = aws.client("events")
    client.put_rule(Name="r", EventPattern='{"source": ["shop"]}')
    return client


def put(events, **settings):
    return events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": QUEUE, **settings}])["FailedEntryCount"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"Input": "{no"}, "JSON syntax error in input for target 1"),
        ({"Input": "1", "InputPath": "$.a"}, "Only one of Input, InputPath, or InputTransformer"),
        ({"InputPath": "detail"}, "Invalid InputPath"),
        ({"InputTransformer": {"InputPathsMap": {"a": "$.x"}, "InputTemplate": '"<b>"'}}, "invalid placeholder b"),
        ({"RetryPolicy": {"MaximumRetryAttempts": 186}}, "less than or equal to 185"),
        ({"DeadLetterConfig": {"Arn": "arn:aws:sns:us-east-1:123456789012:t"}}, "must be an SQS queue"),
    ],
)
def test_target_that_is_none_is_refused(events, settings, said):
    with pytest.raises(ClientError, match=said):
        put(events, **settings)


def test_target_with_all_of_it_right_is_taken(events):
    transformer = {"InputPathsMap": {"a": "$.detail.list[0].x"}, "InputTemplate": '"<a> of <aws.events.rule-arn>"'}
    retries = {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": 86400}

    assert put(events, InputTransformer=transformer, RetryPolicy=retries, DeadLetterConfig={"Arn": QUEUE}) == 0


def test_rule_has_five_targets(events):
    several = [{"Id": str(number), "Arn": QUEUE} for number in range(6)]

    assert events.put_targets(Rule="r", Targets=several[:5])["FailedEntryCount"] == 0
    with pytest.raises(ClientError) as refused:
        events.put_targets(Rule="r", Targets=several[5:])
    assert refused.value.response["Error"]["Code"] == "LimitExceededException"


def test_pattern_is_tried_on_an_event_that_has_what_events_have(events):
    asked = {"EventPattern": '{"source": ["shop"]}', "Event": json.dumps(EVENT)}

    assert events.test_event_pattern(**asked)["Result"]
    without = {name: value for name, value in EVENT.items() if name != "time"}
    with pytest.raises(ClientError, match="time is missing"):
        events.test_event_pattern(**{**asked, "Event": json.dumps(without)})
    with pytest.raises(ClientError, match="must be an object or an array"):
        events.test_event_pattern(**{**asked, "EventPattern": '{"source": "shop"}'})
