"""What moto's CloudWatch keeps of metrics and makes of them: the account's own store instead of its list.

moto takes a datum with more dimensions for one with fewer, knows no percentile and no expression.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from patterns.sandbox.core.attending import Attending
from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.cloudwatch.alarms import expressions
from patterns.sandbox.services.cloudwatch.metrics import MINUTE, Datum, Key, Level, Metrics, Series, statistic

MADE_BY_MOTO = "AWS/S3"
MOST_POINTS = 100_800
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (MaxDatapoints)"""
"""The namespace whose metrics moto works out itself, when they are asked for."""

_stores: Attending[Metrics] = Attending()


def attend(metrics: Metrics) -> Callable[[], None]:
    """Let `metrics` keep what is measured in its region; return what ends that."""
    return _stores.begin(metrics.region, metrics)


def _store(backend: Any) -> Metrics:
    return _stores.find(backend.region_name)


def apply() -> None:
    """Let the store keep and tell what is measured."""
    from moto.cloudwatch.models import CloudWatchBackend
    from moto.cloudwatch.responses import CloudWatchResponse

    CloudWatchBackend.put_metric_data = _put_metric_data
    CloudWatchBackend.get_all_metrics = _get_all_metrics
    CloudWatchResponse.get_metric_statistics = _get_metric_statistics
    CloudWatchResponse.get_metric_data = _get_metric_data


def _put_metric_data(self: Any, namespace: str, metric_data: list[dict[str, Any]]) -> None:
    for number, each in enumerate(metric_data, 1):
        self._validate_parameters_put_metric_data(each, number)
    metrics = _store(self)
    for each in metric_data:
        dimensions = {dimension["Name"]: dimension["Value"] for dimension in each.get("Dimensions", [])}
        key = metrics.key(namespace, each["MetricName"], dimensions, self.region_name)
        for datum in _data(each):
            metrics.put(key, datum)


def _data(asked: dict[str, Any]) -> Iterator[Datum]:
    from patterns.sandbox.simulator import time_and_chance

    at, unit = _seconds(asked.get("Timestamp") or time_and_chance.now()), asked.get("Unit")
    if asked.get("Values"):
        counts = asked.get("Counts") or [1.0] * len(asked["Values"])
        for value, count in zip(asked["Values"], counts, strict=True):
            yield Datum.of(at, float(value), float(count), unit)
    elif said := asked.get("StatisticValues"):
        total, samples, smallest, largest = (float(said[name]) for name in ("Sum", "SampleCount", "Minimum", "Maximum"))
        yield Datum(at, total, samples, smallest, largest, unit)
    else:
        yield Datum.of(at, float(asked.get("Value", 0)), unit=unit)


def _get_all_metrics(self: Any) -> list[Any]:
    """One entry for each metric, which is what the list of metrics is made of."""
    from moto.cloudwatch.models import MetricDatum

    metrics = _store(self)
    listed = [
        MetricDatum(
            key.namespace, key.name, 0.0, [{"Name": one, "Value": value} for one, value in key.dimensions], None
        )
        for key in metrics.keys(self.region_name)
    ]
    return listed + list(self.aws_metric_data)


def _found(backend: Any, key: Key) -> Series | Level | None:
    metrics = _store(backend)
    if key.namespace != MADE_BY_MOTO:
        return metrics.find(key)
    series = Series()
    for datum in backend.aws_metric_data:
        dimensions = tuple(sorted((dimension.name, dimension.value) for dimension in datum.dimensions))
        if (datum.namespace, datum.name, dimensions) == key[1:]:
            series.add(Datum.of(_seconds(datum.timestamp), datum.value, unit=datum.unit))
    return series


def _get_metric_statistics(self: Any) -> Any:
    from moto.cloudwatch.exceptions import InvalidParameterCombination
    from moto.core.responses import ActionResult

    simple, ranks = self._get_param("Statistics", []), self._get_param("ExtendedStatistics", [])
    if not simple and not ranks:
        raise InvalidParameterCombination("Must specify either Statistics or ExtendedStatistics")
    name, unit = self._get_param("MetricName"), self._get_param("Unit")
    points = []
    for start, data in _periods(self, self._get_param, self._get_int_param("Period")):
        of_unit = [datum for datum in data if unit in (None, datum.unit)]
        if of_unit:
            point = {one: statistic(one, of_unit) for one in simple}
            extended = {rank: statistic(rank, of_unit) for rank in ranks}
            known = {"ExtendedStatistics": extended} if extended else {}
            points.append({"Timestamp": _when(start), "Unit": of_unit[-1].unit or "None", **point, **known})
    return ActionResult({"Label": name, "Datapoints": points})


