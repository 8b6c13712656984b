"""https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html"""

import json
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from tools.code import log_lines, make_function
from tools.receivers import attributes, bodies, make_queue, make_role, messages

SCHEDULER = "scheduler.amazonaws.com"
OFF = {"Mode": "OFF"}


@pytest.fixture
def role(aws):
    return make_role(aws, "schedules", SCHEDULER)


def create(aws, expression, target, name="job", **settings):
    given = {"FlexibleTimeWindow": OFF, **settings}
    aws.client("scheduler").create_schedule(Name=name, ScheduleExpression=expression, Target=target, **given)


def into(role, arn, text="<aws.scheduler.scheduled-time>", **more):
    return {"Arn": arn, "RoleArn": role, "Input": text, **more}


def names(aws):
    return [schedule["Name"] for schedule in aws.client("scheduler").list_schedules()["Schedules"]]


def test_a_queue_is_told_by_the_clock_of_a_time_zone_over_the_change_of_it(aws, role):
    address, arn = make_queue(aws, "told")
    aws.clock.advance(days=86)
    create(aws, "cron(30 2 * * ? *)", into(role, arn), ScheduleExpressionTimezone="Europe/Berlin")

    aws.clock.advance(days=4)

    assert bodies(aws, address) == ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z"]


@pytest.mark.slow
def test_without_an_input_a_function_gets_the_schedule_s_event(aws, role):
    function = make_function(aws, "import json\ndef handler(event, context): print('got', json.dumps(event))")
    create(aws, "at(2026-01-02T08:00:00)", {"Arn": function, "RoleArn": role})

    aws.clock.advance(days=3)
    (line,) = [line for line in log_lines(aws) if line.startswith("got")]

    event = json.loads(line.removeprefix("got "))
    assert event["time"] == "2026-01-02T08:00:00Z"
    assert (event["source"], event["detail-type"], event["detail"]) == ("aws.scheduler", "Scheduled Event", "{}")
    assert event["resources"] == ["arn:aws:scheduler:us-east-1:123456789012:schedule/default/job"]


@pytest.mark.slow
def test_a_rate_begins_at_once_or_at_its_start_and_ends_at_its_end(aws, role):
    address, arn = make_queue(aws, "told", MessageRetentionPeriod="1209600")
    create(aws, "rate(1 day)", into(role, arn, "now"), name="now", EndDate=datetime(2026, 1, 2, tzinfo=UTC))
    later = datetime(2026, 1, 4, 12, tzinfo=UTC)
    create(aws, "rate(1 day)", into(role, arn), name="later", StartDate=later)
    assert bodies(aws, address) == ["now"]

    aws.clock.advance(days=5)

    assert bodies(aws, address) == ["now", "2026-01-04T12:00:00Z", "2026-01-05T12:00:00Z"]


@pytest.mark.slow
def test_a_schedule_that_is_over_is_deleted_where_it_asked_for_that(aws, role):
    _, arn = make_queue(aws, "told")
    for name, action in (("kept", "NONE"), ("gone", "DELETE")):
        create(aws, "at(2026-01-02T08:00:00)", into(role, arn), name=name, ActionAfterCompletion=action)
    assert set(names(aws)) == {"kept", "gone"}

    aws.clock.advance(days=2)

    assert names(aws) == ["kept"]


def test_a_schedule_can_be_disabled_changed_and_deleted(aws, role):
    address, arn = make_queue(aws, "told")
    scheduler = aws.client("scheduler")
    create(aws, "cron(0 6 * * ? *)", into(role, arn), State="DISABLED")
    aws.clock.advance(days=1)
    assert bodies(aws, address) == []

    scheduler.update_schedule(
        Name="job", ScheduleExpression="cron(0 7 * * ? *)", Target=into(role, arn), FlexibleTimeWindow=OFF
    )
    aws.clock.advance(days=1)
    assert bodies(aws, address) == ["2026-01-02T07:00:00Z"]

    scheduler.delete_schedule(Name="job")
    aws.clock.advance(days=1)
    assert bodies(aws, address) == []


