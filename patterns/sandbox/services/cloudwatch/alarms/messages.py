"""What an alarm that changes its state tells: a topic, a function, the event bus. Not whether it may.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

SHORT_STATISTICS = {
    "Average": "AVERAGE", "Maximum": "MAXIMUM", "Minimum": "MINIMUM", "SampleCount": "SAMPLE_COUNT", "Sum": "SUM",
}  # fmt: skip

Described = Mapping[str, Any]
"""An alarm as DescribeAlarms tells of it."""


def moment(when: datetime) -> str:
    """A moment as CloudWatch writes it, in UTC; boto3 gives it in the zone of the machine."""
    when = when.astimezone(UTC)
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}+0000"


def subject(alarm: Described, region_name: str) -> str:
    """The subject of a mail."""
    return f'{alarm["StateValue"]}: "{alarm["AlarmName"]}" in {region_name}'[:100]


def to_topic(alarm: Described, old: Mapping[str, Any], region_name: str) -> dict[str, Any]:
    """The message a topic is told."""
    about = {
        "AlarmName": alarm["AlarmName"],
        "AlarmDescription": alarm.get("AlarmDescription"),
        "AWSAccountId": alarm["AlarmArn"].split(":")[4],
        "AlarmConfigurationUpdatedTimestamp": moment(alarm["AlarmConfigurationUpdatedTimestamp"]),
        "NewStateValue": alarm["StateValue"],
        "NewStateReason": alarm["StateReason"],
        "StateChangeTime": moment(alarm["StateUpdatedTimestamp"]),
        "Region": region_name,
        "AlarmArn": alarm["AlarmArn"],
        "OldStateValue": old["value"],
        "OKActions": alarm.get("OKActions", []),
        "AlarmActions": alarm.get("AlarmActions", []),
        "InsufficientDataActions": alarm.get("InsufficientDataActions", []),
    }
    return {**about, "AlarmRule": alarm["AlarmRule"]} if "AlarmRule" in alarm else {**about, "Trigger": _trigger(alarm)}


def _trigger(alarm: Described) -> dict[str, Any]:
    evaluated = {
        "Period": alarm.get("Period", 60),
        "EvaluationPeriods": alarm["EvaluationPeriods"],
        "DatapointsToAlarm": alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"],
        "ComparisonOperator": alarm["ComparisonOperator"],
        "Threshold": alarm.get("Threshold"),
        "TreatMissingData": alarm.get("TreatMissingData") or "missing",
        "EvaluateLowSampleCountPercentile": alarm.get("EvaluateLowSampleCountPercentile") or "",
    }
    if alarm.get("Metrics"):
        return {**evaluated, "Metrics": [_query(metric) for metric in alarm["Metrics"]]}
    extended = alarm.get("ExtendedStatistic")
    return {
        "MetricName": alarm["MetricName"],
        "Namespace": alarm["Namespace"],
        "StatisticType": "ExtendedStatistic" if extended else "Statistic",
        "Statistic": extended or SHORT_STATISTICS[alarm["Statistic"]],
        "Unit": alarm.get("Unit"),
        "Dimensions": _pairs(alarm.get("Dimensions", [])),
        **evaluated,
    }


def _query(entry: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: entry[name] for name in ("Expression", "Id", "Label") if entry.get(name)}
    if stat := entry.get("MetricStat"):
        metric = stat["Metric"]
        told["MetricStat"] = {
            "Metric": {
                "Dimensions": _pairs(metric.get("Dimensions", [])),
                "MetricName": metric["MetricName"],
                "Namespace": metric["Namespace"],
            },
            "Period": stat["Period"],
            "Stat": stat["Stat"],
        }
    return {**told, "ReturnData": entry.get("ReturnData", True)}


def _pairs(dimensions: list[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"value": dimension["Value"], "name": dimension["Name"]} for dimension in dimensions]


def detail(alarm: Described, old: Mapping[str, Any]) -> dict[str, Any]:
    """What the event of a change tells, and in another frame the function that is called."""
    return {
        "alarmName": alarm["AlarmName"],
        "state": state(alarm),
        "previousState": dict(old),
        "configuration": _configuration(alarm),
    }


def state(alarm: Described) -> dict[str, Any]:
    """An alarm's state as an event shows it."""
    data = alarm.get("StateReasonData")
    known = {"reasonData": data} if data and data != "{}" else {}
    when = moment(alarm["StateUpdatedTimestamp"])
    return {"value": alarm["StateValue"], "reason": alarm["StateReason"], **known, "timestamp": when}


def _configuration(alarm: Described) -> dict[str, Any]:
    about = {"description": alarm["AlarmDescription"]} if alarm.get("AlarmDescription") else {}
    if "AlarmRule" in alarm:
        return {**about, "alarmRule": alarm["AlarmRule"]}
    if alarm.get("Metrics"):
        return {**about, "metrics": [_small(metric) for metric in alarm["Metrics"]]}
    stat = {
        "Metric": {name: alarm[name] for name in ("Namespace", "MetricName", "Dimensions") if alarm.get(name)},
        "Period": alarm["Period"],
        "Stat": alarm.get("ExtendedStatistic") or alarm["Statistic"],
    }
    # CloudWatch makes this id up.
    made_up = str(uuid.uuid5(uuid.NAMESPACE_URL, alarm["AlarmArn"]))
    return {**about, "metrics": [_small({"Id": made_up, "MetricStat": stat, "ReturnData": True})]}


def _small(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A query with the small letters that events use."""
    told: dict[str, Any] = {"id": entry["Id"]}
    told |= {
        small: entry[name] for small, name in (("expression", "Expression"), ("label", "Label")) if entry.get(name)
    }
    if stat := entry.get("MetricStat"):
        metric = stat["Metric"]
        told["metricStat"] = {
            "metric": {
                "dimensions": {each["Name"]: each["Value"] for each in metric.get("Dimensions", [])},
                "name": metric["MetricName"],
                "namespace": metric["Namespace"],
            },
            "period": stat["Period"],
            "stat": stat["Stat"],
        }
    return {**told, "returnData": entry.get("ReturnData", True)}


def to_function(alarm: Described, old: Mapping[str, Any]) -> dict[str, Any]:
    """The event a function is called with."""
    _, _, _, region, account_id, *_ = alarm["AlarmArn"].split(":")
    return {
        "source": "aws.cloudwatch",
        "alarmArn": alarm["AlarmArn"],
        "accountId": account_id,
        "time": moment(alarm["StateUpdatedTimestamp"]),
        "region": region,
        "alarmData": detail(alarm, old),
    }
