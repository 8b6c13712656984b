"""What is due when, of many things of one kind: one entry of the clock, for the next of them. Not what happens then."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Generic, TypeVar

from patterns.sandbox.core import interruption
from patterns.sandbox.core.clock import Clock

Thing = TypeVar("Thing", bound=Hashable)


class Agenda(Generic[Thing]):
    """Calls `act` with each thing at its moment, which may be set, moved and dropped until then.

    Things due at the same moment come in the order in which they were set; `act` may set a thing again.
    """

    def __init__(self, clock: Clock, act: Callable[[Thing], object], label: str) -> None:
        self._clock = clock
        self._act = act
        self._label = label
        self._due: dict[Thing, datetime] = {}
        self._heap: list[tuple[datetime, int, Thing]] = []
        self._sequence = itertools.count()
        self._armed: tuple[datetime, Callable[[], None]] | None = None

    def __repr__(self) -> str:
        return f"Agenda({self._label!r}, {len(self._due)} due)"

    def __contains__(self, thing: Thing) -> bool:
        return thing in self._due

    def set(self, thing: Thing, when: datetime) -> None:
        """Let `thing` be due at `when`, and no more at another moment."""
        if self._due.get(thing) != when:
            self._due[thing] = when
            heapq.heappush(self._heap, (when, next(self._sequence), thing))
            self._arm()

    def drop(self, thing: Thing) -> None:
        """Let `thing` be due no more; nothing if it is not."""
        self._due.pop(thing, None)

    def clear(self) -> None:
        """Let nothing be due any more."""
        self._due.clear()
        self._heap.clear()
        self._disarm()

    def _arm(self) -> None:
        """Wake when the first thing is due. Waking for one that was dropped since costs less than cancelling."""
        if not self._heap or (self._armed and self._armed[0] <= self._heap[0][0]):
            return
        self._disarm()
        first = self._heap[0][0]
        self._armed = first, self._clock.at(first, self._wake, self._label)

    def _disarm(self) -> None:
        if self._armed:
            self._armed[1]()
            self._armed = None

    def _wake(self) -> None:
        self._armed = None
        try:
            while self._heap and self._heap[0][0] <= self._clock.now:
                when, _, thing = heapq.heappop(self._heap)
                if self._due.get(thing) == when:
                    del self._due[thing]
                    self._act(thing)
        except BaseException as error:
            if interruption.is_interruption(error) and thing not in self._due:
                self.set(thing, when)
            raise
        finally:
            self._arm()
