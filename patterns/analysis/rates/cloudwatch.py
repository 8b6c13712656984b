"""CloudWatch: dashboards, alarms by the metrics they watch, and the metrics that filters make of logs."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted, Unpriceable, known
from patterns.template.properties import at

STANDARD_SECONDS = 60
"""A shorter period is a high-resolution alarm's: https://aws.amazon.com/cloudwatch/pricing/"""


def watched(billed: Billed) -> float:
    """The metrics an alarm watches, all at standard resolution."""
    queries = billed.value("Metrics", default=[])
    for query in queries:
        text = str(at(query, "Expression") or "").upper()
        if text.startswith("SELECT") or "ANOMALY_DETECTION" in text:
            raise Unpriceable("only CloudWatch knows how many metrics a query or an anomaly band watches")
    periods = [known(billed.resource.properties, "Metrics", number, "MetricStat", "Period")
               for number, query in enumerate(queries) if at(query, "MetricStat")]  # fmt: skip
    periods = periods if queries else [billed.number("Period", default=STANDARD_SECONDS)]
    if any(float(period) < STANDARD_SECONDS for period in periods):
        raise Unpriceable("the price of alarms at high resolution is not confirmed")
    return float(len(periods))


def counted(billed: Billed) -> float:
    """The metrics a filter makes: one each, where no dimension multiplies them."""
    transformations = billed.value("MetricTransformations", default=[])
    if any(at(transformation, "Dimensions") for transformation in transformations):
        raise Unpriceable("how many metrics its dimensions make depends on what the log says")
    return float(len(transformations))


RATES: dict[str, Rate] = {
    "AWS::CloudWatch::Alarm": (Charge("metrics watched", "cloudwatch.alarm", watched),),
    "AWS::CloudWatch::Dashboard": (
        Charge("dashboard", "cloudwatch.dashboard", lambda billed: 1.0),
        Uncounted("metrics read by other tools than the console"),
    ),
    "AWS::Logs::MetricFilter": (Charge("metrics of its own", "cloudwatch.metric", counted),),
}
