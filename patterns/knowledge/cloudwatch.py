"""Amazon CloudWatch."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Nothing, Service
from patterns.knowledge._facts import told

SERVICE = Service("CloudWatch", Family.INTEGRATION)

TYPES: Mapping[str, About] = {
    "AWS::CloudWatch::Alarm": About(
        noun="alarm",
        family=Family.INTEGRATION,
        references={"*Dimensions.*": "watches", "*Namespace": None, "AlarmActions.*": "tells"},
        facts=(told("MetricName"),),
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
        lost=Nothing("its metric stays, and CloudWatch keeps its history"),
    ),
    "AWS::CloudWatch::Dashboard": About(
        noun="dashboard", family=Family.INTEGRATION, lost=Nothing("the metrics it shows stay")
    ),
}
