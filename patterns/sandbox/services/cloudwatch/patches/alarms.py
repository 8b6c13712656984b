"""Alarms in moto's CloudWatch: how their states begin, last and change, what is remembered of it, and who is told.

What is measured is in `cloudwatch_metrics`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from patterns.sandbox.simulator import time_and_chance, undo

STATE = ("state_reason", "state_reason_data", "state_value", "state_updated_timestamp", "history")

Heard = Callable[[str, str, str], object]

_listeners: list[Heard] = []


def listen(heard: Heard) -> Callable[[], None]:
    """Call `heard` with what happened to an alarm, its region and name; return what ends that.

    "configured" where it is made or changed, "deleted", or "state" where its state is another than before.
    """
    _listeners.append(heard)
    return lambda: _listeners.remove(heard)


def _tell(what: str, region: str, name: str) -> None:
    for heard in list(_listeners):
        heard(what, region, name)


def remember(account_id: str, region: str, name: str, kind: str, summary: str, data: dict[str, Any]) -> None:
    """Keep an entry of an alarm's history: a "ConfigurationUpdate", a "StateUpdate" or an "Action"."""
    from moto.cloudwatch.models import cloudwatch_backends

    backend = cloudwatch_backends[account_id][region]
    alarm = backend.alarms.get(name)
    entry = {
        "AlarmName": name,
        "AlarmType": "CompositeAlarm" if alarm is not None and alarm.rule else "MetricAlarm",
        "Timestamp": time_and_chance.now(),
        "HistoryItemType": kind,
        "HistorySummary": summary,
        "HistoryData": json.dumps(data),
    }
    history: list[dict[str, Any]] = undo.container(backend, "kept_history", [])
    history.append(entry)


def change(account_id: str, region: str, name: str, state: str, reason: str, data: str) -> None:
    """Give an alarm a state."""
    from moto.cloudwatch.models import cloudwatch_backends

    cloudwatch_backends[account_id][region].alarms[name].update_state(reason, data, state)


def state(account_id: str, region: str, name: str) -> dict[str, Any]:
    """What DescribeAlarms says of an alarm's state, and whether it acts."""
    from moto.cloudwatch.models import cloudwatch_backends

    alarm = cloudwatch_backends[account_id][region].alarms[name]
    return {
        "StateValue": alarm.state_value,
        "StateReason": alarm.state_reason,
        "StateReasonData": alarm.state_reason_data,
        "StateUpdatedTimestamp": alarm.state_updated_timestamp.replace(tzinfo=UTC),
        "ActionsEnabled": alarm.actions_enabled,
    }


def apply() -> None:
    """Begin, keep and change states as CloudWatch does, and answer for composite alarms and for history.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """
    from moto.cloudwatch.models import Alarm, CloudWatchBackend
    from moto.cloudwatch.responses import CloudWatchResponse

    CloudWatchBackend.put_metric_alarm = _putting(CloudWatchBackend.put_metric_alarm)
    CloudWatchBackend.delete_alarms = _deleting(CloudWatchBackend.delete_alarms)
    Alarm.update_state = _updating(Alarm.update_state)
    Alarm.alarm_rule = property(lambda alarm: alarm.rule)
    CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm
    CloudWatchResponse.describe_alarm_history = _describe_alarm_history
    CloudWatchResponse.describe_alarms = _describing(CloudWatchResponse.describe_alarms)


def _putting(put: Any) -> Any:
    def put_metric_alarm(self: Any, name: str, **settings: Any) -> Any:
        before, extended = self.alarms.get(name), settings.pop("extended_statistic", None)
        alarm = put(self, name=name, **settings)
        alarm.extended_statistic = extended  # of which moto takes percentiles alone
        if before is None:
            alarm.state_value = "INSUFFICIENT_DATA"
        else:
            for one in STATE:
                setattr(alarm, one, getattr(before, one))
        summary = f'Alarm "{name}" {"created" if before is None else "updated"}'
        data = {"version": "1.0", "type": "Create" if before is None else "Update"}
        remember(self.account_id, self.region_name, name, "ConfigurationUpdate", summary, data)
        _tell("configured", self.region_name, name)
        return alarm

    return put_metric_alarm


def _deleting(delete: Any) -> Any:
    def delete_alarms(self: Any, alarm_names: list[str]) -> None:
        there = [name for name in alarm_names if name in self.alarms]
        delete(self, alarm_names)
        for name in there:
            _tell("deleted", self.region_name, name)

    return delete_alarms


def _updating(update: Any) -> Any:
    def update_state(self: Any, reason: str, reason_data: str | None, state_value: str) -> None:
        before = _state(self)
        self.state_before = before
        update(self, reason, reason_data or "", state_value)
        if state_value == before["stateValue"]:
            return
        self.state_transitioned_timestamp = self.state_updated_timestamp
        summary = f"Alarm updated from {before['stateValue']} to {state_value}"
        data = {"version": "1.0", "oldState": before, "newState": _state(self)}
        account_id = self.alarm_arn.split(":")[4]
        remember(account_id, self.region_name, self.name, "StateUpdate", summary, data)
        _tell("state", self.region_name, self.name)

    return update_state


def _state(alarm: Any) -> dict[str, Any]:
    data = alarm.state_reason_data
    known = {"stateReasonData": json.loads(data)} if data and data != "{}" else {}
    return {"stateValue": alarm.state_value, "stateReason": alarm.state_reason, **known}


def _describing(describe: Any) -> Any:
    def describe_alarms(self: Any) -> Any:
        """Leave out the kinds of alarm that were not asked for: those of composite alarms have to be."""
        answer = describe(self)
        kinds = self._get_param("AlarmTypes", []) or ["MetricAlarm"]
        if "CompositeAlarm" not in kinds:
            answer.result["CompositeAlarms"] = []
        if "MetricAlarm" not in kinds:
            answer.result["MetricAlarms"] = []
        return answer

    return describe_alarms


def _describe_alarm_history(self: Any) -> Any:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html."""
    from moto.core.responses import ActionResult

    kept = vars(self.cloudwatch_backend).get("kept_history", [])
    name, kind = self._get_param("AlarmName"), self._get_param("HistoryItemType")
    start, end = self._get_param("StartDate"), self._get_param("EndDate")
    entries = [
        entry
        for entry in kept
        if name in (None, entry["AlarmName"])
        and kind in (None, entry["HistoryItemType"])
        and (start is None or entry["Timestamp"] >= _in_utc(start))
        and (end is None or entry["Timestamp"] <= _in_utc(end))
    ]
    if self._get_param("ScanBy") != "TimestampAscending":
        entries.reverse()
    return ActionResult({"AlarmHistoryItems": entries[: self._get_param("MaxRecords") or 100]})


def _in_utc(moment: datetime) -> datetime:
    """A moment of a request, which moto reads without its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
