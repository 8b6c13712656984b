"""A forecast that is a number: what counts as one, and what is said of one that is off. Not an exercise."""

from __future__ import annotations

from patterns.trial import Lacking, Trial


def forecast(trial: Trial) -> int:
    """The whole number that was answered: 3, 3.0 or "3". Raises `Lacking` for anything else."""
    answer = trial.answer
    if isinstance(answer, str) and answer.strip().isdecimal():
        return int(answer)
    if isinstance(answer, bool) or not isinstance(answer, int | float) or answer != answer // 1:
        raise Lacking(f"give a whole number, got {answer!r:.40}")
    return int(answer)


def compared(answered: int, seen: int, *, too_many: str, too_few: str) -> str:
    """Nothing for the number that was seen, else the hint for one that is over or under it."""
    if answered == seen:
        return ""
    return too_many if answered > seen else too_few
