"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html"""

import pytest
from botocore.exceptions import ClientError

from tools.code import log_lines, make_function
from tools.receivers import allow, bodies, make_queue

EVENTS = "events.amazonaws.com"


def schedule(aws, expression, arn, name="nightly", **target):
    events = aws.client("events")
    events.put_rule(Name=name, ScheduleExpression=expression)
    events.put_targets(Rule=name, Targets=[{"Id": "target", "Arn": arn, **target}])


def times(aws, address):
    return [body["time"] for body in bodies(aws, address)]


def test_a_scheduled_event_comes_when_it_is_due(aws):
    address, arn = make_queue(aws, "told", lets=EVENTS)
    schedule(aws, "cron(0 2 ? * MON-FRI *)", arn)

    aws.clock.advance(days=4)
    first, second = bodies(aws, address)

    assert [first["time"], second["time"]] == ["2026-01-01T02:00:00Z", "2026-01-02T02:00:00Z"]
    assert (first["source"], first["detail-type"], first["detail"]) == ("aws.events", "Scheduled Event", {})
    assert first["resources"] == ["arn:aws:events:us-east-1:123456789012:rule/nightly"]
    assert first["id"] != second["id"]


def test_a_rate_counts_from_the_rule(aws):
    address, arn = make_queue(aws, "told", lets=EVENTS)
    aws.clock.advance(minutes=7)
    schedule(aws, "rate(5 minutes)", arn)

    aws.clock.advance(minutes=12)

    assert times(aws, address) == ["2026-01-01T00:12:00Z", "2026-01-01T00:17:00Z"]


def test_a_schedule_calls_a_function_that_lets_it_and_no_other(aws):
    arn = make_function(aws, "def handler(event, context): print('called', event)")
    schedule(aws, "rate(1 hour)", arn, Input='{"task": "clean"}')
    aws.clock.advance(hours=1)
    allow(aws, EVENTS, "arn:aws:events:us-east-1:123456789012:rule/nightly")

    aws.clock.advance(hours=1)

    assert [line for line in log_lines(aws) if line.startswith("called")] == ["called {'task': 'clean'}"]


def test_a_schedule_can_be_stopped_changed_and_removed(aws):
    address, arn = make_queue(aws, "told", lets=EVENTS)
    events = aws.client("events")
    schedule(aws, "rate(1 day)", arn)

    events.disable_rule(Name="nightly")
    aws.clock.advance(days=2)
    assert times(aws, address) == []

    events.enable_rule(Name="nightly")
    events.put_rule(Name="nightly", ScheduleExpression="rate(2 days)")
    aws.clock.advance(days=3)
    assert times(aws, address) == ["2026-01-05T00:00:00Z"]

    events.remove_targets(Rule="nightly", Ids=["target"])
    events.delete_rule(Name="nightly")
    aws.clock.advance(days=9)
    assert times(aws, address) == []
    assert repr(aws.clock).endswith("0 due)")


@pytest.mark.parametrize(
    "expression",
    ["rate(1 days)", "rate(5 minute)", "rate(0 days)", "at(2026-02-01T00:00:00)", "cron(0 9 * * * *)", "daily"],
)
def test_what_is_no_schedule_is_refused(aws, expression):
    with pytest.raises(ClientError) as refused:
        aws.client("events").put_rule(Name="nightly", ScheduleExpression=expression)

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("ValidationException", "Parameter ScheduleExpression is not valid.")


@pytest.mark.slow
def test_a_year_of_a_daily_schedule_is_365_events(aws):
    _, arn = make_queue(aws, "told", lets=EVENTS)
    seen = []
    aws.gateway.subscribe("record", lambda call: seen.append(aws.clock.now), service="sqs", operation="SendMessage")
    schedule(aws, "cron(30 6 * * ? *)", arn)

    aws.clock.advance(days=365)

    assert len(seen) == 365
    assert {(moment.hour, moment.minute) for moment in seen} == {(6, 30)}


@pytest.mark.slow
def test_two_hundred_events_are_due_at_once(aws):
    address, arn = make_queue(aws, "told", lets=EVENTS)
    for number in range(20):
        schedule(aws, "rate(1 hour)", arn, name=f"rule{number}")

    aws.clock.advance(hours=10)

    told = aws.client("sqs").get_queue_attributes(QueueUrl=address, AttributeNames=["ApproximateNumberOfMessages"])
    assert told["Attributes"]["ApproximateNumberOfMessages"] == "200"
