"""Metric filters make metrics of the log lines that match them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
Not modelled: that CloudWatch switches off a filter which makes too many dimensions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.cloudwatch.metrics import MINUTE, Datum, Key, Metrics
from patterns.sandbox.services.logs.patterns import Line, Pattern, PatternError, number, pattern


def install(account: Account) -> None:
    """Read lines from the first filter on."""
    account.gateway.subscribe(Stage.CONSEQUENCES, Reader(account).begin, service="logs", operation="PutMetricFilter")


@dataclass(frozen=True)
class _Filter:
    name: str
    matches: Pattern
    transformations: tuple[Mapping[str, Any], ...]


class Reader:
    """Reads what comes to the log groups that have filters."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._reading = False
        self._filters: dict[str, list[_Filter]] = {}
        # The value reported for a minute without a match, which is taken back when one comes.
        self._defaults: dict[tuple[str, str, int], list[tuple[Key, Datum]]] = {}

    def begin(self, call: Call) -> None:
        """Read from now on; learn of the filter that was put."""
        self._filters.clear()
        if self._reading:
            return
        self._reading = True
        gateway = self._account.gateway
        gateway.subscribe(Stage.CONSEQUENCES, self._read, service="logs", operation="PutLogEvents")
        for operation in ("DeleteMetricFilter", "DeleteLogGroup"):
            gateway.subscribe(Stage.CONSEQUENCES, self._forget, service="logs", operation=operation)

    def _forget(self, call: Call) -> None:
        self._filters.clear()

    def _read(self, call: Call) -> None:
        group = call.params["logGroupName"]
        if group not in self._filters:
            self._filters[group] = list(self._of(group))
        for one in self._filters[group]:
            for event in call.params["logEvents"]:
                self._measure(group, one, event["timestamp"] / 1000, event["message"])

    def _of(self, group: str) -> list[_Filter]:
        client = self._account.observer("logs")
        metric_filters = client.describe_metric_filters(logGroupName=group)["metricFilters"]
        return [
            _Filter(
                metric_filter["filterName"],
                _pattern(metric_filter.get("filterPattern", "")),
                tuple(metric_filter["metricTransformations"]),
            )
            for metric_filter in metric_filters
        ]

    def _measure(self, group: str, one: _Filter, at: float, message: str) -> None:
        line = one.matches(message)
        minute = (group, one.name, int(at // MINUTE))
        if line is None:
            if minute not in self._defaults:
                self._defaults[minute] = [
                    self._put(each, {}, Datum.of(at, float(each["defaultValue"]), unit=each.get("unit")))
                    for each in one.transformations
                    if each.get("defaultValue") is not None
                ]
            return
        for key, datum in self._defaults.get(minute, []):
            self._account.part(Metrics).take_back(key, datum)
        self._defaults[minute] = []
        for each in one.transformations:
            value, dimensions = _value(each, line), _dimensions(each, line)
            if value is not None and dimensions is not None:
                self._put(each, dimensions, Datum.of(at, value, unit=each.get("unit")))

    def _put(self, each: Mapping[str, Any], dimensions: Mapping[str, str], datum: Datum) -> tuple[Key, Datum]:
        metrics = self._account.part(Metrics)
        key = metrics.key(each["metricNamespace"], each["metricName"], dimensions)
        metrics.put(key, datum)
        return key, datum


def _pattern(text: str) -> Pattern:
    """The pattern, or one that nothing matches for a text that is none: the service has taken it."""
    try:
        return pattern(text)
    except PatternError:
        return lambda line: None


def _value(each: Mapping[str, Any], line: Line) -> float | None:
    said = each["metricValue"]
    return number(line.read(said)) if said.startswith("$") else number(said)


def _dimensions(each: Mapping[str, Any], line: Line) -> dict[str, str] | None:
    """The dimensions read from the line; None where one is not in it, for then nothing is reported."""
    found = {name: line.read(selector) for name, selector in (each.get("dimensions") or {}).items()}
    if any(value is None for value in found.values()):
        return None
    return {name: str(value) for name, value in found.items()}
