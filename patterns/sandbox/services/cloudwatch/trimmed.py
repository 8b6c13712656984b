"""Statistics over a part of the values: trimmed and winsorized means, trimmed counts and sums, percentile ranks.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
A value counts for the middle of its share of all samples: AWS does not say how it cuts through one. Not here:
statistics over everything (`metrics`), and which texts are refused (`patterns.refusals.cloudwatch`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SHORT = re.compile(r"(?P<kind>tm|wm|tc|ts)(?P<upper>\d{1,2}(\.\d{1,10})?|100)", re.IGNORECASE)
_LONG = re.compile(r"(?P<kind>TM|WM|TC|TS|PR)\((?P<lower>[\d.]+%?)?:(?P<upper>[\d.]+%?)?\)")
_WHOLE = 100.0

Weighted = Sequence[tuple[float, float]]
"""Values from the smallest to the largest, each with how many samples have it."""


@dataclass(frozen=True)
class Trimmed:
    """A statistic of the values above `lower` and up to `upper`: percent of the samples, or values themselves."""

    kind: str
    lower: float
    upper: float
    in_percent: bool

    def of(self, values: Weighted) -> float | None:
        """What it makes of values; None where no value is between the boundaries."""
        inside = list(self._inside(values))
        count, total = sum(n for _, n in inside), sum(value * n for value, n in inside)
        if self.kind == "TC":
            return count
        if self.kind == "PR":
            return _WHOLE * count / sum(n for _, n in values)
        if not inside:
            return None
        if self.kind == "WM":
            least, most = inside[0][0], inside[-1][0]
            return sum(min(max(value, least), most) * n for value, n in values) / sum(n for _, n in values)
        return total if self.kind == "TS" else total / count

    def _inside(self, values: Weighted) -> Iterator[tuple[float, float]]:
        every, seen = sum(n for _, n in values), 0.0
        for value, n in values:
            place = _WHOLE * (seen + n / 2) / every if self.in_percent else value
            seen += n
            if self.lower < place <= self.upper:
                yield value, n


def trimmed(name: str) -> Trimmed | None:
    """The statistic of this name: "tm90", "TM(2%:98%)", "PR(:300)", "IQM"; None for any other."""
    if name.upper() == "IQM":
        return Trimmed("TM", 25.0, 75.0, in_percent=True)
    if short := _SHORT.fullmatch(name):
        return Trimmed(short["kind"].upper(), -1.0, float(short["upper"]), in_percent=True)
    match = _LONG.fullmatch(name)
    if match is None:
        return None
    lower, upper = match["lower"] or "", match["upper"] or ""
    return Trimmed(
        match["kind"],
        float(lower.rstrip("%")) if lower else float("-inf"),
        float(upper.rstrip("%")) if upper else float("inf"),
        in_percent="%" in lower + upper,
    )
