"""A forecast that is a number: what counts as one, and what is said of one that is off. Not an exercise."""

from __future__ import annotations

from contextlib import suppress
from math import nan
from numbers import Real

from patterns.trial import Lacking, Trial


def forecast(trial: Trial) -> int:
    """The whole number that was answered: 3, 3.0, "3" or "3.0". Raises `Lacking` for anything else."""
    answer, number = trial.answer, nan
    if isinstance(answer, str | Real) and not isinstance(answer, bool):
        with suppress(ValueError, OverflowError):
            number = float(answer)
    if number != number // 1:
        raise Lacking(f"give a whole number, got {answer!r:.40}")
    return int(number)


def compared(answered: int, seen: int, *, too_many: str, too_few: str) -> str:
    """Nothing for the number that was seen, else the hint for one that is over or under it."""
    if answered == seen:
        return ""
    return too_many if answered > seen else too_few
