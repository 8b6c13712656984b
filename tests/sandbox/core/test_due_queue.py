from datetime import timedelta

import pytest

from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.due_queue import Agenda


@pytest.fixture
def clock():
    return Clock()


def after(clock, days):
    return clock.now + timedelta(days=days)


def test_things_come_at_their_moments_and_what_was_moved_or_dropped_does_not(clock):
    came = []
    agenda = Agenda(clock, lambda thing: came.append((thing, clock.now.day)), "a thing")
    for thing, days in (("b", 2), ("a", 1), ("dropped", 1), ("moved", 1)):
        agenda.set(thing, after(clock, days))
    agenda.drop("dropped")
    agenda.drop("never set")
    agenda.set("moved", after(clock, 3))

    clock.advance(days=9)

    assert came == [("a", 2), ("b", 3), ("moved", 4)]
    assert "moved" not in agenda


def test_one_entry_of_the_clock_stands_for_all(clock):
    agenda = Agenda(clock, lambda thing: None, "a thing")
    for number in range(1000):
        agenda.set(number, after(clock, 1 + number))

    assert repr(clock).endswith("1 due)")
    assert repr(agenda) == "Agenda('a thing', 1000 due)"


def test_cleared_agenda_wakes_nobody(clock):
    agenda = Agenda(clock, lambda thing: pytest.fail(f"{thing} came"), "a thing")
    agenda.set("a", after(clock, 1))

    agenda.clear()

    assert repr(clock).endswith("0 due)")
    clock.advance(days=2)


def test_a_thing_may_set_itself_again(clock):
    came = []

    def act(thing):
        came.append(clock.now.day)
        if len(came) < 3:
            agenda.set(thing, after(clock, 1))

    agenda = Agenda(clock, act, "a thing")
    agenda.set("a", after(clock, 1))
    clock.advance(days=9)

    assert came == [2, 3, 4]


def test_what_fails_keeps_nothing_else_from_coming(clock):
    came = []

    def act(thing):
        if thing == "bad":
            raise ValueError("a fault")
        came.append(thing)

    agenda = Agenda(clock, act, "a thing")
    agenda.set("bad", after(clock, 1))
    agenda.set("good", after(clock, 1))

    with pytest.raises(ValueError, match="a fault"):
        clock.advance(days=2)
    clock.advance(days=2)

    assert came == ["good"]
