"""Where learners stand, as the command line tells it: in words, as JSON and as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from patterns import progress
from patterns.progress import stopwatch
from patterns.progress.stopwatch import Stopwatch

ACL, POLICY, EXPIRY = (
    "a public ACL is refused", "a public policy is refused", "old versions expire within two years, current ones never"
)  # fmt: skip


@pytest.fixture
def of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A learner's file: each try names an exercise and what was missed."""

    def made(name: str, *tries: tuple[str, tuple[str, ...]], file: str = "") -> Path:
        path = tmp_path / f"{file or name}.json"
        monkeypatch.setenv("PATTERNS_PROGRESS", str(path))
        monkeypatch.setenv("PATTERNS_LEARNER", name)
        for exercise, missed in tries:
            held = tuple(says for says in (ACL, POLICY, EXPIRY) if says not in missed)
            progress.record(exercise, passed=held, missed=missed, seed=0)
        return path

    monkeypatch.delenv("PATTERNS_PROGRESS_KEY", raising=False)
    monkeypatch.setattr(stopwatch, "WATCH", Stopwatch(lambda: 0.0))
    return made


SHARED = "close_the_shared_bucket"


def test_progress_tells_every_exercise_with_what_the_last_answer_lacks(run, of) -> None:
    path = of("ada", (SHARED, (ACL, POLICY)), (SHARED, (POLICY,)), ("what_a_delete_leaves", ()))

    assert run("progress").out.splitlines()[:5] == [
        f"ada: 1 exercise solved, 3 tries ({path})",
        "exercise                 page           state        tries  minutes  seed",
        f"{SHARED}  secure_bucket  2 of 3 hold  2      0        0",
        f"    ✗ {POLICY}",
        "what_a_delete_leaves     secure_bucket  solved       1      0        0",
    ]
    facts = json.loads(run("progress", "--json").out)
    assert (facts["learner"], facts["solved"], facts["paths"]["security"]) == ("ada", 1, {"done": 1, "exercises": 22})
    assert facts["exercises"][0] == {
        "exercise": SHARED, "page": "secure_bucket", "solved": False, "passed": 2, "conditions": 3, "tries": 2,
        "minutes": 0.0, "seed": 0, "missed": [POLICY],
    }  # fmt: skip
    rows = list(csv.DictReader(run("progress", "--csv").out.splitlines()))
    assert [(row["exercise"], row["solved"], row["missed"]) for row in rows] == [
        (SHARED, "False", POLICY), ("what_a_delete_leaves", "True", ""),
    ]  # fmt: skip


def test_progress_of_one_who_tried_nothing_is_no_error(run, of) -> None:
    path = of("ada")

    assert run("progress").out.splitlines()[0] == f"ada: 0 exercises solved, 0 tries ({path})"
    assert not path.exists()


def test_progress_where_nothing_is_kept_says_so(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_PROGRESS", "")

    assert run("progress").out.splitlines()[1] == "Nothing is kept: PATTERNS_PROGRESS is empty."


def test_progress_that_cannot_be_read_is_one_line(run, of) -> None:
    path = of("ada")
    path.write_text("not json")

    ran = run("progress")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"aws-patterns: {path} is not a file of progress: it is not JSON; ask for another copy\n"


def test_two_forms_at_once_are_refused(run, of) -> None:
    of("ada")

    assert run("progress", "--json", "--csv")[::2] == (2, "aws-patterns: --json and --csv: give one of them\n")


def test_a_class_is_a_table_furthest_first_with_what_stops_most(run, of) -> None:
    ada = of("ada", (SHARED, (ACL, POLICY)), (SHARED, ()))
    bob = of("bob", (SHARED, (POLICY, EXPIRY)))
    eve = of("eve", ("what_a_delete_leaves", (ACL,)), (SHARED, (POLICY,)))

    lines = run("class", eve, bob, ada, bob).out.splitlines()

    assert [line.split() for line in lines[:4]] == [
        ["learner", "solved", "tries", "minutes", "first", "week", "security", "reliability", "stands", "at", "mark"],
        ["ada", "1", "2", "0", "1/20", "1/22", "0/14"],
        ["bob", "0", "1", "0", "0/20", "0/22", "0/14", SHARED],
        ["eve", "0", "2", "0", "0/20", "0/22", "0/14", SHARED],
    ]
    assert lines[5:8] == [
        "What stops most people now",
        f"  2 (ever 3)  {SHARED}: {POLICY}",
        f"  1 (ever 1)  {SHARED}: {EXPIRY}",
    ]
    hurdles = json.loads(run("class", ada, bob, eve, "--json").out)["hurdles"]
    assert hurdles[-1] == {"exercise": SHARED, "condition": ACL, "stops": 0, "stopped": 1}


def test_a_file_edited_by_hand_is_marked_in_every_form(run, of) -> None:
    bob = of("bob", (SHARED, (POLICY,)))
    bob.write_text(bob.read_text().replace(POLICY, ACL))

    mark = "edited by hand: what it says up to try 1 is not what was written"
    assert run("class", bob).out.splitlines()[1].endswith(mark)
    assert json.loads(run("class", bob, "--json").out)["learners"][0]["doubt"] == mark
    assert f",{mark}," in run("class", bob, "--csv").out
    assert run("progress").out.splitlines()[1] == f"This file is {mark}."


def test_broken_files_are_named_one_by_one_and_the_others_shown(run, of, tmp_path: Path) -> None:
    ada, broken, missing = of("ada", (SHARED, ())), tmp_path / "broken.json", tmp_path / "missing.json"
    broken.write_text('{"version": 2}')

    ran = run("class", broken, ada, missing)

    assert ran.code == 1
    assert ran.out.splitlines()[1].startswith("ada")
    assert ran.err.splitlines() == [
        f"aws-patterns: {broken} is not a file of progress: 'learner' is missing; ask for another copy",
        f"aws-patterns: {missing} is not a file of progress: it cannot be read (No such file or directory); "
        "check its name and its rights",
    ]


def test_learners_of_one_name_are_told_apart_by_their_files(run, of) -> None:
    files = [of("ada", (SHARED, ()), file=name) for name in ("one", "two")]

    lines = run("class", *files).out.splitlines()

    assert [line.split("  ")[0] for line in lines[1:3]] == ["ada (one.json)", "ada (two.json)"]


def test_what_is_in_a_file_steers_neither_terminal_nor_spreadsheet(run, of) -> None:
    path = of("=cmd\x1b[31m", (SHARED, ()))

    assert "\x1b" not in run("class", path).out
    assert next(csv.DictReader(run("class", path, "--csv").out.splitlines()))["learner"].startswith("'=cmd")


def test_exercises_that_are_on_no_page_are_the_instructors(run, of) -> None:
    of("ada", ("our_own", (ACL,)))

    assert "of the instructor" in run("progress").out


def test_paths_tell_what_is_done(run, of) -> None:
    of("ada", ("what_a_delete_leaves", ()))

    assert run("paths").out.splitlines()[0] == "first week: 1 of 20 exercises, 300 minutes"
    first = json.loads(run("paths", "--json").out)[0]
    assert (first["name"], first["done"], first["next"]) == ("first week", 1, SHARED)
    assert first["steps"][1]["page"] == "secure_bucket"
