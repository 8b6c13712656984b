"""AWS::Logs::MetricFilter. Not modelled: filters on transformed logs, by field or by account."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.logs.resources._filters import Filter


def transformations(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What becomes of a matching line, as the service takes it: dimensions are a map."""
    return [{_inside(name): _map(name, value) for name, value in one.items()} for one in asked]


def transformations_from_service(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same as CloudFormation writes it: dimensions are a list."""
    return [{name[0].upper() + name[1:]: _list(name, value) for name, value in one.items()} for one in entries]


def _inside(name: str) -> str:
    return name[0].lower() + name[1:]


def _map(name: str, value: Any) -> Any:
    return {one["Key"]: one["Value"] for one in value} if name == "Dimensions" else value


def _list(name: str, value: Any) -> Any:
    return [{"Key": key, "Value": field} for key, field in value.items()] if name == "dimensions" else value


class MetricFilter(Filter):
    """What makes a metric of log lines."""

    type = "AWS::Logs::MetricFilter"
    creation = "put_metric_filter"
    deletion = "delete_metric_filter"
    listing = Call("describe_metric_filters", "metricFilters")
    properties = (
        Property("LogGroupName", create="logGroupName", get=entry("logGroupName")),
        Property("FilterName", create="filterName", get=entry("filterName")),
        Property("FilterPattern", create="filterPattern", get=entry("filterPattern"), code="put_again"),
        Property("MetricTransformations", create="metricTransformations", get=entry("metricTransformations"),
                 code="put_again", to_service=transformations, from_service=transformations_from_service),
    )  # fmt: skip
    examples = (
        {
            "LogGroupName": "{log_group}",
            "FilterPattern": "ERROR",
            "MetricTransformations": [{"MetricNamespace": "Example", "MetricName": "Errors", "MetricValue": "1"}],
        },
        {
            "LogGroupName": "{log_group}",
            "FilterName": "example",
            "FilterPattern": '{ $.level = "ERROR" }',
            "MetricTransformations": [
                {
                    "MetricNamespace": "Example",
                    "MetricName": "Errors",
                    "MetricValue": "1",
                    "Unit": "Count",
                    "Dimensions": [{"Key": "Service", "Value": "$.service"}],
                }
            ],
        },
        {
            "LogGroupName": "{log_group}",
            "FilterPattern": "WARN",
            "MetricTransformations": [
                {"MetricNamespace": "Example", "MetricName": "Warnings", "MetricValue": "1", "DefaultValue": 0.5}
            ],
        },
    )

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Group and name -> filter, of all groups."""
        pages = account.observer("logs").get_paginator("describe_metric_filters").paginate()
        ones = [metric_filter for page in pages for metric_filter in page["metricFilters"]]
        return {f"{one['logGroupName']}|{one['filterName']}": one for one in ones}


PROVIDER = MetricFilter()
