"""An alarm's state in moto's CloudWatch: unknown until there is data, and kept when the alarm changes."""

from __future__ import annotations

from typing import Any

STATE = ("state_reason", "state_reason_data", "state_value", "state_updated_timestamp", "history")


def apply() -> None:
    """Begin and keep states as https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html says."""  # noqa: E501
    from moto.cloudwatch.models import CloudWatchBackend

    put = CloudWatchBackend.put_metric_alarm

    def put_metric_alarm(self: Any, name: str, **settings: Any) -> Any:
        before = self.alarms.get(name)
        alarm = put(self, name=name, **settings)
        if before is None:
            alarm.state_value = "INSUFFICIENT_DATA"
        else:
            for one in STATE:
                setattr(alarm, one, getattr(before, one))
        return alarm

    CloudWatchBackend.put_metric_alarm = put_metric_alarm
