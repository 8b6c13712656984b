"""Alarms over time: what puts them into which state, whom they tell, and that they rest."""

import json
from datetime import UTC

import pytest

from tools.code import log_lines, make_function
from tools.receivers import make_queue

ALARM = {
    "AlarmName": "errors", "Namespace": "Shop", "MetricName": "Errors", "Statistic": "Sum", "Period": 60,
    "EvaluationPeriods": 1, "Threshold": 2, "ComparisonOperator": "GreaterThanThreshold",
}  # fmt: skip


def alarm(aws, **changed):
    aws.client("cloudwatch").put_metric_alarm(**{**ALARM, **changed})


def put(aws, value, name="Errors"):
    aws.client("cloudwatch").put_metric_data(Namespace="Shop", MetricData=[{"MetricName": name, "Value": value}])


def state(aws, name="errors"):
    types = ["MetricAlarm", "CompositeAlarm"]
    answer = aws.client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=types)
    return (answer["MetricAlarms"] + answer["CompositeAlarms"])[0]["StateValue"]


def history(aws, name="errors", kind="StateUpdate"):
    answer = aws.client("cloudwatch").describe_alarm_history(
        AlarmName=name, HistoryItemType=kind, ScanBy="TimestampAscending"
    )
    return [(f"{one['Timestamp'].astimezone(UTC):%H:%M}", one["HistorySummary"]) for one in answer["AlarmHistoryItems"]]


def queue_of(aws, topic):
    url, arn = make_queue(aws, "told", lets="sns.amazonaws.com")
    aws.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return url


def told(aws, url):
    received = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"]) for message in received]


def test_alarm_goes_off_when_the_period_is_over_and_is_silent_again_later(aws):
    alarm(aws, TreatMissingData="notBreaching")
    put(aws, 3)

    assert state(aws) == "INSUFFICIENT_DATA"

    aws.clock.advance(minutes=10)

    assert history(aws) == [
        ("00:01", "Alarm updated from INSUFFICIENT_DATA to ALARM"),
        ("00:04", "Alarm updated from ALARM to OK"),
    ]


def test_value_at_the_threshold_is_no_alarm(aws):
    alarm(aws)
    put(aws, 2)
    aws.clock.advance(minutes=1)

    assert state(aws) == "OK"


@pytest.mark.parametrize(
    ("treated", "states"),
    [
        ("missing", ["ALARM", "INSUFFICIENT_DATA"]),
        ("ignore", ["ALARM", "ALARM"]),
        ("breaching", ["ALARM", "ALARM"]),
        ("notBreaching", ["ALARM", "OK"]),
    ],
)
def test_end_of_data_is_treated_as_the_alarm_says(aws, treated, states):
    alarm(aws, TreatMissingData=treated)
    put(aws, 3)
    aws.clock.advance(minutes=1)
    first = state(aws)
    aws.clock.advance(minutes=10)

    assert [first, state(aws)] == states


def test_two_of_three_periods_are_enough_where_that_is_asked_for(aws):
    alarm(aws, EvaluationPeriods=3, DatapointsToAlarm=2)
    for value in (3, 0, 3):
        put(aws, value)
        aws.clock.advance(minutes=1)

    assert history(aws)[-1] == ("00:03", "Alarm updated from OK to ALARM")


@pytest.mark.slow
def test_percentile_is_watched(aws):
    settings = {name: value for name, value in ALARM.items() if name != "Statistic"}
    aws.client("cloudwatch").put_metric_alarm(**settings, ExtendedStatistic="p90")
    for value in [1] * 9 + [100]:
        put(aws, value)
    aws.clock.advance(minutes=1)

    assert state(aws) == "OK"

    for value in [1] * 8 + [100] * 2:
        put(aws, value)
    aws.clock.advance(minutes=1)

    assert state(aws) == "ALARM"


def math_alarm(aws, expression):
    metric = {"Namespace": "Shop", "MetricName": "Errors"}
    stat = {"Metric": metric, "Period": 60, "Stat": "Sum"}
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName="errors", EvaluationPeriods=1, Threshold=2, ComparisonOperator="GreaterThanThreshold",
        Metrics=[{"Id": "e1", "Expression": expression}, {"Id": "m1", "MetricStat": stat, "ReturnData": False}],
    )  # fmt: skip


def test_expression_is_watched_and_filled(aws):
    math_alarm(aws, "FILL(m1, 0) * 2")
    aws.clock.advance(minutes=1)

    assert state(aws) == "OK"

    put(aws, 2)
    aws.clock.advance(minutes=1)

    assert state(aws) == "ALARM"


def test_alarm_on_an_expression_that_is_not_worked_out_says_so(aws):
    math_alarm(aws, "ANOMALY_DETECTION_BAND(m1, 2)")
    put(aws, 9)
    aws.clock.advance(minutes=5)

    (found,) = aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert found["StateValue"] == "INSUFFICIENT_DATA"
    assert found["StateReason"].startswith("Not evaluated in the sandbox: ")
    assert "ANOMALY_DETECTION_BAND(m1, 2)" in found["StateReason"]


