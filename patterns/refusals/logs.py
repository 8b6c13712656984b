"""What CloudWatch Logs refuses of filters.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

INVALID = "InvalidParameterException"
MOST_SUBSCRIPTIONS = 2
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"""
NOT_CALLABLE = (
    "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your "
    "function."
)
BRACKETS = (("{", "}"), ("[", "]"))


def pattern(text: str) -> Iterator[Refusal]:
    """What is wrong with a filter pattern, as far as its brackets go."""
    text = text.strip()
    if any(text.startswith(begin) and not text.endswith(end) for begin, end in BRACKETS):
        yield INVALID, "Invalid filter pattern"


def transformation(has_dimensions: bool, has_default: bool) -> Iterator[Refusal]:
    """What is wrong with how a filter makes a metric."""
    if has_dimensions and has_default:
        yield INVALID, "Invalid metric transformation: dimensions and default value are mutually exclusive properties."


def destination(arn: str, role: Any) -> Iterator[Refusal]:
    """A stream or a delivery stream is written to as a role, a function is not.

    In the words of https://github.com/theburningmonk/lambda-logging-kinesis-demo/issues/1 and
    https://github.com/cloudtools/troposphere/pull/413.
    """
    service = arn.split(":")[2] if arn.count(":") >= 5 else ""
    if service in ("kinesis", "firehose") and not role:
        yield INVALID, f"destinationArn for vendor {service} cannot be used without roleArn"
    if service == "lambda" and role:
        yield INVALID, "destinationArn for vendor lambda cannot be used with roleArn"


def _led(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from destination(asked["DestinationArn"], asked.get("RoleArn"))


def filter_of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a metric filter or a subscription in a template."""
    yield from pattern(asked.get("FilterPattern") or "")
    for made in asked.get("MetricTransformations") or ():
        space = str(made["MetricNamespace"])
        if set(":*$") & set(space):
            told = "failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*$]*"
            place = "metricTransformations.1.member.metricNamespace"
            yield INVALID, f"1 validation error detected: Value '{space}' at '{place}' {told}"
        yield from transformation(bool(made.get("Dimensions")), made.get("DefaultValue") is not None)


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::Logs::MetricFilter": (filter_of_template,),
    "AWS::Logs::SubscriptionFilter": (filter_of_template, _led),
}
