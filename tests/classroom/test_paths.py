"""The learning paths hold together: pages that there are, in an order to read them in, with measured minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns import catalogue
from patterns.classroom.paths import FIRST_PAGE, PATHS, LearningPath
from tools.minutes import minutes

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

every_path = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


def test_there_are_three() -> None:
    assert [path.name for path in PATHS] == ["first week", "security", "reliability"]


@every_path
def test_a_page_stands_after_those_it_builds_on(path: LearningPath) -> None:
    seen = set[str]()
    for step in path.steps:
        before = () if step.page == FIRST_PAGE else catalogue.recipe(step.page).after
        assert set(before) <= seen
        seen.add(step.page)


@every_path
def test_its_exercises_are_on_its_pages_and_none_stands_twice(path: LearningPath) -> None:
    for step in path.steps:
        on_page = [exercise.name for exercise in catalogue.exercises().get(step.page, ())]
        assert [name for name in on_page if name in step.exercises] == list(step.exercises)
    assert len(set(path.exercises)) == len(path.exercises)


@every_path
def test_its_minutes_are_those_measured_of_its_pages(path: LearningPath) -> None:
    assert path.minutes == sum(minutes(NOTEBOOKS / f"{step.page}.ipynb") for step in path.steps)


def test_the_next_exercise_is_the_first_that_is_not_solved() -> None:
    path = PATHS[0]
    first, second, *rest = path.exercises

    assert (path.next(frozenset()), path.done(frozenset())) == (first, 0)
    assert (path.next({first, *rest}), path.done({first, *rest})) == (second, len(path.exercises) - 1)
    assert path.next(set(path.exercises)) == ""
