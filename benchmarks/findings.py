"""Findings after a change, checks and kept linter together, for the largest recipe; beside cfn-lint's own call."""

from __future__ import annotations

from pathlib import Path

from cfnlint.api import lint_all

from benchmarks.largest import changing, largest
from benchmarks.measure import Row, median_of
from patterns.review import check


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """The time of all findings of a pattern that has just changed; both sides see a new template each time."""
    pattern = largest()
    check(pattern)
    next_one = changing(pattern)
    ours = median_of(runs, lambda: check(next_one()))
    theirs = median_of(runs, lambda: lint_all(next_one().to_yaml()))
    what = f"findings after a change, {pattern.recipe_name()}"
    return [Row(what, ours, theirs, "cfn-lint's API, rules built each time, without the checks", "under 400 ms")]