@pytest.mark.slow
def test_within_a_flexible_window_the_moment_is_drawn_the_same_in_each_run():
    def sent():
        with Sandbox() as aws:
            _, arn = make_queue(aws, "told")
            seen = []
            aws.gateway.subscribe(
                "record", lambda call: seen.append(aws.clock.now), service="sqs", operation="SendMessage"
            )
            window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 60}
            target = into(make_role(aws, "schedules", SCHEDULER), arn)
            create(aws, "cron(0 6 * * ? *)", target, FlexibleTimeWindow=window)
            aws.clock.advance(days=3)
            return seen

    first = sent()

    assert first == sent()
    assert len({moment.minute for moment in first}) > 1
    assert {moment.hour for moment in first} == {6}


def test_a_universal_target_calls_the_sdk_in_the_role(aws, role):
    calls = []
    aws.gateway.subscribe("record", calls.append, service="sqs", operation="SendMessage")
    address, _ = make_queue(aws, "told")
    parameters = json.dumps({"QueueUrl": address, "MessageBody": "attempt <aws.scheduler.attempt-number>"})
    create(aws, "rate(1 day)", into(role, "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", parameters))

    assert bodies(aws, address) == ["attempt 1"]
    assert calls[0].access_key != "AKIAIOSFODNN7EXAMPLE"


@pytest.mark.slow
def test_a_universal_target_stops_an_instance(aws, role):
    aws.existing_network()
    ec2 = aws.client("ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    text = json.dumps({"InstanceIds": [instance]})
    create(aws, "cron(0 20 ? * MON-FRI *)", into(role, "arn:aws:scheduler:::aws-sdk:ec2:stopInstances", text))

    aws.clock.advance(days=1)

    (found,) = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"]
    assert found["State"]["Name"] == "stopped"


def test_a_call_that_fails_goes_to_the_dead_letter_queue(aws, role):
    address, dead = make_queue(aws, "dead")
    target = into(role, "arn:aws:sqs:us-east-1:123456789012:gone", "text", DeadLetterConfig={"Arn": dead})
    create(aws, "at(2026-01-02T08:00:00)", target)

    aws.clock.advance(days=2)
    (letter,) = messages(aws, address)

    about = attributes(letter)
    assert letter["Body"] == "text"
    assert (about["SCHEDULE_ARN"], about["TARGET_ARN"], about["SCHEDULED_TIME"], about["ERROR_CODE"]) == (
        "arn:aws:scheduler:us-east-1:123456789012:schedule/default/job",
        "arn:aws:sqs:us-east-1:123456789012:gone",
        "2026-01-02T08:00:00Z",
        "NO_RESOURCE",
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ScheduleExpression": "every day"}, "Invalid Schedule Expression every day."),
        ({"ScheduleExpression": "cron(0 9 * * * *)"}, "Invalid Schedule Expression cron(0 9 * * * *)."),
        ({"ScheduleExpressionTimezone": "Berlin"}, "Invalid Time Zone Berlin."),
    ],
)
def test_what_could_never_run_is_refused(aws, role, changes, message):
    given = {
        "ScheduleExpression": "rate(1 day)",
        "FlexibleTimeWindow": OFF,
        "Target": into(role, make_queue(aws, "q")[1]),
    }

    with pytest.raises(ClientError) as refused:
        aws.client("scheduler").create_schedule(Name="job", **given | changes)

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("ValidationException", message)


def test_a_role_that_does_not_trust_the_scheduler_is_refused(aws):
    role = make_role(aws, "other", "lambda.amazonaws.com")

    with pytest.raises(ClientError) as refused:
        create(aws, "rate(1 day)", into(role, make_queue(aws, "q")[1]))

    error = refused.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert error["Message"] == "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
