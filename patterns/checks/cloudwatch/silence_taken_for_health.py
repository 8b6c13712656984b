"""An alarm for too little that takes no data for enough."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved

TOO_LITTLE = ("LessThanThreshold", "LessThanOrEqualToThreshold")
DYNAMODB = "AWS/DynamoDB"
"""Alarms on its metrics keep their state while data are missing, whatever they say."""


def _places(resolved: Resolved) -> Places:
    for alarm in of_type(resolved, "AWS::CloudWatch::Alarm"):
        for_too_little = at(alarm.properties, "ComparisonOperator") in TOO_LITTLE
        namespace = at(alarm.properties, "Namespace")
        if for_too_little and namespace != DYNAMODB and at(alarm.properties, "TreatMissingData") == "notBreaching":
            yield alarm.logical_id, ("TreatMissingData",)


RULE = Rule(
    id="CW-002",
    title="The alarm stays silent when the data stops",
    why=(
        "The alarm waits for a value that is too low, but what is dead sends no value at all, which counts as good "
        "here. Set TreatMissingData to breaching for a metric that reports all the time."
    ),
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
    pillar=Pillar.OPERATIONS,
    best_practice="OPS08-BP04",
    severity=Severity.MEDIUM,
    places=_places,
)
