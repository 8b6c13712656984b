"""What an alarm watches, how and when, out of what DescribeAlarms says of it. Not what becomes of it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.cloudwatch.alarms import expressions
from patterns.sandbox.services.cloudwatch.alarms.evaluation import EXTRA_PERIODS, OPERATORS, Point, Rule
from patterns.sandbox.services.cloudwatch.metrics import MINUTE, Key, Level, Metrics, statistic

DAY, HOUR = 86_400, 3_600
HIGH_RESOLUTION_SECONDS = 10

FARTHEST = 500
"""How many evaluations ahead are worked out at once."""


@dataclass(frozen=True)
class Stat:
    """A statistic of a metric, by the unit its data have to have."""

    key: Key
    statistic: str
    unit: str | None = None


@dataclass(frozen=True)
class Specification:
    """A metric alarm: the statistics it reads by id, the expressions over them in their order, and its rule."""

    rule: Rule
    period: int
    stats: Mapping[str, Stat]
    expressions: Mapping[str, str]
    watched: str

    @property
    def keys(self) -> set[Key]:
        """The metrics it watches."""
        return {stat.key for stat in self.stats.values()}

    @property
    def step(self) -> int:
        """The seconds from one evaluation to the next.

        Every minute, for periods below a minute every ten seconds, and every hour where it looks back for over a day.
        """
        if self.period < MINUTE:
            return HIGH_RESOLUTION_SECONDS
        return HOUR if self.period * self.rule.periods > DAY else MINUTE

    @property
    def reach(self) -> int:
        """How many periods it looks back."""
        return self.rule.periods + EXTRA_PERIODS

    def next_moment(self, now: float) -> float:
        """The first moment after `now` at which it is evaluated."""
        return (math.floor(now / self.step + 1e-9) + 1) * self.step

    def points(self, metrics: Metrics, end: float) -> list[Point]:
        """What it sees of the periods before `end`, the oldest first. Raises `NotSimulated`."""
        starts = [end - self.period * (number + 1) for number in reversed(range(self.reach))]
        rows: dict[str, expressions.Row] = {}
        samples = [0.0] * self.reach
        for name, stat in self.stats.items():
            data = [self._data(metrics, stat, start) for start in starts]
            rows[name] = tuple(statistic(stat.statistic, each) for each in data)
            samples = [sum(datum.samples for datum in each) for each in data]
        for name, text in self.expressions.items():
            query = expressions.Query(dict(rows), tuple(self.stats), self.period, self.reach)
            rows[name] = expressions.value(text, query)
        return [
            Point(start, value, many) for start, value, many in zip(starts, rows[self.watched], samples, strict=True)
        ]

    def _data(self, metrics: Metrics, stat: Stat, start: float) -> list[Any]:
        kept = metrics.find(stat.key)
        points = kept.between(start, start + self.period) if kept else []
        return [datum for datum in points if stat.unit in (None, datum.unit)]

    def moments(self, metrics: Metrics, now: float) -> Iterator[float]:
        """The coming moments at which what it sees may differ from what it sees now, at most `FARTHEST` of them."""
        since = now - self.period * (self.reach + 1)
        found: set[float] = set()
        for key in self.keys:
            kept = metrics.find(key)
            edges = kept.edges(since) if kept else []
            # A level fills a period minute by minute, so that every evaluation on the way may differ.
            steps = range(0, self.period, self.step) if isinstance(kept, Level) else (0,)
            for edge in set(edges):
                for number in range(self.reach + 1):
                    found |= {self._evaluated(edge + number * self.period + more) for more in steps}
        return islice(sorted(moment for moment in found if moment > now), FARTHEST)

    def _evaluated(self, moment: float) -> float:
        """The first evaluation that sees what happens at `moment`, which a window does not include at its end."""
        return (math.floor(moment / self.step + 1e-9) + 1) * self.step


def specification(described: Mapping[str, Any], metrics: Metrics, region: str) -> Specification:
    """The specification of a metric alarm. Raises `NotSimulated` for one that is not evaluated here."""
    queries = described.get("Metrics") or [_query_of(described)]
    stats = {query["Id"]: _stat(query["MetricStat"], metrics, region) for query in queries if query.get("MetricStat")}
    texts = _ordered({query["Id"]: query["Expression"] for query in queries if query.get("Expression")})
    for text in texts.values():
        expressions.parsed(text)
    comparison = described["ComparisonOperator"]
    if comparison not in OPERATORS:
        raise NotSimulated(f"{comparison} compares with anomaly detection, which is not evaluated")
    periods = described["EvaluationPeriods"]
    rule = Rule(
        comparison,
        float(described["Threshold"]),
        periods,
        described.get("DatapointsToAlarm") or periods,
        _missing(described, stats),
    )
    lengths = [int(query["MetricStat"]["Period"]) for query in queries if query.get("MetricStat")]
    lengths += [int(query["Period"]) for query in queries if query.get("Period")]
    watched = next((query["Id"] for query in queries if query.get("ReturnData", True)), queries[0]["Id"])
    return Specification(rule, max(lengths, default=MINUTE), stats, texts, watched)


def _query_of(described: Mapping[str, Any]) -> dict[str, Any]:
    metric = {name: described[name] for name in ("Namespace", "MetricName", "Dimensions") if described.get(name)}
    stat = described.get("ExtendedStatistic") or described["Statistic"]
    return {
        "Id": "m1",
        "MetricStat": {
            "Metric": metric, "Stat": stat, "Period": described["Period"], "Unit": described.get("Unit"),
        },
    }  # fmt: skip


def _stat(asked: Mapping[str, Any], metrics: Metrics, region: str) -> Stat:
    metric = asked["Metric"]
    dimensions = {dimension["Name"]: dimension["Value"] for dimension in metric.get("Dimensions", [])}
    key = metrics.key(metric["Namespace"], metric["MetricName"], dimensions, region)
    statistic(asked["Stat"], ())
    return Stat(key, asked["Stat"], asked.get("Unit"))


def _ordered(texts: dict[str, str]) -> dict[str, str]:
    """The expressions so that each comes after those it names."""
    ordered: dict[str, str] = {}
    while texts:
        ready = {name: text for name, text in texts.items() if not expressions.names(text) & set(texts) - {name}}
        if not ready:
            raise NotSimulated(f"the expressions {', '.join(sorted(texts))} refer to each other in a circle")
        ordered |= ready
        texts = {name: text for name, text in texts.items() if name not in ready}
    return ordered


def _missing(described: Mapping[str, Any], stats: Mapping[str, Stat]) -> str:
    """How missing data are treated: where an alarm does not say, those of DynamoDB are ignored.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    """
    of_dynamodb = any(stat.key.namespace == "AWS/DynamoDB" for stat in stats.values())
    return str(described.get("TreatMissingData") or ("ignore" if of_dynamodb else "missing"))
