"""When a schedule comes round next: the expressions of EventBridge, its Scheduler and Secrets Manager.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
Not here: what happens then. Pure: each next moment is computed, no day is tried that cannot be one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from patterns.schedules import cron as fields
from patterns.schedules.cron import ScheduleError

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
_CRON = re.compile(r"cron\(\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*\)")
_UNIX_DAY = re.compile(r"(?<![/#\d])[0-7](?!\d)")
UNIX_FIELDS = 5
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")


@dataclass(frozen=True)
class Rate:
    """Every so many minutes, hours or days, a day being 24 hours whatever a time zone does."""

    number: int
    unit: str
    is_plural: bool

    @property
    def span(self) -> timedelta:
        """The time from one to the next."""
        return timedelta(**{f"{self.unit}s": self.number})

    def after(self, moment: datetime, since: datetime) -> datetime:
        """The first moment later than `moment`, counted from `since`."""
        if moment < since:
            return since
        return since + ((moment - since) // self.span + 1) * self.span


@dataclass(frozen=True)
class Once:
    """One moment, on the clock of a time zone."""

    at: datetime


@dataclass(frozen=True)
class Cron:
    """Six fields: minutes, hours, days of the month, months, days of the week, years."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: str
    months: tuple[int, ...]
    weekdays: str
    years: tuple[int, ...]

    def after(self, moment: datetime) -> datetime | None:
        """The first minute later than `moment`, None where there is none; both on one clock, without a zone."""
        earliest = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        for day in self._dates(earliest.date()):
            found = self._time(earliest.time() if day == earliest.date() else time.min)
            if found is not None:
                return datetime.combine(day, found)
        return None

    def _dates(self, first: date) -> Iterator[date]:
        for year in self.years[bisect_left(self.years, first.year) :]:
            for month in self.months:
                if (year, month) < (first.year, first.month):
                    continue
                for day in _days(self.days, self.weekdays, year, month):
                    if (found := date(year, month, day)) >= first:
                        yield found

    def _time(self, earliest: time) -> time | None:
        for hour in self.hours[bisect_left(self.hours, earliest.hour) :]:
            first = bisect_left(self.minutes, earliest.minute) if hour == earliest.hour else 0
            if first < len(self.minutes):
                return time(hour, self.minutes[first])
        return None


Schedule = Rate | Once | Cron


def parse(expression: str) -> Schedule:
    """Return what `rate(...)`, `cron(...)` or `at(...)` says. Raises `ScheduleError`."""
    if match := _RATE.fullmatch(expression):
        if not int(match[1]):
            raise ScheduleError(f"{expression}: the number must be above zero")
        return Rate(int(match[1]), match[2], bool(match[3]))
    if match := _CRON.fullmatch(expression):
        return _cron(expression, *match.groups())
    if match := _AT.fullmatch(expression):
        return Once(_moment(match[1]))
    raise ScheduleError(f"{expression!r} is not a schedule: write rate(10 days), rate(12 hours) or cron(0 8 1 * ? *)")


def parse_unix(expression: str) -> Cron:
    """Return what the five fields of Unix cron say, with which Auto Scaling repeats. Raises `ScheduleError`.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
    Not modelled: a day of the month and a day of the week at once, of which Unix takes either.
    """
    parts = expression.split()
    if len(parts) != UNIX_FIELDS:
        raise ScheduleError(f"{expression!r} is not a recurrence: write minute, hour, day, month, weekday: 0 8 * * 1-5")
    minutes, hours, days, months, weekdays = parts
    if days != "*" and weekdays != "*":
        raise ScheduleError(f"{expression!r} names days of the month and of the week at once: use two actions")
    named = "?" if weekdays == "*" else _UNIX_DAY.sub(lambda day: WEEKDAYS[int(day[0]) % 7], weekdays.upper())
    return _cron(expression, minutes, hours, "?" if named != "?" else days, months.upper(), named, "*")


def next_due(schedule: Schedule, after: datetime, *, since: datetime, zone: tzinfo = UTC) -> datetime | None:
    """The next moment later than `after`, in UTC; None when there is none any more.

    Rates count from `since`. On the clock of a `zone`, what falls into the hour that spring takes out is left out, and
    what falls into the hour that autumn gives twice happens in the first of them.
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
    """
    if isinstance(schedule, Rate):
        return schedule.after(after, since)
    if isinstance(schedule, Once):
        moment = schedule.at.replace(tzinfo=zone).astimezone(UTC)
        return moment if moment > after else None
    local: datetime | None = after.astimezone(zone).replace(tzinfo=None, fold=0)
    while local is not None and (local := schedule.after(local)) is not None:
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        exists = moment.astimezone(zone).replace(tzinfo=None) == local
        if exists and moment > after:
            return moment
    return None


def _cron(expression: str, minutes: str, hours: str, days: str, months: str, weekdays: str, years: str) -> Cron:
    if (days == "?") == (weekdays == "?"):
        raise ScheduleError(f"{expression}: exactly one of day of month and day of week must be ?")
    fields.check_days(days)
    fields.check_weekdays(weekdays)
    return Cron(
        fields.allowed(minutes, fields.MINUTES),
        fields.allowed(hours, fields.HOURS),
        days,
        fields.allowed(months, fields.MONTHS),
        weekdays,
        fields.allowed(years, fields.YEARS),
    )


@lru_cache(maxsize=1024)
def _days(days: str, weekdays: str, year: int, month: int) -> tuple[int, ...]:
    return fields.days_of_month(days, year, month) if weekdays == "?" else fields.by_weekday(weekdays, year, month)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ScheduleError(f"at({text}) is not a date and time that exists") from None
