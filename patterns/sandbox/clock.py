"""The account's own time: it stands still until `advance()` moves it. Not the time of the notebook or its kernel."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from patterns.sandbox.errors import SandboxError

START = datetime(2026, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ClockError(SandboxError):
    """A time that lies behind the clock, or is no time at all."""


class Clock:
    """Time of one account, with the actions due at later moments.

    Actions run in the order (time, sequence of scheduling); an action may schedule, cancel and advance.
    """

    def __init__(self, start: datetime = START) -> None:
        self._now = _aware(start)
        self._due: list[tuple[datetime, int, Callable[[], object]]] = []
        self._cancelled: set[int] = set()
        self._sequence = itertools.count()
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return f"Clock({self._now:%Y-%m-%dT%H:%M:%SZ}, {len(self._due)} due)"

    @property
    def now(self) -> datetime:
        """The account's present moment, aware, in UTC."""
        return self._now

    def time(self) -> float:
        """Return the present moment in seconds since 1970."""
        return (self._now - _EPOCH).total_seconds()

    def at(self, when: datetime, action: Callable[[], object]) -> Callable[[], None]:
        """Return a function that cancels `action`, which otherwise runs once, when the clock reaches `when`.

        The action sees its own due time as `now`. Raises `ClockError` for a moment already passed.
        """
        when = _aware(when)
        with self._lock:
            if when < self._now:
                raise ClockError(f"cannot schedule for {when.isoformat()}: the clock is at {self._now.isoformat()}")
            sequence = next(self._sequence)
            heapq.heappush(self._due, (when, sequence, action))
        return lambda: self._cancel(sequence)

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Return the new `now` after moving forward and running what falls due on the way.

        Raises `ClockError` unless the sum is a positive span. If an action raises, its error comes out here, the
        clock stays at the moment of that action, and what is due later is kept.
        """
        span = _span(days=days, hours=hours, minutes=minutes, seconds=seconds)
        try:
            target = self._now + span
        except OverflowError:
            raise ClockError(f"cannot advance by {span}: the clock ends with the year 9999") from None
        while action := self._next_until(target):
            action()
        # An action that advanced the clock itself may have gone further than we meant to.
        self._now = max(self._now, target)
        return self._now

    def _next_until(self, target: datetime) -> Callable[[], object] | None:
        """Step to the next moment something is due, at most `target`."""
        with self._lock:
            while self._due and self._due[0][0] <= target:
                when, sequence, action = heapq.heappop(self._due)
                if sequence in self._cancelled:
                    self._cancelled.discard(sequence)
                    continue
                self._now = max(self._now, when)
                return action
        return None

    def _cancel(self, sequence: int) -> None:
        with self._lock:
            if any(entry[1] == sequence for entry in self._due):
                self._cancelled.add(sequence)


def _aware(moment: datetime) -> datetime:
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
        raise ClockError(f"advance({parts}) is no span of time the calendar holds") from None
    if span <= timedelta(0):
        raise ClockError(f"the clock only goes forward: advance() needs a span above zero, got {span}")
    return span
