import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.clock import Clock, ClockError

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_clock_starts_with_the_year_2026_and_stands_still():
    clock = Clock()

    assert clock.now == START
    assert clock.time() == 1767225600.0


def test_advance_moves_now_by_the_sum_of_its_parts():
    clock = Clock()

    now = clock.advance(days=1, hours=2, minutes=3, seconds=4)

    assert now == clock.now == START + timedelta(days=1, hours=2, minutes=3, seconds=4)


def test_due_actions_run_by_time_then_by_sequence_and_see_their_own_time():
    clock, seen = Clock(), []
    for name, day in [("late", 3), ("first", 1), ("second", 1)]:
        clock.at(START + timedelta(days=day), lambda name=name: seen.append((name, clock.now.day)))

    clock.advance(days=5)

    assert seen == [("first", 2), ("second", 2), ("late", 4)]
    assert clock.now.day == 6


def test_an_action_may_schedule_what_falls_due_in_the_same_advance():
    clock, seen = Clock(), []

    def every_day():
        seen.append(clock.now.day)
        clock.at(clock.now + timedelta(days=1), every_day)

    clock.at(START + timedelta(days=1), every_day)

    clock.advance(days=3)

    assert seen == [2, 3, 4]


def test_what_is_due_later_waits():
    clock, seen = Clock(), []
    clock.at(START + timedelta(days=2), lambda: seen.append("ran"))

    clock.advance(days=1)
    assert seen == []

    clock.advance(days=1)
    assert seen == ["ran"]


def test_a_cancelled_action_does_not_run():
    clock, seen = Clock(), []
    cancel = clock.at(START + timedelta(days=1), lambda: seen.append("ran"))

    cancel()
    cancel()
    clock.advance(days=2)

    assert seen == []


def test_an_action_that_waits_moves_the_clock_further_but_never_back():
    clock, seen = Clock(), []
    clock.at(START + timedelta(hours=1), lambda: clock.advance(hours=10))
    clock.at(START + timedelta(hours=2), lambda: seen.append(clock.now.hour))

    clock.advance(hours=3)

    assert seen == [2]
    assert clock.now.hour == 11


def test_an_error_of_an_action_comes_out_and_keeps_what_is_due_later():
    clock, seen = Clock(), []
    clock.at(START + timedelta(days=1), lambda: 1 / 0)
    clock.at(START + timedelta(days=2), lambda: seen.append("ran"))

    with pytest.raises(ZeroDivisionError):
        clock.advance(days=3)

    assert clock.now.day == 2
    clock.advance(days=1)
    assert seen == ["ran"]


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ({}, "only goes forward"),
        ({"days": -1}, "only goes forward"),
        ({"days": 1, "hours": -24}, "only goes forward"),
        ({"days": "3"}, "advance(days=...) takes a number, got '3'"),
        ({"seconds": True}, "takes a number, got True"),
        ({"hours": float("nan")}, "is not a span of time"),
        ({"days": 1e300}, "is not a span of time"),
        ({"days": 9_000_000}, "ends with the year 9999"),
    ],
)
def test_advance_refuses_what_is_not_a_span_forward(span, message):
    clock = Clock()

    with pytest.raises(ClockError) as error:
        clock.advance(**span)

    assert message in str(error.value)
    assert clock.now == START


@pytest.mark.parametrize(
    ("when", "message"),
    [
        (datetime(2025, 12, 31, tzinfo=UTC), "the clock is at 2026-01-01T00:00:00+00:00"),
        (datetime(2026, 2, 1), "a datetime with a time zone"),
        ("tomorrow", "a datetime with a time zone, as clock.now gives, got 'tomorrow'"),
    ],
)
def test_at_refuses_the_past_and_what_is_no_moment(when, message):
    with pytest.raises(ClockError) as error:
        Clock().at(when, print)

    assert message in str(error.value)


@pytest.mark.slow
def test_the_time_of_the_process_is_untouched_however_far_the_account_goes():
    async def slept() -> float:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await asyncio.sleep(0.01)
        return loop.time() - begun

    before = time.time(), datetime.now(UTC), time.monotonic()
    with Sandbox() as aws:
        aws.clock.advance(days=3653)

        assert aws.clock.now == datetime(2036, 1, 2, tzinfo=UTC)
        assert aws.client("sts").get_session_token()["Credentials"]["Expiration"].year == 2036
        assert time.time() - before[0] < 60
        assert datetime.now(UTC) - before[1] < timedelta(minutes=1)
        assert time.monotonic() - before[2] < 60
        assert 0.01 <= asyncio.run(slept()) < 60
