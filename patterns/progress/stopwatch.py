"""How many minutes were spent before an answer, as far as a kernel can tell.

It cannot tell reading from lunch: a gap counts with `LONGEST` minutes at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 30.0


class Stopwatch:
    """Minutes since an exercise was shown, or since the last answer to any; `now` is in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._shown: dict[str, float] = {}
        self._answered: float | None = None

    def shown(self, name: str) -> None:
        """Take the time at which an exercise is shown."""
        self._shown[name] = self._now()

    def answered(self, name: str) -> float:
        """The minutes spent on the answer that is given now, to a tenth; 0 where its question was never shown."""
        now = self._now()
        begun = [since for since in (self._shown.get(name), self._answered) if since is not None]
        self._answered = now
        return round(min((now - max(begun, default=now)) / 60, LONGEST), 1)


WATCH = Stopwatch()
"""The one of this process: a page has one kernel."""


def shown(name: str) -> None:
    """Note that an exercise is shown now."""
    WATCH.shown(name)
