from datetime import timedelta

import pytest

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import START, Clock, ClockError
from patterns.sandbox.core.processes import Processes, Signal, Stuck


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def processes(clock):
    processes = Processes(clock, Chance(0))
    yield processes
    processes.close()


def test_waits_side_by_side_take_as_long_as_the_longest(clock, processes):
    seen = []

    def waiting(name, seconds):
        processes.wait(seconds)
        seen.append((name, clock.now - START))
        return name

    results = processes.together([lambda: waiting("long", 60), lambda: waiting("short", 5), lambda: waiting("none", 0)])

    assert results == ["long", "short", "none"]
    assert seen == [("none", timedelta(0)), ("short", timedelta(seconds=5)), ("long", timedelta(seconds=60))]
    assert clock.now == START + timedelta(seconds=60)


def test_a_process_goes_on_only_as_far_as_time_does(clock, processes):
    seen = []

    def working():
        for step in range(3):
            seen.append(step)
            processes.wait(10)

    processes.start(working, "work")
    assert seen == []

    clock.settle()
    assert seen == [0]

    clock.advance(seconds=15)
    assert seen == [0, 1]


def test_an_error_comes_out_of_the_clock_or_stands_for_the_result(clock, processes):
    processes.start(lambda: 1 / 0, "division")
    with pytest.raises(ZeroDivisionError):
        clock.settle()

    results = processes.together([lambda: 1, lambda: 1 / 0])

    assert results[0] == 1
    assert isinstance(results[1], ZeroDivisionError)


def test_a_signal_lets_those_who_wait_go_on_in_their_order(clock, processes):
    signal, seen = Signal(clock), []
    for name in ("first", "second"):
        processes.start(lambda name=name: (signal.wait(), seen.append(name)), name)
    clock.advance(minutes=1)
    assert seen == []

    signal.set()
    clock.settle()

    assert seen == ["first", "second"]


def test_a_wait_ends_with_its_time_out_and_leaves_nothing_due(clock, processes):
    signal, seen = Signal(clock), []
    processes.start(lambda: seen.append(signal.wait(timeout=30)), "patient")
    processes.start(lambda: seen.append(signal.wait(timeout=90)), "more patient")
    clock.advance(seconds=31)
    assert seen == [False]

    signal.set()
    clock.settle()

    assert seen == [False, True]
    assert "0 due" in repr(clock)


@pytest.mark.parametrize(("after", "expected"), [(10, True), (20, False)])
def test_outside_a_process_a_wait_moves_the_clock(clock, after, expected):
    signal = Signal(clock)
    clock.after(after, signal.set)

    assert signal.wait(timeout=15) is expected
    assert clock.now == START + timedelta(seconds=min(after, 15))


def test_waiting_for_what_nothing_brings_is_an_error(clock):
    with pytest.raises(Stuck, match="nothing scheduled in the account can end this wait"):
        Signal(clock).wait()


def test_a_process_may_start_others_and_wait_for_them(clock, processes):
    def outer():
        return processes.together([lambda: processes.wait(3), lambda: processes.wait(4)], "inner"), clock.now

    (result,) = processes.together([outer])

    assert result == ([None, None], START + timedelta(seconds=4))


def test_closing_ends_what_waits(clock, processes):
    ended = []

    def waiting():
        try:
            processes.wait(10)
        finally:
            ended.append("unwound")

    process = processes.start(waiting, "waiting")
    clock.settle()
    processes.close()
    process._thread.join(timeout=5)

    assert ended == ["unwound"]


@pytest.mark.slow
def test_a_thousand_processes_in_the_order_of_their_waits(clock, processes):
    seen = []
    waits = [(number * 37) % 1000 for number in range(1000)]
    processes.together([lambda wait=wait: (processes.wait(wait), seen.append(wait)) for wait in waits])

    assert seen == sorted(waits)


@pytest.mark.slow
def test_too_much_on_the_way_is_an_error_that_names_what_happens_most(clock):
    def every_second():
        clock.after(1, every_second, "rule every-second")

    every_second()

    with pytest.raises(ClockError, match=r"more than 50,000 things .* rule every-second \(50,000 times\)"):
        clock.advance(days=1)
    assert clock.now < START + timedelta(days=1)


def test_a_process_cannot_advance_the_clock_it_is_driven_by(clock, processes):
    (error,) = processes.together([lambda: clock.advance(seconds=1)])

    assert isinstance(error, ClockError)
    assert "by waiting" in str(error)


def test_a_call_of_aws_within_a_process_is_answered():
    from patterns import Sandbox

    with Sandbox() as aws:
        (answer,) = aws.at_once(lambda: aws.client("sts").get_caller_identity()["Account"])

    assert answer == "123456789012"
