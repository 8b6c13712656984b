"""A class as one table: who stands where, and which condition stops most people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from patterns.classroom.standing import Learner, learner
from patterns.progress import UnreadableProgress, read


@dataclass(frozen=True)
class Hurdle:
    """A condition of an exercise: how many learners it stops now, and how many it has ever stopped."""

    exercise: str
    condition: str
    stops: int
    stopped: int


@dataclass(frozen=True)
class Classroom:
    """The learners, furthest first, and why some files could not be read."""

    learners: tuple[Learner, ...]
    hurdles: tuple[Hurdle, ...]
    unreadable: tuple[str, ...]


def classroom(files: Iterable[Path]) -> Classroom:
    """What files of progress say together. Where two learners have one name, each has his file's beside it.

    A file given twice counts once.
    """
    learners, missed, unreadable = [], list[_Missed](), []
    for path in dict.fromkeys(files):
        try:
            progress = read(path)
        except UnreadableProgress as error:
            unreadable.append(str(error))
            continue
        one = learner(progress, path)
        learners.append(one)
        now = {standing.exercise: standing.missed for standing in one.stopped}
        ever = {(attempt.exercise, says) for attempt in progress.attempts for says in attempt.missed}
        missed += [_Missed(exercise, says, says in now.get(exercise, ())) for exercise, says in ever]
    learners.sort(key=lambda one: (-len(one.solved), one.name, one.file))
    return Classroom(tuple(learners), _hurdles(missed), tuple(unreadable))


@dataclass(frozen=True)
class _Missed:
    """That one learner missed a condition, and whether the last answer still does."""

    exercise: str
    condition: str
    still: bool


def _hurdles(missed: Sequence[_Missed]) -> tuple[Hurdle, ...]:
    names = {(one.exercise, one.condition) for one in missed}
    of_each = {name: [one for one in missed if (one.exercise, one.condition) == name] for name in names}
    hurdles = [Hurdle(*name, sum(one.still for one in ones), len(ones)) for name, ones in of_each.items()]
    return tuple(sorted(hurdles, key=lambda one: (-one.stops, -one.stopped, one.exercise, one.condition)))
