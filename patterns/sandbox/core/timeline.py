"""What happened in an account of itself or to its stacks, in order, on the account's clock. Not the API calls made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from patterns.sandbox.core.clock import Clock

MOST_HAPPENINGS = 10_000
"""How many are kept; the oldest go first."""


class Tone(StrEnum):
    """How a happening is to be taken; ordinary ones have no tone."""

    PLAIN = ""
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True)
class Happening:
    """One thing that happened to `subject`, a name or id in the account: it ended at `at` and took `seconds`.

    `kind` is what the subject is, in a word or two ("function", "stack"); `what` says what happened, `detail` more.
    """

    at: datetime
    kind: str
    subject: str
    what: str
    detail: str = ""
    tone: Tone = Tone.PLAIN
    seconds: float = 0.0

    @property
    def begun(self) -> datetime:
        """When it began."""
        return self.at - timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        took = f" after {self.seconds:g} s" if self.seconds else ""
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind} {self.subject} {self.what}{took}{detail}"


class Timeline:
    """The happenings of one account, oldest first.

    >>> [str(one) for one in aws.timeline.since(before)]  # doctest: +SKIP
    ['2026-01-01 00:00:00 function api-Handler-1A2B failed after 3 s: Sandbox.Timedout']
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: deque[Happening] = deque(maxlen=MOST_HAPPENINGS)

    def __repr__(self) -> str:
        return f"Timeline({len(self)} happenings)"

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Happening]:
        return iter(tuple(self._kept))

    def since(self, moment: datetime) -> list[Happening]:
        """What has happened at `moment` or later."""
        return [one for one in self if one.at >= moment]

    def of(self, subject: str) -> list[Happening]:
        """What happened to one subject."""
        return [one for one in self if one.subject == subject]

    def note(
        self, kind: str, subject: str, what: str, detail: str = "", tone: Tone = Tone.PLAIN, seconds: float = 0.0
    ) -> None:
        """Add what has just happened."""
        self._kept.append(Happening(self._clock.now, kind, subject, what, detail, tone, seconds))
