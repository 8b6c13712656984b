"""The fields of AWS's cron expressions: what each lets through, with `L`, `W` and `#`. Not the search for a moment.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

_NEAREST = re.compile(r"(\d{1,2})W")
_NTH = re.compile(r"(\w+)#(\d)")
_LAST = re.compile(r"(\w+)L")


class ScheduleError(ValueError):
    """A schedule that its service does not take; the message says what is wrong with it."""


@dataclass(frozen=True)
class Field:
    """The numbers a field may hold, and the names its first ones have."""

    low: int
    high: int
    names: tuple[str, ...] = ()


MINUTES = Field(0, 59)
HOURS = Field(0, 23)
DAYS = Field(1, 31)
MONTHS = Field(1, 12, ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"))
WEEKDAYS = Field(1, 7, ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"))
YEARS = Field(1970, 2199)
SATURDAY = 7


def allowed(text: str, field: Field) -> tuple[int, ...]:
    """The numbers a field lets through: lists, ranges, steps and names. Raises `ScheduleError`."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        if first == "*":
            begin, end = field.low, field.high
        else:
            begin = _number(first, field)
            end = _number(last, field) if dash else field.high if slash else begin
        every = _step(step, field) if slash else 1
        if begin > end:
            raise ScheduleError(f"{part!r} ends before it begins")
        found.update(range(begin, end + 1, every))
    return tuple(sorted(found))


def check_days(text: str) -> None:
    """Raise `ScheduleError` unless the text is a field of days of the month."""
    if text in ("?", "L", "LW"):
        return
    if nearest := _NEAREST.fullmatch(text):
        _number(nearest[1], DAYS)
    else:
        allowed(text, DAYS)


def check_weekdays(text: str) -> None:
    """Raise `ScheduleError` unless the text is a field of days of the week."""
    if text in ("?", "L"):
        return
    if nth := _NTH.fullmatch(text):
        _number(nth[1], WEEKDAYS)
        if not 1 <= int(nth[2]) <= 5:
            raise ScheduleError(f"{text!r}: a weekday comes 1 to 5 times a month")
    elif last := _LAST.fullmatch(text):
        _number(last[1], WEEKDAYS)
    else:
        allowed(text, WEEKDAYS)


def days_of_month(text: str, year: int, month: int) -> tuple[int, ...]:
    """The days of one month that a checked field of days lets through."""
    length = calendar.monthrange(year, month)[1]
    if text == "L":
        return (length,)
    if text == "LW":
        return (_nearest_weekday(length, year, month),)
    if nearest := _NEAREST.fullmatch(text):
        day = int(nearest[1])
        return (_nearest_weekday(day, year, month),) if day <= length else ()
    return tuple(day for day in allowed(text, DAYS) if day <= length)


def by_weekday(text: str, year: int, month: int) -> tuple[int, ...]:
    """The days of one month that a checked field of weekdays lets through; `6#1` is its first Friday, `6L` its last."""
    first, length = calendar.monthrange(year, month)
    days = range(1, length + 1)
    weekday = {day: (first + day) % 7 + 1 for day in days}  # Monday is 0 to the calendar, 2 here
    if text == "L":
        return tuple(day for day in days if weekday[day] == SATURDAY)
    if nth := _NTH.fullmatch(text):
        wanted = _number(nth[1], WEEKDAYS)
        return tuple(day for day in days if weekday[day] == wanted and (day - 1) // 7 + 1 == int(nth[2]))
    if last := _LAST.fullmatch(text):
        wanted = _number(last[1], WEEKDAYS)
        return tuple(day for day in days if weekday[day] == wanted and day + 7 > length)
    among = allowed(text, WEEKDAYS)
    return tuple(day for day in days if weekday[day] in among)


def _nearest_weekday(day: int, year: int, month: int) -> int:
    """The working day closest to a day, within its month."""
    length, weekday = calendar.monthrange(year, month)[1], calendar.weekday(year, month, day)
    if weekday == calendar.SATURDAY:
        return day - 1 if day > 1 else day + 2
    if weekday == calendar.SUNDAY:
        return day + 1 if day < length else day - 2
    return day


def _step(text: str, field: Field) -> int:
    if not text.isdigit() or not 1 <= int(text) <= field.high:
        raise ScheduleError(f"a step of {text!r} is not between 1 and {field.high}")
    return int(text)


def _number(text: str, field: Field) -> int:
    if text.upper() in field.names:
        return field.names.index(text.upper()) + 1
    if not text.isascii() or not text.isdigit():
        raise ScheduleError(f"{text!r} is not a number in a schedule")
    if not field.low <= int(text) <= field.high:
        raise ScheduleError(f"{text!r} lies outside {field.low} to {field.high}")
    return int(text)
