"""AWS::CloudWatch::Alarm. Not modelled: alarms by PromQL, wall clock windows, warm-up."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import TaggedApart, entry


def setting(name: str, default: Any = None, from_service: Shape = same) -> Property:
    """The row of a setting, all of which go in together."""
    return Property(name, create=name, default=default, get=entry(name), code="put_again", from_service=from_service)


class Alarm(TaggedApart):
    """What watches a metric; its name is its identity."""

    type = "AWS::CloudWatch::Alarm"
    service = "cloudwatch"
    tagging = tags.Tagging("ResourceARN")
    creation = "put_metric_alarm"
    deletion = "delete_alarms"
    gone = frozenset({"ResourceNotFound", "ResourceNotFoundException"})
    listing = Call("describe_alarms", "MetricAlarms")
    entry_id = "AlarmName"
    properties = (
        Property("AlarmName", create="AlarmName", get=entry("AlarmName")),
        setting("AlarmDescription"),
        setting("ActionsEnabled", True),
        setting("AlarmActions"),
        setting("OKActions"),
        setting("InsufficientDataActions"),
        setting("Namespace"),
        setting("MetricName"),
        setting("Dimensions"),
        setting("Statistic"),
        setting("ExtendedStatistic"),
        setting("EvaluateLowSampleCountPercentile"),
        setting("Period"),
        setting("Unit"),
        setting("Metrics"),
        setting("ThresholdMetricId"),
        setting("ComparisonOperator"),
        setting("Threshold", from_service=lambda found: int(found) if found == int(found) else found),
        setting("EvaluationPeriods"),
        setting("DatapointsToAlarm"),
        setting("TreatMissingData"),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )
    examples = (
        {
            "Namespace": "AWS/Lambda",
            "MetricName": "Errors",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        },
        {
            "AlarmName": "example",
            "AlarmDescription": "The function fails.",
            "ActionsEnabled": False,
            "AlarmActions": ["{topic}"],
            "OKActions": ["{topic}"],
            "InsufficientDataActions": ["{other_topic}"],
            "Namespace": "AWS/Lambda",
            "MetricName": "Duration",
            "Dimensions": [{"Name": "FunctionName", "Value": "{function}"}],
            "ExtendedStatistic": "p99",
            "EvaluateLowSampleCountPercentile": "ignore",
            "Period": 300,
            "Unit": "Milliseconds",
            "EvaluationPeriods": 3,
            "DatapointsToAlarm": 2,
            "Threshold": 2500.5,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "EvaluationPeriods": 2,
            "ComparisonOperator": "GreaterThanUpperThreshold",
            "ThresholdMetricId": "band",
            "Metrics": [
                {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(errors, 2)", "Label": "usual", "ReturnData": True},
                {
                    "Id": "errors",
                    "ReturnData": True,
                    "MetricStat": {
                        "Metric": {
                            "Namespace": "AWS/Lambda",
                            "MetricName": "Errors",
                            "Dimensions": [{"Name": "FunctionName", "Value": "{function}"}],
                        },
                        "Period": 60,
                        "Stat": "Sum",
                    },
                },
            ],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def taken(self, target: Target) -> str:
        """The alarm that has the name, which the service would change."""
        name = str(target.properties.get("AlarmName", ""))
        return name if name in self.entries(target.account, []) else ""

    def create(self, target: Target) -> str:
        """Make the alarm."""
        name = target.properties.get("AlarmName") or target.name(longest=255)
        asked = self._asked(target) | ({"Tags": target.properties["Tags"]} if target.properties.get("Tags") else {})
        target.account.administrator("cloudwatch").put_metric_alarm(**asked | {"AlarmName": name})
        return name

    def put_again(self, target: Target, old: Any) -> None:
        """Put the whole alarm: the call forgets what it is not told, but for the tags."""
        client = target.account.administrator("cloudwatch")
        client.put_metric_alarm(**self._asked(target) | {"AlarmName": target.physical_id})

    def _asked(self, target: Target) -> dict[str, Any]:
        """The settings that the template declares, of those the table knows."""
        rows = [row.name for row in self.properties if row.code == "put_again" and row.name in target.properties]
        return {name: target.properties[name] for name in rows}

    def tagged(self, target: Target) -> str:
        """The alarm's ARN."""
        return _arn(target.account, target.physical_id)

    def identity(self, target: Target) -> dict[str, Any]:
        """The name, as one of several."""
        return {"AlarmNames": [target.physical_id]}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The alarm's ARN."""
        return {"Arn": _arn(target.account, target.physical_id)}


def _arn(account: Account, name: str) -> str:
    return f"arn:aws:cloudwatch:{account.region}:{account.account_id}:alarm:{name}"


PROVIDER = Alarm()
