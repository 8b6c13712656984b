"""When a secret is rotated next: the windows of a rotation schedule. Not the rotation.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from patterns.sandbox.errors import SandboxError

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MOST_DAYS, LEAST_HOURS = 1000, 4
SEARCHED_DAYS = 366 * 8
"""A schedule for the 29th of February comes round within eight years."""

_RATE = re.compile(r"rate\((\d+) (hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")


class ScheduleError(SandboxError):
    """A rotation schedule that Secrets Manager does not take; the message says what is wrong with it."""


@dataclass(frozen=True)
class Window:
    """The time in which a rotation begins; AWS picks a moment in it, the sandbox its first."""

    opens: datetime
    closes: datetime


def next_window(rules: Mapping[str, Any], last: datetime) -> Window | None:
    """The first window after the rotation at `last`, None where the rules name no schedule.

    Raises `ScheduleError`.
    """
    days, expression = rules.get("AutomaticallyAfterDays"), rules.get("ScheduleExpression")
    if days and expression:
        raise ScheduleError("give AutomaticallyAfterDays or ScheduleExpression, not both")
    if days:
        expression = f"rate({days} days)"
    if not expression:
        return None
    opens, is_hourly = _rated(expression, last) or _timed(expression, last)
    return Window(opens, _closes(opens, rules.get("Duration"), is_hourly=is_hourly))


def _rated(expression: str, last: datetime) -> tuple[datetime, bool] | None:
    """When a rate comes round, and whether it counts hours; None for what is no rate."""
    found = _RATE.fullmatch(expression)
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    if unit == "hour" and number < LEAST_HOURS:
        raise ScheduleError(f"{expression} is too often: a secret rotates every {LEAST_HOURS} hours at most")
    if not 1 <= number <= MOST_DAYS * (24 if unit == "hour" else 1):
        raise ScheduleError(f"{expression} is outside 1 to {MOST_DAYS} days")
    if unit == "hour":
        return last.replace(minute=0, second=0, microsecond=0) + timedelta(hours=number), True
    return _midnight(last.date()) + timedelta(days=number), False


def _timed(expression: str, last: datetime) -> tuple[datetime, bool]:
    found = _CRON.fullmatch(expression)
    if found is None:
        raise ScheduleError(f"{expression!r} is no schedule: write rate(10 days), rate(12 hours) or cron(0 8 1 * ? *)")
    minutes, hours, days, months, weekdays, years = found.groups()
    if minutes != "0" or years != "*":
        raise ScheduleError(f"{expression}: the minutes must be 0 and the year *, as rotation windows open on the hour")
    allowed_hours = sorted(_allowed(hours, 0, 23))
    allowed_months = _allowed(months, 1, 12, MONTHS)
    for day in _days(last.date()):
        if day.month not in allowed_months or not (_is_day(days, day) and _is_weekday(weekdays, day)):
            continue
        for hour in allowed_hours:
            if (opens := _midnight(day) + timedelta(hours=hour)) > last:
                return opens, len(allowed_hours) > 1
    raise ScheduleError(f"{expression} names no day that ever comes")


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(SEARCHED_DAYS))


def _is_day(field: str, day: date) -> bool:
    if field == "L":
        return day.day == calendar.monthrange(day.year, day.month)[1]
    return day.day in _allowed(field, 1, 31)


def _is_weekday(field: str, day: date) -> bool:
    """Sunday is 1; `6#1` is the first Friday of a month, `6L` its last."""
    number = day.isoweekday() % 7 + 1
    if "#" in field:
        weekday, _, which = field.partition("#")
        return number in _allowed(weekday, 1, 7, WEEKDAYS) and (day.day - 1) // 7 + 1 == int(which)
    if field.endswith("L"):
        is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        return is_last and number in _allowed(field[:-1], 1, 7, WEEKDAYS)
    return number in _allowed(field, 1, 7, WEEKDAYS)


def _allowed(field: str, low: int, high: int, names: tuple[str, ...] = ()) -> frozenset[int]:
    """The numbers a field of a cron expression lets through: lists, ranges, steps and names."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if first in ("*", "?"):
            begin, end = low, high
        else:
            begin = _number(first, names)
            end = _number(last, names) if last else high if step else begin
        found.update(range(begin, end + 1, _number(step or "1", ()) or 1))
    if not found or min(found) < low or max(found) > high:
        raise ScheduleError(f"{field!r} lies outside {low} to {high}")
    return frozenset(found)


def _number(text: str, names: tuple[str, ...]) -> int:
    if text.upper() in names:
        return names.index(text.upper()) + 1
    if not text.isdigit():
        raise ScheduleError(f"{text!r} is no number of a schedule")
    return int(text)


def _closes(opens: datetime, duration: str | None, *, is_hourly: bool) -> datetime:
    """The end of a window, by default after an hour or with the day."""
    if duration is not None:
        if not re.fullmatch(r"\d{1,2}h", duration):
            raise ScheduleError(f"Duration {duration!r} is no number of hours: write 3h")
        return opens + timedelta(hours=int(duration[:-1]))
    if is_hourly:
        return opens + timedelta(hours=1)
    return _midnight(opens.date()) + timedelta(days=1, seconds=-1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
