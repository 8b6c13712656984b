"""What docs/teaching.md promises: minutes that are measured, plans that can be followed, and an example that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from patterns import Sandbox, catalogue, cli
from patterns.classroom.paths import FIRST_PAGE
from tools.minutes import minutes

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
PAGE = re.compile(r"^\|[^|]*\| \[(\w+)\]\(\.\./notebooks/\w+\.ipynb\) \| (\d+) \|$", re.MULTILINE)
ROW = re.compile(r"^\| (\d):(\d\d) \|.*\| (\d+) \|$", re.MULTILINE)


def plan(heading: str) -> str:
    return TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("heading", ["Half a day", "Three days"])
def test_pages_of_a_plan_have_their_measured_minutes_and_stand_after_those_they_build_on(heading: str) -> None:
    pages = [(name, int(told)) for name, told in PAGE.findall(plan(heading))]
    order = [name for name, _ in pages]

    assert pages == [(name, minutes(ROOT / "notebooks" / f"{name}.ipynb")) for name in order]
    for number, name in enumerate(order):
        assert name == FIRST_PAGE or set(catalogue.recipe(name).after) <= set(order[:number])


def test_half_a_day_begins_each_part_where_the_last_one_ends() -> None:
    parts = [(int(hour) * 60 + int(minute), int(length)) for hour, minute, length in ROW.findall(plan("Half a day"))]

    assert [begin for begin, _ in parts[1:]] == [begin + length for begin, length in parts[:-1]]
    assert sum(parts[-1]) == 3 * 60 + 45


def test_three_days_have_every_page_once() -> None:
    assert sorted(name for name, _ in PAGE.findall(plan("Three days"))) == [FIRST_PAGE, *catalogue.recipe_names()]


def test_every_command_that_is_named_is_there() -> None:
    named = set(re.findall(r"\baws-patterns ([a-z]+)", TEXT))

    assert named
    assert named <= set(get_command(cli.app).commands)  # type: ignore[attr-defined]


@pytest.mark.slow
def test_the_example_of_own_conditions_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = re.findall(r"```python\n(# class_of_may\.py\n.*?)```", TEXT, re.DOTALL)
    (tmp_path / "class_of_may.py").write_text(example)
    monkeypatch.setenv("PATTERNS_CLASS", str(tmp_path / "class_of_may.py"))

    with Sandbox():
        own = catalogue.exercise("our_queue")
        assert own.check("Resources: {Queue: {Type: 'AWS::SQS::Queue'}}").solved
        assert not own.check("Resources: {Topic: {Type: 'AWS::SNS::Topic'}}").solved
        shared = catalogue.exercise("close_the_shared_bucket")
        assert shared.check(shared.start).lines[-1] == "✗ a further condition of your instructor: it does not hold"
