"""Findings after a change, checks and kept linter together, for the largest recipe; beside cfn-lint's own call."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from cfnlint.api import lint_all

from benchmarks.measure import Row, median_of
from patterns.catalogue import recipes
from patterns.pattern import Pattern
from patterns.review import check


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """The time of all findings of a pattern that has just changed; both sides see a new template each time."""
    largest = max((made() for made in recipes().values()), key=lambda pattern: len(pattern.to_dict()["Resources"]))
    check(largest)
    next_one = _changing(largest)
    ours = median_of(runs, lambda: check(next_one()))
    theirs = median_of(runs, lambda: lint_all(next_one().to_yaml()))
    what = f"findings after a change, {largest.recipe_name()}"
    return [Row(what, ours, theirs, "cfn-lint's API, rules built each time, without the checks", "under 400 ms")]


def _changing(pattern: Pattern) -> Callable[[], Pattern]:
    """A function that returns another pattern at every call."""
    numbers = count()
    return lambda: pattern.with_(project=f"cookbook-{next(numbers)}")
