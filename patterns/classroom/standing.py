"""Where one learner stands: every exercise tried, and how it went, out of a file of progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from patterns import catalogue
from patterns.classroom.paths import PATHS
from patterns.progress import Attempt, Progress

ELSEWHERE = "of the instructor"
"""Where an exercise stands that is on no page of this cookbook."""


@dataclass(frozen=True)
class Standing:
    """One exercise of one learner.

    `passed` of `conditions` held in the best try; `missed` are those that did not in the last one. `minutes` are of all
    tries up to the first that solved it, as far as a kernel can tell; `seed` is that of the account they were made in.
    """

    exercise: str
    page: str
    solved: bool
    passed: int
    conditions: int
    tries: int
    minutes: float
    seed: int
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Learner:
    """One learner, what the file of progress says of him, and what is to be doubted."""

    name: str
    file: str
    doubt: str
    standings: tuple[Standing, ...]
    solved: frozenset[str]

    @property
    def tries(self) -> int:
        """How many answers were given."""
        return sum(standing.tries for standing in self.standings)

    @property
    def minutes(self) -> float:
        """The minutes spent on answers."""
        return round(sum(standing.minutes for standing in self.standings), 1)

    @property
    def stopped(self) -> tuple[Standing, ...]:
        """The exercises that were tried and are not solved, in the order in which they were last tried."""
        return tuple(standing for standing in self.standings if not standing.solved)

    def on_paths(self) -> dict[str, tuple[int, int]]:
        """How many exercises of each learning path are solved, and how many there are."""
        return {path.name: (path.done(self.solved), len(path.exercises)) for path in PATHS}


def learner(progress: Progress, file: Path | None) -> Learner:
    """Where the learner of a file of progress stands; one without a name has that of the file."""
    name = progress.learner or (file.stem if file else "unnamed")
    tried = dict.fromkeys(attempt.exercise for attempt in reversed(progress.attempts))
    standings = [_standing(name, progress.attempts) for name in reversed(tried)]
    before = [name for name in progress.solved_before if name not in tried]
    pages = _pages()
    standings += [
        Standing(name, pages.get(name, ELSEWHERE), solved=True, passed=0, conditions=0, tries=0, minutes=0, seed=0,
                 missed=())
        for name in before
    ]  # fmt: skip
    return Learner(name, str(file or ""), progress.doubt, tuple(standings), progress.solved)


def _standing(exercise: str, attempts: Iterable[Attempt]) -> Standing:
    own = [attempt for attempt in attempts if attempt.exercise == exercise]
    first = next((number for number, one in enumerate(own) if one.solved), len(own) - 1)
    best = max(own, key=lambda one: len(one.passed))
    return Standing(
        exercise,
        _pages().get(exercise, ELSEWHERE),
        solved=any(one.solved for one in own),
        passed=len(best.passed),
        conditions=len(best.passed) + len(best.missed),
        tries=len(own),
        minutes=round(sum(one.minutes for one in own[: first + 1]), 1),
        seed=own[-1].seed,
        missed=own[-1].missed,
    )


def _pages() -> dict[str, str]:
    """The page of every exercise, by name."""
    return {exercise.name: page for page, exercises in catalogue.exercises().items() for exercise in exercises}
