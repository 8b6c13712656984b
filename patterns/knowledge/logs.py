"""Amazon CloudWatch Logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.knowledge import DECLARED, About, Family, Nothing, ResourcePolicy, Service
from patterns.template.properties import at

SERVICE = Service("Logs", Family.INTEGRATION)


def _retention(properties: Mapping[str, Any]) -> Iterator[str]:
    days = at(properties, "RetentionInDays")
    yield f"kept {days} days" if days else "kept for ever"


TYPES: Mapping[str, About] = {
    "AWS::Logs::LogGroup": About(
        noun="log group",
        family=Family.INTEGRATION,
        references={"KmsKeyId": "encrypted by"},
        facts=(_retention,),
        lost="its log events are lost",
    ),
    "AWS::Logs::LogStream": About(
        noun="log stream",
        family=Family.INTEGRATION,
        part_of=("LogGroupName",),
        lost="its log events are lost",
        # What is written and kept is paid for with its log group.
        free="https://aws.amazon.com/cloudwatch/pricing/",
    ),
    "AWS::Logs::MetricFilter": About(
        noun="metric filter",
        family=Family.INTEGRATION,
        references={"LogGroupName": "counts in"},
        lost=Nothing("what it has counted stays in CloudWatch"),
    ),
    "AWS::Logs::ResourcePolicy": About(
        noun="log resource policy",
        family=Family.INTEGRATION,
        lost=DECLARED,
        policy=ResourcePolicy("PolicyDocument"),
        free="https://aws.amazon.com/cloudwatch/pricing/",
    ),
    "AWS::Logs::SubscriptionFilter": About(
        noun="log subscription",
        family=Family.INTEGRATION,
        lost=DECLARED,
        # What it sends to is charged for by its own service.
        free="https://aws.amazon.com/cloudwatch/pricing/",
    ),
}
