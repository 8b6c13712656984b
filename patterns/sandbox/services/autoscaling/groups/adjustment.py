"""What capacity a scaling policy asks for. Pure: numbers in, a number out.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any


def adjusted(current: int, kind: str, adjustment: int, *, at_least: int = 0) -> int:
    """The capacity after an adjustment of a kind; in percent it is rounded, and changes by `at_least` so many.

    A change above 1 is rounded down, one below 1 is 1, and the same below zero.
    """
    if kind == "ExactCapacity":
        return adjustment
    if kind == "ChangeInCapacity":
        return current + adjustment
    change = current * adjustment / 100
    whole = math.trunc(change) or (int(math.copysign(1, change)) if change else 0)
    if whole and abs(whole) < at_least:
        whole = int(math.copysign(at_least, whole))
    return current + whole


def step(steps: Iterable[Mapping[str, Any]], above_threshold: float) -> int | None:
    """The adjustment of the step that a metric lies in, by how far it is from the alarm's threshold.

    A step holds its lower bound and not its upper one where it is above the threshold, the reverse below it.
    """
    for one in steps:
        lower = _bound(one, "MetricIntervalLowerBound", -math.inf)
        upper = _bound(one, "MetricIntervalUpperBound", math.inf)
        is_above = lower >= 0
        if (lower <= above_threshold < upper) if is_above else (lower < above_threshold <= upper):
            return int(one["ScalingAdjustment"])
    return None


def tracked(capacity: int, value: float, target: float) -> int:
    """The capacity at which a metric that falls in proportion to it would be at its target, rounded up.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
    """
    return math.ceil(round(capacity * value / target, 9))


def _bound(entry: Mapping[str, Any], name: str, otherwise: float) -> float:
    found = entry.get(name)
    return otherwise if found is None else float(found)