def _periods(response: Any, param: Any, period: int) -> Iterator[tuple[float, list[Datum]]]:
    from moto.cloudwatch.exceptions import InvalidParameterValue

    start, end = _seconds(param("StartTime")), _seconds(param("EndTime"))
    if start >= end:
        raise InvalidParameterValue("The parameter StartTime must be less than the parameter EndTime.")
    dimensions = tuple(sorted((one["Name"], one["Value"]) for one in param("Dimensions", [])))
    region = response.cloudwatch_backend.region_name
    found = _found(response.cloudwatch_backend, Key(region, param("Namespace"), param("MetricName"), dimensions))
    yield from _split(found, start, end, period)


def _split(found: Series | Level | None, start: float, end: float, period: int) -> Iterator[tuple[float, list[Datum]]]:
    """The data of each period, by its start: the first begins with a full minute."""
    from patterns.sandbox.simulator import time_and_chance

    if found is None:
        return
    start -= start % (MINUTE if period >= MINUTE else period)
    data: dict[float, list[Datum]] = {}
    for datum in found.between(
        start, min(end, _seconds(time_and_chance.now()) + 1e-6) if isinstance(found, Level) else end
    ):
        data.setdefault(start + (datum.at - start) // period * period, []).append(datum)
    yield from data.items()


def _get_metric_data(self: Any) -> Any:
    from moto.cloudwatch.exceptions import ValidationError
    from moto.core.responses import ActionResult

    params = self._get_params()
    start, end = _seconds(params["StartTime"]), _seconds(params["EndTime"])
    if start >= end:
        raise ValidationError("The parameter StartTime must be less than the parameter EndTime.")
    queries = params.get("MetricDataQueries", [])
    for number, query in enumerate(queries, 1):
        if "MetricStat" not in query and "Expression" not in query:
            raise ValidationError(f"The parameter MetricDataQueries.member.{number}.MetricStat is required.\n")
    rows = _worked_out(self.cloudwatch_backend, queries, start, end)
    descending = params.get("ScanBy") != "TimestampAscending"
    results = [_result(one, rows, descending) for one in queries if one.get("ReturnData", True)]
    return ActionResult({"MetricDataResults": results, "Messages": []})


_Values = dict[float, float]


def _worked_out(backend: Any, queries: list[dict[str, Any]], start: float, end: float) -> dict[str, _Values]:
    """What each query gives, by the start of its periods."""
    rows: dict[str, _Values] = {}
    stats = [one for one in queries if "MetricStat" in one]
    for stat in stats:
        rows[stat["Id"]] = _measured(backend, stat["MetricStat"], start, end)
    waiting = [one for one in queries if "MetricStat" not in one]
    period = max([int(stat["MetricStat"]["Period"]) for stat in stats], default=MINUTE)
    starts = _all_starts(start, end, period) if waiting else []
    while waiting:
        ready = [one for one in waiting if not expressions.names(one["Expression"]) & {each["Id"] for each in waiting}]
        if not ready:
            raise NotSimulated("the expressions of this query refer to each other in a circle")
        for one in ready:
            series = {name: tuple(row.get(each) for each in starts) for name, row in rows.items()}
            query = expressions.Query(series, tuple(each["Id"] for each in stats), period, len(starts))
            found = expressions.value(one["Expression"], query)
            rows[one["Id"]] = {each: value for each, value in zip(starts, found, strict=True) if value is not None}
        waiting = [one for one in waiting if one not in ready]
    return rows


def _all_starts(start: float, end: float, period: int) -> list[float]:
    """The start of each period, of which there may be as many as AWS answers before it pages."""
    first = start - start % MINUTE
    number = int(-(-(end - first) // period))
    if number > MOST_POINTS:
        raise NotSimulated(
            f"an expression is worked out for up to {MOST_POINTS:,} periods, not {number:,}: ask for a shorter time, "
            "or give a longer Period"
        )
    return [first + each * period for each in range(number)]


def _measured(backend: Any, asked: dict[str, Any], start: float, end: float) -> _Values:
    metric, unit = asked["Metric"], asked.get("Unit")
    dimensions = tuple(sorted((dimension["Name"], dimension["Value"]) for dimension in metric.get("Dimensions", [])))
    found = _found(backend, Key(backend.region_name, metric["Namespace"], metric["MetricName"], dimensions))
    values = {}
    for begun, data in _split(found, start, end, int(asked["Period"])):
        value = statistic(asked["Stat"], [datum for datum in data if unit in (None, datum.unit)])
        if value is not None:
            values[begun] = value
    return values


def _result(query: dict[str, Any], rows: dict[str, _Values], descending: bool) -> dict[str, Any]:
    pairs = sorted(rows[query["Id"]].items(), reverse=descending)
    stat = query.get("MetricStat")
    label = query.get("Label") or (stat["Metric"]["MetricName"] if stat else query["Id"])
    return {
        "Id": query["Id"],
        "Label": label,
        "Timestamps": [_when(start) for start, _ in pairs],
        "Values": [value for _, value in pairs],
        "StatusCode": "Complete",
    }


def _seconds(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _when(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
