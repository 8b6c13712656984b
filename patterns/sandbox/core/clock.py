"""The account's own time: it stands still until `advance()` moves it. Not the time of the notebook or its kernel.

What goes on by itself and may wait is a `Process` (`patterns.sandbox.core.processes`).
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from patterns.sandbox.core import arguments, interruption, lineage
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.core.lineage import Lineage

START = datetime(2026, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


MOST_ACTIONS = 50_000
"""How much may happen in one `advance()`: a schedule by the minute fills it in a month, in a few seconds."""


MOST_AT_ONE_MOMENT = 10_000
"""How much more may happen before the moment is over in which it was too much."""


class ClockError(SandboxError):
    """A time that lies behind the clock, or is no time at all, or has too much happening on the way."""


@dataclass(order=True)
class _Due:
    when: datetime
    sequence: int
    action: Callable[[], object] | None = field(compare=False)
    label: str = field(compare=False)
    lineage: Lineage = field(compare=False)


class Clock:
    """Time of one account, with the actions due at later moments.

    Actions run in the order (time, sequence of scheduling), one at a time; an action may schedule, cancel and advance.
    """

    def __init__(self, start: datetime = START) -> None:
        self._now = _aware(start)
        self._due: list[_Due] = []
        self._sequence = itertools.count()
        self._lock = threading.RLock()
        self._driving = threading.RLock()
        self._driver = threading.local()

    def __repr__(self) -> str:
        due = sum(entry.action is not None for entry in self._due)
        return f"Clock({self._now:%Y-%m-%dT%H:%M:%SZ}, {due} due)"

    @property
    def now(self) -> datetime:
        """The account's present moment, aware, in UTC."""
        return self._now

    def time(self) -> float:
        """Return the present moment in seconds since 1970."""
        return (self._now - _EPOCH).total_seconds()

    def at(self, when: datetime, action: Callable[[], object], label: str = "") -> Callable[[], None]:
        """Return a function that cancels `action`, which otherwise runs once, when the clock reaches `when`.

        The action sees its own due time as `now`; `label` names it to the reader where too much falls due. Raises
        `ClockError` for a moment already passed.
        """
        when = _aware(when)
        arguments.action(action, "the action of the clock")
        with self._lock:
            if when < self._now:
                raise ClockError(f"cannot schedule for {when.isoformat()}: the clock is at {self._now.isoformat()}")
            entry = _Due(when, next(self._sequence), action, label, lineage.current().at_rest())
            heapq.heappush(self._due, entry)

        def cancel() -> None:
            entry.action = None

        return cancel

    def after(self, seconds: float, action: Callable[[], object], label: str = "") -> Callable[[], None]:
        """`at`, so many seconds from now. Raises `ClockError` for what is no number of seconds, or too large."""
        try:
            when = self._now + timedelta(seconds=seconds)
        except (OverflowError, TypeError, ValueError):
            raise ClockError(f"{seconds!r} is no number of seconds that the calendar can hold") from None
        return self.at(when, action, label)

    def at_once(self, action: Callable[[], object], label: str) -> None:
        """Run `action` before anything else that is due now."""
        with self._lock:
            heapq.heappush(
                self._due, _Due(self._now, -next(self._sequence), action, label, lineage.current().at_rest())
            )

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Return the new `now` after moving forward and running what falls due on the way.

        Raises `ClockError` unless the sum is a positive span, and when more than `MOST_ACTIONS` things happen in it.
        If an action raises, its error comes out here, the clock stays at the moment of that action, and what is due
        later is kept.
        """
        span = _span(days=days, hours=hours, minutes=minutes, seconds=seconds)
        try:
            target = self._now + span
        except OverflowError:
            raise ClockError(f"cannot advance by {span}: the clock ends with the year 9999") from None
        self.run(until=target)
        with self._lock:
            # An action that advanced the clock itself may have gone further than we meant to.
            self._now = max(self._now, target)
        return self._now

    def settle(self) -> None:
        """Run what is due at this very moment; nothing, within an action, for it is not over yet."""
        if self._due and self._due[0].when <= self._now and not self.is_driven_here:
            self.run(until=self._now)

    @property
    def is_driven_here(self) -> bool:
        """Whether this thread is running an action of the clock."""
        return bool(getattr(self._driver, "depth", 0))

    def run(self, *, until: datetime | None = None, enough: Callable[[], bool] = lambda: False) -> None:
        """Run what falls due up to `until`, or without end, stopping as soon as `enough()`.

        The clock is left where the last of it happened. Raises `ClockError` after `MOST_ACTIONS`. An interruption waits
        for the action under way; one that had to stop half way is due again, as AWS delivers at least once.
        """
        if getattr(self._driver, "is_lent", False):
            raise ClockError("a function or execution lets time pass by waiting; it cannot advance the clock")
        happened: Counter[str] = Counter()
        with self._driven():
            while not enough():
                with interruption.held(interruption.CALL_SECONDS):
                    if not self._run_next(until, happened):
                        break

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Mark this thread as one that the clock's own waits for: within, time passes by waiting, not by advancing."""
        self._driver.depth, self._driver.is_lent = 1, True
        try:
            yield
        finally:
            self._driver.depth, self._driver.is_lent = 0, False

    @contextmanager
    def _driven(self) -> Iterator[None]:
        with self._driving:
            self._driver.depth = getattr(self._driver, "depth", 0) + 1
            try:
                yield
            finally:
                self._driver.depth -= 1

    def _run_next(self, until: datetime | None, happened: Counter[str]) -> bool:
        """Run the next that is due up to `until`; return whether there was one."""
        entry = self._next(until, happened)
        if entry is None or (action := entry.action) is None:
            return False
        happened[entry.label] += 1
        try:
            with lineage.following(entry.lineage):
                action()
        except BaseException as error:
            if interruption.is_interruption(error):
                with self._lock:
                    heapq.heappush(self._due, entry)
            raise
        return True

    def _next(self, until: datetime | None, happened: Counter[str]) -> _Due | None:
        """Step to the next moment something is due, at most `until`.

        Raises `ClockError` instead of stepping on after too much has happened, so that the moment it stops at is over;
        one that does not end is cut off. Nothing due is lost.
        """
        with self._lock:
            while self._due and (until is None or self._due[0].when <= until):
                most = MOST_ACTIONS if self._due[0].when > self._now else MOST_ACTIONS + MOST_AT_ONE_MOMENT
                if happened.total() >= most and self._due[0].action is not None:
                    raise ClockError(_too_much(happened, self._now))
                entry = heapq.heappop(self._due)
                if entry.action is not None:
                    self._now = max(self._now, entry.when)
                    return entry
        return None


def _too_much(happened: Counter[str], now: datetime) -> str:
    label, times = happened.most_common(1)[0]
    return (
        f"more than {MOST_ACTIONS:,} things fell due by {now:%Y-%m-%d %H:%M}. Most often: {label or 'unnamed'} "
        f"({times:,} times). The rest is still to come: advance again, in shorter steps, or make it happen less often"
    )


def _aware(moment: Any) -> datetime:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ClockError(f"expected a datetime with a time zone, as clock.now gives, got {moment!r}")
    return moment.astimezone(UTC)


def _span(**parts: float) -> timedelta:
    for unit, value in parts.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ClockError(f"advance({unit}=...) takes a number, got {value!r}")
    try:
        span = timedelta(**parts)
    except (OverflowError, ValueError):
        raise ClockError(f"advance({parts}) is not a span of time that the calendar can hold") from None
    if span <= timedelta(0):
        raise ClockError(f"the clock only goes forward: advance() needs a span above zero, got {span}")
    return span