def test_topic_is_told_in_the_documented_form(aws):
    topic = aws.client("sns").create_topic(Name="alarms")["TopicArn"]
    url = queue_of(aws, topic)
    alarm(aws, AlarmActions=[topic], AlarmDescription="Too many.", Dimensions=[{"Name": "Shop", "Value": "a"}])
    data = [{"MetricName": "Errors", "Value": 3, "Dimensions": [{"Name": "Shop", "Value": "a"}]}]
    aws.client("cloudwatch").put_metric_data(Namespace="Shop", MetricData=data)
    aws.clock.advance(minutes=1)

    (sent,) = told(aws, url)

    assert sent["Subject"] == 'ALARM: "errors" in US East (N. Virginia)'
    assert json.loads(sent["Message"]) == {
        "AlarmName": "errors",
        "AlarmDescription": "Too many.",
        "AWSAccountId": "123456789012",
        "AlarmConfigurationUpdatedTimestamp": "2026-01-01T00:00:00.000+0000",
        "NewStateValue": "ALARM",
        "NewStateReason": "Threshold Crossed: 1 out of the last 1 datapoints [3.0 (01/01/26 00:00:00)] was greater "
        "than the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition).",
        "StateChangeTime": "2026-01-01T00:01:00.000+0000",
        "Region": "US East (N. Virginia)",
        "AlarmArn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors",
        "OldStateValue": "INSUFFICIENT_DATA",
        "OKActions": [],
        "AlarmActions": [topic],
        "InsufficientDataActions": [],
        "Trigger": {
            "MetricName": "Errors",
            "Namespace": "Shop",
            "StatisticType": "Statistic",
            "Statistic": "SUM",
            "Unit": None,
            "Dimensions": [{"value": "a", "name": "Shop"}],
            "Period": 60,
            "EvaluationPeriods": 1,
            "DatapointsToAlarm": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 2.0,
            "TreatMissingData": "missing",
            "EvaluateLowSampleCountPercentile": "",
        },
    }
    assert history(aws, kind="Action") == [("00:01", f"Successfully executed action {topic}")]


@pytest.mark.parametrize("way", ["ActionsEnabled", "disable_alarm_actions"])
def test_alarm_whose_actions_are_off_changes_and_tells_nobody(aws, way):
    topic = aws.client("sns").create_topic(Name="alarms")["TopicArn"]
    url = queue_of(aws, topic)
    alarm(aws, AlarmActions=[topic], ActionsEnabled=way != "ActionsEnabled")
    if way == "disable_alarm_actions":
        aws.client("cloudwatch").disable_alarm_actions(AlarmNames=["errors"])
    put(aws, 3)
    aws.clock.advance(minutes=1)

    assert (state(aws), told(aws, url)) == ("ALARM", [])


def test_topic_that_is_gone_is_an_action_that_failed(aws):
    alarm(aws, AlarmActions=["arn:aws:sns:us-east-1:123456789012:gone"])
    put(aws, 3)
    aws.clock.advance(minutes=1)

    assert history(aws, kind="Action") == [
        ("00:01", "Failed to execute action arn:aws:sns:us-east-1:123456789012:gone")
    ]


def test_function_is_called_with_the_alarm(aws):
    arn = make_function(aws, "import json\ndef handler(event, context): print(json.dumps(event))")
    alarm(aws, AlarmActions=[arn])
    put(aws, 3)
    aws.clock.advance(minutes=1)

    event = json.loads(next(line for line in log_lines(aws) if line.startswith("{")))

    assert event["source"] == "aws.cloudwatch"
    assert event["alarmData"]["state"]["value"] == "ALARM"
    assert event["alarmData"]["previousState"]["value"] == "INSUFFICIENT_DATA"
    assert event["alarmData"]["configuration"]["metrics"][0]["metricStat"]["metric"]["name"] == "Errors"


def test_event_bus_is_told_of_a_change(aws):
    events = aws.client("events")
    url, arn = make_queue(aws, "told", lets="events.amazonaws.com")
    events.put_rule(Name="alarms", EventPattern=json.dumps({"source": ["aws.cloudwatch"]}))
    events.put_targets(Rule="alarms", Targets=[{"Id": "q", "Arn": arn}])
    alarm(aws)
    put(aws, 3)
    aws.clock.advance(minutes=1)

    (event,) = told(aws, url)

    assert event["detail-type"] == "CloudWatch Alarm State Change"
    assert event["resources"] == ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"]
    assert (event["detail"]["alarmName"], event["detail"]["state"]["value"]) == ("errors", "ALARM")


def test_state_set_by_hand_tells_and_lasts_until_the_next_evaluation(aws):
    topic = aws.client("sns").create_topic(Name="alarms")["TopicArn"]
    url = queue_of(aws, topic)
    alarm(aws, AlarmActions=[topic], TreatMissingData="notBreaching")
    aws.clock.advance(minutes=1)

    aws.client("cloudwatch").set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="A drill.")

    assert (state(aws), len(told(aws, url))) == ("ALARM", 1)

    aws.clock.advance(minutes=1)

    assert state(aws) == "OK"


def test_composite_alarm_follows_the_alarms_of_its_rule(aws):
    alarm(aws, TreatMissingData="notBreaching")
    alarm(aws, AlarmName="slow", MetricName="Slow", TreatMissingData="notBreaching")
    aws.client("cloudwatch").put_composite_alarm(AlarmName="both", AlarmRule='ALARM(errors) AND NOT OK("slow")')
    aws.clock.advance(minutes=1)

    assert state(aws, "both") == "OK"

    put(aws, 3)
    put(aws, 3, name="Slow")
    aws.clock.advance(minutes=1)

    assert state(aws, "both") == "ALARM"

    aws.clock.advance(minutes=10)

    assert state(aws, "both") == "OK"


def test_deleted_alarm_is_looked_at_no_more(aws):
    alarm(aws)
    put(aws, 3)
    aws.client("cloudwatch").delete_alarms(AlarmNames=["errors"])
    aws.clock.advance(minutes=5)

    assert history(aws) == []


@pytest.mark.parametrize("treated", ["missing", "ignore", "breaching", "notBreaching"])
def test_alarm_without_data_rests(aws, treated):
    alarm(aws, TreatMissingData=treated)
    put(aws, 3)
    aws.clock.advance(hours=1)

    assert repr(aws.clock).endswith("0 due)")
