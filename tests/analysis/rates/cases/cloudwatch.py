"""Bills by hand of what `rates/cloudwatch.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "dashboard": (one("AWS::CloudWatch::Dashboard"), {"dashboard": 3}),
    "alarm": (one("AWS::CloudWatch::Alarm", MetricName="Errors", Period=60), {"metrics watched": 0.10}),
    "alarm on a sum": (
        one(
            "AWS::CloudWatch::Alarm",
            Metrics=[{"Id": "s", "Expression": "a + b"}, *({"Id": i, "MetricStat": {"Period": 60}} for i in "ab")],
        ),
        {"metrics watched": 0.20},
    ),
    "metric filter": (one("AWS::Logs::MetricFilter", MetricTransformations=[{}]), {"metrics of its own": 0.30}),
}

UNPRICED: Gaps = {
    "alarm at high resolution": (
        one("AWS::CloudWatch::Alarm", MetricName="Errors", Period=10),
        ["the price of alarms at high resolution is not confirmed"],
    ),
    "alarm on anomalies": (
        one("AWS::CloudWatch::Alarm", Metrics=[{"Id": "a", "Expression": "ANOMALY_DETECTION_BAND(m)"}]),
        ["only CloudWatch knows how many metrics a query or an anomaly band watches"],
    ),
    "metric filter with dimensions": (
        one("AWS::Logs::MetricFilter", MetricTransformations=[{"Dimensions": [{"Key": "a", "Value": "$.a"}]}]),
        ["how many metrics its dimensions make depends on what the log says"],
    ),
}

BILLED: Billed = {
    "AWS::CloudWatch::Alarm": {
        "alarm metrics": "metrics watched",
    },
    "AWS::CloudWatch::Dashboard": {
        "dashboards": "dashboard",
        "GetMetricData": "metrics read",
    },
    "AWS::Logs::MetricFilter": {
        "custom metrics": "metrics",
    },
}
