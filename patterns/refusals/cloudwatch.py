"""What CloudWatch refuses of alarms and dashboards.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal
from patterns.refusals import _metric_math as metric_math

SHORT_PERIODS = (10, 20, 30)
MINUTE, HOUR, DAY = 60, 3600, 86_400
LONGEST_DAYS = 7
MOST_ACTIONS = 5
_ARN = re.compile(r"arn:[\w-]+:[\w-]+:.*")
_EXTENDED = re.compile(
    r"[pP](\d{1,2}(\.\d{1,10})?|100)|(tm|tc|ts|wm|TM|TC|TS|WM)(\d{1,2}(\.\d{1,10})?|100)|IQM|iqm|(PR|TM|TC|TS|WM)\(.*\)"
)
OF_BANDS = ("GreaterThanUpperThreshold", "LessThanLowerThreshold", "LessThanLowerOrGreaterThanUpperThreshold")
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (ComparisonOperator)"""
ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")

KINDS = frozenset({"metric", "text", "log", "alarm", "explorer", "custom"})
LIMITS = {"x": (0, 23), "y": (0, None), "width": (1, 24), "height": (1, 1000)}
MOST_WIDGETS = 500
_NAME = re.compile("[A-Za-z0-9_-]{1,255}")


def alarm(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an alarm."""
    for message in _wrong(asked):
        yield "ValidationError", message


def dashboard(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a dashboard; its body is JSON."""
    name = asked.get("DashboardName")
    if name is not None and not _NAME.fullmatch(name):
        told = f"The value {name} for field DashboardName contains invalid characters. It can only contain "
        yield "InvalidParameterValue", f"{told}alphanumerics, dash (-) and underscore (_)."
    try:
        body = json.loads(asked.get("DashboardBody", ""))
    except ValueError:
        yield "InvalidParameterInput", "Body is invalid JSON"
        return
    errors = [{"dataPath": path, "message": message} for path, message in _wrong_body(body)]
    if errors:
        told = f"The dashboard body is invalid, there are {len(errors)} validation errors:"
        yield "InvalidParameterInput", f"{told}\n{json.dumps(errors, indent=2)}"


def _wrong(asked: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with an alarm, the gravest first."""
    yield from _wrong_queries(asked) if asked.get("Metrics") else _wrong_metric(asked)
    periods = int(asked.get("EvaluationPeriods") or 1)
    if int(asked.get("DatapointsToAlarm") or 1) > periods:
        yield "DatapointsToAlarm must be less than or equal to EvaluationPeriods."
    if asked.get("Threshold") is None and not asked.get("ThresholdMetricId"):
        yield "The parameter Threshold is required."
    period = int(asked.get("Period") or 0)
    if period >= HOUR and periods * period > LONGEST_DAYS * DAY:
        yield f"Metrics cannot be checked across more than {LONGEST_DAYS} days (EvaluationPeriods * Period)."
    if period < HOUR and periods * period > DAY:
        yield f"Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= {DAY})."
    if asked.get("ComparisonOperator") in OF_BANDS and not asked.get("ThresholdMetricId"):
        yield f"ComparisonOperator {asked['ComparisonOperator']} needs a ThresholdMetricId (ANOMALY_DETECTION_BAND)."
    for name in ACTIONS:
        given = asked.get(name) or []
        if len(given) > MOST_ACTIONS:
            yield f"{name} has {len(given)} members: at most {MOST_ACTIONS} are allowed."
        yield from (f"Invalid arn syntax: {arn}" for arn in given if not _ARN.fullmatch(arn))


def _wrong_metric(asked: Mapping[str, Any]) -> Iterator[str]:
    if not (asked.get("MetricName") and asked.get("Namespace")):
        yield "An alarm on one metric needs MetricName and Namespace."
    extended = asked.get("ExtendedStatistic")
    if bool(asked.get("Statistic")) == bool(extended):
        yield "You must specify either Statistic or ExtendedStatistic, and not both."
    if extended and not _EXTENDED.fullmatch(extended):
        yield f"The value {extended} for parameter ExtendedStatistic is not supported."
    period = asked.get("Period")
    if not period:
        yield "The parameter Period is required."
    elif not _is_period(int(period)):
        yield f"Period must be 10, 20, 30 or a multiple of 60, got {period}."


def _wrong_queries(asked: Mapping[str, Any]) -> Iterator[str]:
    queries = asked["Metrics"]
    if both := [name for name in ("MetricName", "Namespace", "Statistic", "Period", "Dimensions") if asked.get(name)]:
        yield f"{both[0]} cannot be specified together with Metrics."
    returning = [query for query in queries if query.get("ReturnData", True)]
    if len(returning) != 1 and not asked.get("ThresholdMetricId"):
        yield "Exactly one element of the metrics list should return data."
    ids = [query["Id"] for query in queries]
    for query in queries:
        if bool(query.get("MetricStat")) == bool(query.get("Expression")):
            yield f"The query {query['Id']} needs either a MetricStat or an Expression, and not both."
        if query.get("Expression"):
            yield from metric_math.wrong(query["Expression"], query["Id"], set(ids))
    yield from (f"The Id {name} is used by several metrics." for name in ids if ids.count(name) > 1)
    stats = [query["MetricStat"] for query in queries if query.get("MetricStat")]
    yield from (
        f"Period must be 10, 20, 30 or a multiple of 60, got {stat['Period']}."
        for stat in stats
        if not _is_period(int(stat["Period"]))
    )


def _is_period(seconds: int) -> bool:
    return seconds in SHORT_PERIODS or (seconds > 0 and seconds % MINUTE == 0)


def _wrong_body(body: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(body, dict):
        yield "", "Should be object"
        return
    widgets = body.get("widgets")
    if not isinstance(widgets, list):
        yield "", "Should have required property 'widgets'" if widgets is None else "Should be array"
        return
    if len(widgets) > MOST_WIDGETS:
        yield "/widgets", f"Should NOT have more than {MOST_WIDGETS} items"
    for number, widget in enumerate(widgets):
        yield from ((f"/widgets/{number}{path}", message) for path, message in _wrong_widget(widget))


def _wrong_widget(widget: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(widget, dict):
        yield "", "Should be object"
        return
    if widget.get("type") not in KINDS:
        yield "/type", "Should be equal to one of the allowed values" if "type" in widget else "Should have it"
    if not isinstance(widget.get("properties"), dict):
        yield "", "Should have required property 'properties'"
    for name, (least, most) in LIMITS.items():
        value = widget.get(name, least)
        if not isinstance(value, int) or value < least or (most is not None and value > most):
            yield f"/{name}", f"Should be >= {least}" + (f" and <= {most}" if most is not None else "")


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::CloudWatch::Alarm": (alarm,),
    "AWS::CloudWatch::Dashboard": (dashboard,),
}
