"""The state that data put an alarm into, and the reason in CloudWatch's words. Not which data, nor when.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

OK, ALARM, INSUFFICIENT = "OK", "ALARM", "INSUFFICIENT_DATA"

EXTRA_PERIODS = 2
"""How many periods more than it evaluates an alarm looks back for data, in the examples of the page on missing data."""

Comparison = Callable[[float, float], bool]

OPERATORS: dict[str, tuple[Comparison, str]] = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}
"""Those of a fixed threshold; the three others compare with a band that anomaly detection draws."""


@dataclass(frozen=True)
class Point:
    """What an alarm sees of one period that began at `start`; None where there are no data."""

    start: float
    value: float | None
    samples: float = 0


@dataclass(frozen=True)
class Rule:
    """When data are too many, too few or missing."""

    comparison: str
    threshold: float
    periods: int
    to_alarm: int
    missing: str

    def breaches(self, value: float) -> bool:
        """Whether a value is beyond the threshold."""
        return OPERATORS[self.comparison][0](value, self.threshold)

    def state(self, points: list[Point], now: str) -> str:
        """The state after `now`, of the points of the evaluation range, the oldest first."""
        real = [point.value for point in points if point.value is not None]
        if len(real) >= self.periods:
            return self._counted(real[-self.periods :], 0)
        if self.missing == "breaching":
            return self._counted(real, self.periods - len(real))
        if self.missing == "notBreaching":
            return self._counted(real, 0)
        if not real:
            return INSUFFICIENT if self.missing == "missing" else now
        if self._counted(real, 0) == ALARM or not all(map(self.breaches, real)):
            return self._counted(real, 0)
        if self.missing == "ignore":
            return now
        # Breaching as far as anybody can tell, and for as long as it takes to be no premature alarm.
        oldest = next(index for index, point in enumerate(points) if point.value is not None)
        return ALARM if len(points) - oldest >= self.to_alarm else now

    def _counted(self, values: list[float], more: int) -> str:
        return ALARM if sum(map(self.breaches, values)) + more >= self.to_alarm else OK

    def reason(self, points: list[Point], state: str) -> str:
        """Why the alarm goes into `state`."""
        real = [point for point in points if point.value is not None][-self.periods :]
        missing = self.periods - len(real)
        if state == INSUFFICIENT:
            return f"Insufficient Data: {_counted(self.periods, 'datapoint')} {_were(self.periods)} unknown."
        treated = {"breaching": "Breaching", "notBreaching": "NonBreaching"}.get(self.missing)
        filled = (
            f" and {_counted(missing, 'missing datapoint')} {_were(missing)} treated as [{treated}]"
            if missing and treated
            else ""
        )
        if not real:
            return f"Threshold Crossed: no datapoints were received for {_counted(self.periods, 'period')}{filled}."
        return f"Threshold Crossed: {self._said(real, state)}{filled} {self._minimum(state)}."

    def _said(self, real: list[Point], state: str) -> str:
        wanted = state == ALARM
        matching = [point for point in real if point.value is not None and self.breaches(point.value) == wanted]
        shown = ", ".join(f"{point.value} ({_moment(point.start)})" for point in reversed(matching))
        than = f"{'' if wanted else 'not '}{OPERATORS[self.comparison][1]} the threshold ({self.threshold})"
        return f"{len(matching)} out of the last {len(real)} datapoints [{shown}] {_were(len(matching))} {than}"

    def _minimum(self, state: str) -> str:
        if state == ALARM:
            return f"(minimum {_counted(self.to_alarm, 'datapoint')} for OK -> ALARM transition)"
        return f"(minimum {_counted(self.periods - self.to_alarm + 1, 'datapoint')} for ALARM -> OK transition)"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%d/%m/%y %H:%M:%S}"
