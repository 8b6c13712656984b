"""Windows of rotation schedules, against the examples of AWS's page and against a calendar."""

from datetime import UTC, datetime

import pytest

from patterns.schedules.cron import ScheduleError
from patterns.schedules.rotation_windows import Window, next_window

NOW = datetime(2026, 1, 7, 10, 30, tzinfo=UTC)
"""A Wednesday."""


def at(*when):
    return datetime(*when, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rules", "opens", "closes"),
    [
        ({"AutomaticallyAfterDays": 30}, at(2026, 2, 6), at(2026, 2, 6, 23, 59, 59)),
        ({"ScheduleExpression": "rate(1 day)"}, at(2026, 1, 8), at(2026, 1, 8, 23, 59, 59)),
        ({"ScheduleExpression": "rate(10 days)", "Duration": "3h"}, at(2026, 1, 17), at(2026, 1, 17, 3)),
        ({"ScheduleExpression": "rate(12 hours)"}, at(2026, 1, 7, 22), at(2026, 1, 7, 23)),
        ({"ScheduleExpression": "cron(0 8 * * ? *)"}, at(2026, 1, 8, 8), at(2026, 1, 8, 23, 59, 59)),
        ({"ScheduleExpression": "cron(0 1 1,15 * ? *)"}, at(2026, 1, 15, 1), at(2026, 1, 15, 23, 59, 59)),
        ({"ScheduleExpression": "cron(0 16 ? * SUN *)"}, at(2026, 1, 11, 16), at(2026, 1, 11, 23, 59, 59)),
        ({"ScheduleExpression": "cron(0 10 L * ? *)"}, at(2026, 1, 31, 10), at(2026, 1, 31, 23, 59, 59)),
        ({"ScheduleExpression": "cron(0 9 ? * 6L *)"}, at(2026, 1, 30, 9), at(2026, 1, 30, 23, 59, 59)),
        ({"ScheduleExpression": "cron(0 9 ? * 2#3 *)"}, at(2026, 1, 19, 9), at(2026, 1, 19, 23, 59, 59)),
        ({"ScheduleExpression": "cron(0 */8 * * ? *)"}, at(2026, 1, 7, 16), at(2026, 1, 7, 17)),
        ({"ScheduleExpression": "cron(0 0 1 JAN/3 ? *)"}, at(2026, 4, 1), at(2026, 4, 1, 23, 59, 59)),
        ({"ScheduleExpression": "cron(0 0 29 2 ? *)"}, at(2028, 2, 29), at(2028, 2, 29, 23, 59, 59)),
    ],
)
def test_a_window_opens_and_closes(rules, opens, closes):
    assert next_window(rules, NOW) == Window(opens, closes)


def test_without_a_schedule_there_is_no_window():
    assert next_window({"Duration": "3h"}, NOW) is None


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"AutomaticallyAfterDays": 3, "ScheduleExpression": "rate(3 days)"}, "not both"),
        ({"ScheduleExpression": "rate(3 hours)"}, "every 4 hours at most"),
        ({"ScheduleExpression": "rate(1001 days)"}, "outside 1 to 1000 days"),
        ({"ScheduleExpression": "every day"}, "is not a schedule: write rate"),
        ({"ScheduleExpression": "cron(15 8 * * ? *)"}, "the minutes must be 0"),
        ({"ScheduleExpression": "cron(0 24 * * ? *)"}, "'24' lies outside 0 to 23"),
        ({"ScheduleExpression": "cron(0 8 x * ? *)"}, "'x' is not a number"),
        ({"ScheduleExpression": "cron(0 8 31 2 ? *)"}, "names no day that ever comes"),
        ({"ScheduleExpression": "rate(3 days)", "Duration": "3"}, "write 3h"),
    ],
)
def test_what_is_no_schedule_is_refused_with_its_reason(rules, message):
    with pytest.raises(ScheduleError, match=message):
        next_window(rules, NOW)
