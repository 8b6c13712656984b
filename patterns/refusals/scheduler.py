"""What EventBridge Scheduler refuses of a schedule, as far as it shows in what is asked.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
In which words Scheduler refuses them no page says. Not here: expressions, zones, roles and targets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from patterns.refusals import Question, Refusal

VALIDATION = "ValidationException"


def window(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A flexible window has a length."""
    wanted = asked["FlexibleTimeWindow"]
    if wanted["Mode"] == "FLEXIBLE" and wanted.get("MaximumWindowInMinutes") is None:
        yield VALIDATION, "MaximumWindowInMinutes must be provided when FlexibleTimeWindow Mode is FLEXIBLE."


def dates(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """An end comes after the beginning."""
    begins, ends = (_moment(asked.get(name)) for name in ("StartDate", "EndDate"))
    if begins is not None and ends is not None and ends <= begins:
        yield VALIDATION, "The EndDate you specify must come after the StartDate."


def _moment(given: Any) -> float | None:
    """Seconds since 1970 of a date as a call or a template gives it; None for none, and for what is no date."""
    if given is None or isinstance(given, int | float):
        return given
    if isinstance(given, datetime):
        return given.timestamp()
    try:
        return datetime.fromisoformat(given.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::Scheduler::Schedule": (window, dates)}
