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
