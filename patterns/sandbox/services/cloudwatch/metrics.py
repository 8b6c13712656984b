"""What is measured in the account: values by namespace, name and dimensions. Not the API, no alarms.

A `Series` holds what was reported. A `Level` holds what lasts, such as the length of a queue: CloudWatch is told of it
once a minute, which is worked out when somebody reads it, so that a quiet account has nothing to do.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
Not modelled: that values are merged and forgotten with age (after 15 days, 63 days, 15 months), and delays.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.cloudwatch.trimmed import trimmed

MINUTE = 60

SIMPLE = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")
PERCENTILE = re.compile(r"p(?P<rank>\d{1,2}(\.\d{1,10})?|100)")


class Key(NamedTuple):
    """What tells one metric from another; the order of dimensions does not matter."""

    region: str
    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...] = ()


class Datum(NamedTuple):
    """One value that was seen `samples` times, or what a statistic set says of several, at a moment in seconds."""

    at: float
    total: float
    samples: float
    smallest: float
    largest: float
    unit: str | None = None

    @classmethod
    def of(cls, at: float, value: float, count: float = 1, unit: str | None = None) -> Datum:
        """The datum of a single value."""
        return cls(at, value * count, count, value, value, unit)


class Series:
    """The data of one metric, in the order of their moments."""

    def __init__(self) -> None:
        self._data: list[Datum] = []

    def add(self, datum: Datum) -> None:
        """Keep one more."""
        if not self._data or self._data[-1].at <= datum.at:
            self._data.append(datum)
        else:
            insort(self._data, datum, key=_moment)

    def take_back(self, datum: Datum) -> None:
        """Forget one that was added."""
        self._data.remove(datum)

    def between(self, start: float, end: float) -> list[Datum]:
        """The data from `start` on and before `end`."""
        return self._data[bisect_left(self._data, start, key=_moment) : bisect_left(self._data, end, key=_moment)]

    def edges(self, since: float) -> list[float]:
        """The moments from `since` on at which there is something."""
        return [datum.at for datum in self._data[bisect_left(self._data, since, key=_moment) :]]


class Level:
    """A value that lasts until it changes, reported once a minute while there is anything to report."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._changes: list[tuple[float, float | None, float]] = []

    def set(self, at: float, value: float | None, until: float = math.inf) -> bool:
        """Let the value hold from `at` on, and be reported before `until`; None is not reported. Whether it is new."""
        if self._changes and self._changes[-1][1:] == (value, until):
            return False
        self._changes.append((at, value, until))
        return True

    def between(self, start: float, end: float) -> list[Datum]:
        """What was, or would be, reported at each full minute from `start` on and before `end`."""
        minutes = range(math.ceil(start / MINUTE) * MINUTE, math.ceil(end), MINUTE)
        values = ((minute, self._at(minute)) for minute in minutes)
        return [Datum.of(minute, value, unit=self._unit) for minute, value in values if value is not None]

    def _at(self, minute: float) -> float | None:
        found = bisect_left(self._changes, minute + 1e-6, key=_change)
        if not found:
            return None
        _, value, until = self._changes[found - 1]
        return value if minute < until else None

    def edges(self, since: float) -> list[float]:
        """The moments from `since` on between which nothing changes."""
        moments = [moment for at, _, until in self._changes for moment in (at, until)]
        return [math.ceil(moment / MINUTE) * MINUTE for moment in moments if since <= moment < math.inf]


Measured = Callable[[Key], object]


class Metrics:
    """The metrics of an account in one region."""

    def __init__(self, account: Account) -> None:
        self._clock = account.clock
        self.region = account.region
        self._kept: dict[Key, Series | Level] = {}
        self._listeners: list[Measured] = []

    def __repr__(self) -> str:
        return f"Metrics({len(self._kept)} metrics)"

    def listen(self, measured: Measured) -> None:
        """Call `measured` with the key of each metric that gets a value or changes its level."""
        self._listeners.append(measured)

    def key(self, namespace: str, name: str, dimensions: Mapping[str, str] | None = None, region: str = "") -> Key:
        """The key of a metric, in the account's region unless another is named."""
        return Key(region or self.region, namespace, name, tuple(sorted((dimensions or {}).items())))

    def count(
        self, namespace: str, values: Mapping[str, float], dimensions: Iterable[Mapping[str, str]],
        at: float | None = None, unit: str = "Count",
    ) -> None:  # fmt: skip
        """Report values by name, each under every one of `dimensions`, now or at another moment."""
        at = self._clock.time() if at is None else at
        for each in dimensions:
            for name, value in values.items():
                self.put(self.key(namespace, name, each), Datum.of(at, value, unit=unit))

    def put(self, key: Key, datum: Datum) -> None:
        """Report a datum."""
        series = self._kept.setdefault(key, Series())
        if isinstance(series, Series):
            series.add(datum)
            self._tell(key)

    def take_back(self, key: Key, datum: Datum) -> None:
        """Make a datum unreported."""
        series = self._kept[key]
        if isinstance(series, Series):
            series.take_back(datum)

    def hold(self, key: Key, value: float | None, until: float = math.inf) -> None:
        """Let a value last from now on, None that there is none; it is reported before `until`."""
        if key not in self._kept and value is None:
            return
        level = self._kept.setdefault(key, Level("Count"))
        if isinstance(level, Level) and level.set(self._clock.time(), value, until):
            self._tell(key)

    def _tell(self, key: Key) -> None:
        for measured in self._listeners:
            measured(key)

    def find(self, key: Key) -> Series | Level | None:
        """What is kept of a metric."""
        return self._kept.get(key)

    def keys(self, region: str) -> list[Key]:
        """The metrics of a region."""
        return [key for key in self._kept if key.region == region]


def statistic(name: str, data: Iterable[Datum]) -> float | None:
    """What a statistic makes of data, None of none. Raises `NotSimulated` for one that is not computed here.

    A percentile or a part of data of which one is a statistic set of several values is None, as in CloudWatch.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
    """
    data = list(data)
    rank, part = PERCENTILE.fullmatch(name), trimmed(name)
    if name not in SIMPLE and not rank and not part:
        raise NotSimulated(f"the statistic {name} is not computed: use {', '.join(SIMPLE)}, p99, tm90 or TM(2%:98%)")
    count = sum(datum.samples for datum in data)
    if not count:
        return None
    if (rank or part) and any(datum.smallest != datum.largest for datum in data):
        return None
    if rank:
        return _percentile(float(rank["rank"]), data)
    if part:
        return part.of(sorted((datum.smallest, datum.samples) for datum in data))
    total = sum(datum.total for datum in data)
    return {
        "SampleCount": count,
        "Sum": total,
        "Average": total / count,
        "Minimum": min(datum.smallest for datum in data),
        "Maximum": max(datum.largest for datum in data),
    }[name]


def _percentile(rank: float, data: list[Datum]) -> float:
    ordered = sorted(data, key=lambda datum: datum.smallest)
    wanted, seen = rank / 100 * sum(datum.samples for datum in ordered), 0.0
    for datum in ordered:
        seen += datum.samples
        if seen >= wanted:
            return datum.smallest
    return ordered[-1].largest


def _moment(datum: Datum) -> float:
    return datum.at


def _change(change: tuple[float, float | None, float]) -> float:
    return change[0]
