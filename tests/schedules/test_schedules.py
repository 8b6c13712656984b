"""Schedule expressions against the examples of AWS's pages and a calendar.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from patterns.schedules import next_due, parse
from patterns.schedules.cron import ScheduleError

NOW = datetime(2026, 1, 7, 10, 30, tzinfo=UTC)
"""A Wednesday."""
BERLIN = ZoneInfo("Europe/Berlin")


def at(*when):
    return datetime(*when, tzinfo=UTC)


def due(expression, after=NOW, *, since=NOW, zone=UTC):
    return next_due(parse(expression), after, since=since, zone=zone)


def several(expression, count, after=NOW, **how):
    found = []
    for _ in range(count):
        after = due(expression, after, **how)
        found.append(after)
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rate(5 minutes)", at(2026, 1, 7, 10, 35)),
        ("rate(1 day)", at(2026, 1, 8, 10, 30)),
        ("at(2026-02-01T08:00:00)", at(2026, 2, 1, 8)),
        ("at(2025-02-01T08:00:00)", None),
        ("cron(0 10 * * ? *)", at(2026, 1, 8, 10)),
        ("cron(15 12 * * ? *)", at(2026, 1, 7, 12, 15)),
        ("cron(0 18 ? * MON-FRI *)", at(2026, 1, 7, 18)),
        ("cron(0 8 1 * ? *)", at(2026, 2, 1, 8)),
        ("cron(0/15 * * * ? *)", at(2026, 1, 7, 10, 45)),
        ("cron(0/10 * ? * MON-FRI *)", at(2026, 1, 7, 10, 40)),
        ("cron(0/5 8-17 ? * MON-FRI *)", at(2026, 1, 7, 10, 35)),
        ("cron(0 9 ? * 2#1 *)", at(2026, 2, 2, 9)),
        ("cron(0 9 ? * 6L *)", at(2026, 1, 30, 9)),
        ("cron(0 9 ? * L *)", at(2026, 1, 10, 9)),
        ("cron(0 9 L * ? *)", at(2026, 1, 31, 9)),
        ("cron(0 9 LW * ? *)", at(2026, 1, 30, 9)),
        ("cron(0 9 10W * ? *)", at(2026, 1, 9, 9)),
        ("cron(0 9 1W 2 ? *)", at(2026, 2, 2, 9)),
        ("cron(0 0 29 2 ? *)", at(2028, 2, 29)),
        ("cron(30 10 7 1 ? 2026)", None),
        ("cron(0 0 1 1 ? 2027,2030)", at(2027, 1, 1)),
        ("cron(0 9 ? jan,JUL sun *)", at(2026, 1, 11, 9)),
    ],
)
def test_a_schedule_is_next_due(expression, expected):
    assert due(expression) == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("rate(0 days)", "above zero"),
        ("rate(5 weeks)", "is not a schedule"),
        ("cron(0 9 * * *)", "is not a schedule"),
        ("cron(0 9 * * * *)", "exactly one of day of month and day of week must be [?]"),
        ("cron(0 9 ? * ? *)", "exactly one of day of month and day of week must be [?]"),
        ("cron(60 9 * * ? *)", "'60' lies outside 0 to 59"),
        ("cron(*/60 * * * ? *)", "a step of '60' is not between 1 and 59"),
        ("cron(15 12 ? * -1 *)", "'' is not a number"),
        ("cron(0 9 ? * 2#6 *)", "1 to 5 times a month"),
        ("cron(0 9 ? * 3#1,6#3 *)", "is not a number"),
        ("cron(0 17-9 * * ? *)", "ends before it begins"),
        ("cron(0 9 ? * MON 1969)", "'1969' lies outside 1970 to 2199"),
        ("at(2026-02-30T08:00:00)", "is not a date and time that exists"),
        ("at(2026-02-20 08:00)", "is not a schedule"),
    ],
)
def test_what_is_no_schedule_is_refused_with_its_reason(expression, message):
    with pytest.raises(ScheduleError, match=message):
        parse(expression)


def test_a_rate_counts_from_its_beginning_not_from_the_last_look():
    begun = at(2026, 1, 7, 10, 2)

    assert due("rate(10 minutes)", since=begun) == at(2026, 1, 7, 10, 32)
    assert due("rate(10 minutes)", since=at(2026, 3, 1)) == at(2026, 3, 1)


def test_in_spring_what_falls_into_the_missing_hour_is_left_out():
    found = several("cron(30 2 * * ? *)", 3, at(2026, 3, 27, 12), zone=BERLIN)

    assert found == [at(2026, 3, 28, 1, 30), at(2026, 3, 30, 0, 30), at(2026, 3, 31, 0, 30)]


def test_in_autumn_what_falls_into_the_double_hour_happens_once():
    found = several("cron(30 2 * * ? *)", 3, at(2026, 10, 23, 12), zone=BERLIN)

    assert found == [at(2026, 10, 24, 0, 30), at(2026, 10, 25, 0, 30), at(2026, 10, 26, 1, 30)]


def test_a_day_of_a_rate_is_24_hours_when_the_clocks_change():
    begun = at(2026, 3, 28, 8)

    assert several("rate(1 day)", 2, begun, since=begun, zone=BERLIN) == [begun + timedelta(days=n) for n in (1, 2)]
