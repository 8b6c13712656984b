"""What EventBridge Scheduler refuses of a schedule, as far as it shows in what is asked.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
In which words Scheduler refuses them no page says. Not here: roles and targets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from patterns.refusals import Question, Refusal
from patterns.schedules import Rate, parse
from patterns.schedules.cron import ScheduleError

VALIDATION = "ValidationException"
PRINCIPAL = "scheduler.amazonaws.com"
NOT_TRUSTED: Refusal = (
    VALIDATION,
    "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
)
LONGEST = timedelta(days=366 * 100)
"""More than a century nobody waits, and no date can say."""


def window(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A flexible window has a length, and one that is off has none."""
    wanted = asked["FlexibleTimeWindow"]
    if wanted["Mode"] == "OFF" and wanted.get("MaximumWindowInMinutes") is not None:
        yield VALIDATION, "MaximumWindowInMinutes must not be provided when FlexibleTimeWindow Mode is OFF."
    if wanted["Mode"] == "FLEXIBLE" and wanted.get("MaximumWindowInMinutes") is None:
        yield VALIDATION, "MaximumWindowInMinutes must be provided when FlexibleTimeWindow Mode is FLEXIBLE."


def expression(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """An expression that cannot be read: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html."""
    given = asked["ScheduleExpression"]
    try:
        schedule = parse(given)
    except ScheduleError:
        schedule = None
    if schedule is None or (isinstance(schedule, Rate) and schedule.span > LONGEST):
        yield VALIDATION, f"Invalid Schedule Expression {given}."


def zone(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A time zone that there is not."""
    given = asked.get("ScheduleExpressionTimezone") or "UTC"
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield VALIDATION, f"Invalid Time Zone {given}."


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


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::Scheduler::Schedule": (window, dates, expression, zone)}
