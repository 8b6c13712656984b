"""Each private name of moto's CloudWatch that the patch touches, by what CloudWatch answers through it."""

from patterns import Sandbox

ALARM = {
    "AlarmName": "errors", "Namespace": "AWS/Lambda", "MetricName": "Errors", "Statistic": "Sum", "Period": 60,
    "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold",
}  # fmt: skip


def test_alarm_begins_without_data_and_keeps_its_state_when_it_changes():  # put_metric_alarm, alarms, state_value
    with Sandbox() as aws:
        cloudwatch = aws.client("cloudwatch")

        def state():
            return cloudwatch.describe_alarms()["MetricAlarms"][0]["StateValue"]

        cloudwatch.put_metric_alarm(Threshold=1, **ALARM)
        assert state() == "INSUFFICIENT_DATA"

        cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="Tried.")
        cloudwatch.put_metric_alarm(Threshold=2, **ALARM)
        assert state() == "ALARM"


def test_history_tells_what_was_asked_for():  # kept_history, update_state, delete_alarms
    with Sandbox() as aws:
        cloudwatch = aws.client("cloudwatch")
        cloudwatch.put_metric_alarm(Threshold=1, **ALARM)
        aws.clock.advance(minutes=2)
        since = aws.clock.now
        cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="Tried.")

        def told(**asked):
            found = cloudwatch.describe_alarm_history(**asked)["AlarmHistoryItems"]
            return [entry["HistoryItemType"] for entry in found]

        assert told() == ["StateUpdate", "ConfigurationUpdate"]
        assert told(ScanBy="TimestampAscending", MaxRecords=1) == ["ConfigurationUpdate"]
        assert told(StartDate=since) == told(HistoryItemType="StateUpdate") == ["StateUpdate"]
        assert told(AlarmName="other") == []


def test_composite_alarm_is_told_of_where_it_is_asked_for():  # put_composite_alarm, alarm_rule
    with Sandbox() as aws:
        cloudwatch = aws.client("cloudwatch")
        cloudwatch.put_composite_alarm(AlarmName="all", AlarmRule="ALARM(errors)")

        assert cloudwatch.describe_alarms()["CompositeAlarms"] == []
        (found,) = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
        assert (found["AlarmName"], found["AlarmRule"]) == ("all", "ALARM(errors)")
