"""When a secret is rotated next: the windows of a rotation schedule. Not the rotation.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from patterns.schedules import Cron, Rate, next_due, parse
from patterns.schedules.cron import ScheduleError

MOST_DAYS, LEAST_HOURS = 1000, 4


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
    schedule = parse(expression)
    if isinstance(schedule, Rate):
        opens, is_hourly = _rated(expression, schedule, last)
    elif isinstance(schedule, Cron):
        opens, is_hourly = _timed(expression, schedule, last)
    else:
        raise ScheduleError(f"{expression} is not a rotation schedule: write rate(10 days) or cron(0 8 1 * ? *)")
    return Window(opens, _closes(opens, rules.get("Duration"), is_hourly=is_hourly))


def _rated(expression: str, rate: Rate, last: datetime) -> tuple[datetime, bool]:
    """When a rate comes round, and whether it counts hours."""
    is_hourly = rate.unit == "hour"
    if rate.span < timedelta(hours=LEAST_HOURS):
        raise ScheduleError(f"{expression} is too often: a secret rotates every {LEAST_HOURS} hours at most")
    if rate.unit == "minute" or rate.span > timedelta(days=MOST_DAYS):
        raise ScheduleError(f"{expression} is outside 1 to {MOST_DAYS} days")
    start = last.replace(minute=0, second=0, microsecond=0) if is_hourly else _midnight(last.date())
    return start + rate.span, is_hourly


def _timed(expression: str, cron: Cron, last: datetime) -> tuple[datetime, bool]:
    """When a cron expression comes round, and whether that is more than once a day."""
    if cron.minutes != (0,) or not expression.endswith(" *)"):
        raise ScheduleError(f"{expression}: the minutes must be 0 and the year *: rotation windows open on the hour")
    opens = next_due(cron, last, since=last)
    if opens is None:
        raise ScheduleError(f"{expression} names no day that ever comes")
    return opens, len(cron.hours) > 1


def _closes(opens: datetime, duration: str | None, *, is_hourly: bool) -> datetime:
    """The end of a window, by default after an hour or with the day."""
    if duration is not None:
        if not re.fullmatch(r"\d{1,2}h", duration):
            raise ScheduleError(f"Duration {duration!r} is not a number of hours: write 3h")
        return opens + timedelta(hours=int(duration[:-1]))
    if is_hourly:
        return opens + timedelta(hours=1)
    return _midnight(opens.date()) + timedelta(days=1, seconds=-1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
