"""The two alarms of a target tracking policy. Pure: a policy in, what to ask CloudWatch for out.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
That the upper one looks at three minutes, and the lower one at fifteen and at a threshold a tenth below the target,
is what AWS's own example of `put-scaling-policy` and its users show; no page promises it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

HIGH, LOW = "AlarmHigh", "AlarmLow"
HIGH_PERIODS, LOW_PERIODS = 3, 15
PERIOD_SECONDS = 60
LOW_SHARE = 0.9

PREDEFINED = {
    "ASGAverageCPUUtilization": ("AWS/EC2", "CPUUtilization", "Average"),
    "ASGAverageNetworkIn": ("AWS/EC2", "NetworkIn", "Average"),
    "ASGAverageNetworkOut": ("AWS/EC2", "NetworkOut", "Average"),
    "ALBRequestCountPerTarget": ("AWS/ApplicationELB", "RequestCountPerTarget", "Sum"),
}
"""https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html"""


def alarms(
    group: str, configuration: Mapping[str, Any], policy_arn: str, made: Mapping[str, str], tokens: Iterator[str]
) -> dict[str, dict[str, Any]]:
    """Kind -> the arguments of `put_metric_alarm`; a policy that must not scale in has only the upper alarm.

    An alarm that is `made`, kind -> name, keeps its name; another gets one with a token.
    """
    target = float(configuration["TargetValue"])
    kinds = [(HIGH, "GreaterThanThreshold", target, HIGH_PERIODS)]
    if str(configuration.get("DisableScaleIn", False)).lower() != "true":
        kinds.append((LOW, "LessThanThreshold", target * LOW_SHARE, LOW_PERIODS))
    return {
        kind: {
            "AlarmName": made.get(kind) or f"TargetTracking-{group}-{kind}-{next(tokens)}",
            "AlarmDescription": f"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy_arn}.",
            "AlarmActions": [policy_arn],
            "ComparisonOperator": comparison,
            "Threshold": threshold,
            "EvaluationPeriods": periods,
            **_metric(group, configuration),
        }
        for kind, comparison, threshold, periods in kinds
    }


def _metric(group: str, configuration: Mapping[str, Any]) -> dict[str, Any]:
    if own := configuration.get("CustomizedMetricSpecification"):
        return _customized(own)
    asked = configuration["PredefinedMetricSpecification"]
    namespace, name, statistic = PREDEFINED[asked["PredefinedMetricType"]]
    dimensions = [{"Name": "AutoScalingGroupName", "Value": group}]
    if namespace == "AWS/ApplicationELB":
        target_group = asked["ResourceLabel"].partition("/targetgroup/")[2]
        dimensions = [{"Name": "TargetGroup", "Value": f"targetgroup/{target_group}"}]
    return _stated(namespace, name, statistic, dimensions)


def _customized(own: Mapping[str, Any]) -> dict[str, Any]:
    if not own.get("Metrics"):
        stated = _stated(own["Namespace"], own["MetricName"], own["Statistic"], own.get("Dimensions") or [])
        return stated | ({"Unit": own["Unit"]} if own.get("Unit") else {})
    queries = []
    for metric in own["Metrics"]:
        query = {name: metric[name] for name in ("Id", "Expression", "Label") if metric.get(name)}
        if stat := metric.get("MetricStat"):
            query["MetricStat"] = {"Period": PERIOD_SECONDS} | {name: stat[name] for name in stat if stat[name]}
        queries.append(query | {"ReturnData": metric.get("ReturnData", True) in (True, "true")})
    return {"Metrics": queries}


def _stated(namespace: str, name: str, statistic: str, dimensions: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "Namespace": namespace,
        "MetricName": name,
        "Statistic": statistic,
        "Dimensions": dimensions,
        "Period": PERIOD_SECONDS,
    }
