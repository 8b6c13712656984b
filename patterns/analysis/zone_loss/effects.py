"""What becomes of a resource when something is lost, in words and as data. Not how that is found out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a resource."""

    STOPS = "stops"
    CUT_OFF = "loses its way out"
    UNREADABLE = "cannot be read"
    NEEDS_IT = "lacks what it needs"
    FAILS_OVER = "fails over"
    REDUCED = "keeps part of it"

    @property
    def is_failure(self) -> bool:
        """Whether nothing takes its place automatically."""
        return self not in (Outcome.FAILS_OVER, Outcome.REDUCED)


@dataclass(frozen=True)
class Effect:
    """What one resource suffers from a loss, why, and the page that says so where AWS decides it."""

    logical_id: str
    outcome: Outcome
    why: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.logical_id} {self.outcome}: {self.why}"


@dataclass(frozen=True)
class Loss:
    """One thing that may be lost, by its name, and what that does; `kind` is "zone", or what the resource is."""

    kind: str
    name: str
    effects: tuple[Effect, ...]

    @property
    def failures(self) -> tuple[Effect, ...]:
        """The effects that nothing makes good automatically."""
        return tuple(effect for effect in self.effects if effect.outcome.is_failure)

    @property
    def is_single_point(self) -> bool:
        """Whether something fails with it."""
        return bool(self.failures)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {'; '.join(map(str, self.effects)) or 'nothing is affected'}"
