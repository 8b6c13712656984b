"""What is kept of a reader's tries: every one of them, in a file that shows an edit, and never in the reader's way."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from patterns import catalogue, progress
from patterns.progress import keeping, stopwatch
from patterns.progress.kept import UnreadableProgress, read
from patterns.progress.stopwatch import Stopwatch

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "data" / "progress.json"
    monkeypatch.setenv("PATTERNS_PROGRESS", str(path))
    monkeypatch.setenv("PATTERNS_LEARNER", "ada")
    monkeypatch.delenv("PATTERNS_PROGRESS_KEY", raising=False)
    return path


def tried(*names: str, missed: tuple[str, ...] = ()) -> None:
    for name in names:
        progress.record(name, passed=("it is there",), missed=missed, seed=0)


def edited(path: Path, edit: Edit) -> None:
    kept = json.loads(path.read_text())
    edit(kept)
    path.write_text(json.dumps(kept))


@pytest.mark.slow
def test_every_answer_is_kept_with_what_held_and_what_did_not(place: Path) -> None:
    exercise = catalogue.exercise("what_a_delete_leaves")
    says = exercise.conditions[0].says

    exercise.check()
    exercise.check(2)
    exercise.check(3)

    kept = read(place)
    assert [(attempt.exercise, attempt.passed, attempt.missed, attempt.seed) for attempt in kept.attempts] == [
        ("what_a_delete_leaves", (), (says,), 0),
        ("what_a_delete_leaves", (says,), (), 0),
    ]
    assert (kept.learner, kept.solved, kept.doubt) == ("ada", {"what_a_delete_leaves"}, "")


@pytest.mark.slow
def test_what_an_exercise_begins_with_is_no_try(place: Path) -> None:
    exercise = catalogue.exercise("close_the_shared_bucket")

    exercise.check(exercise.start)
    assert not place.exists()

    exercise.check(exercise.start.replace("ObjectWriter", "BucketOwnerEnforced"))
    assert [len(attempt.passed) for attempt in read(place).attempts] == [2]


def test_nothing_is_kept_where_that_is_chosen(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_PROGRESS", "")

    tried("one")

    assert (progress.place(), progress.solved(), place.parent.exists()) == (None, frozenset(), False)


def test_an_answer_that_cannot_be_kept_is_forgotten(place: Path) -> None:
    place.parent.write_text("a file where a folder should be")

    tried("one")

    assert progress.solved() == frozenset()


def test_minutes_count_from_the_question_or_the_last_answer_and_a_long_gap_little(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([0, 60, 240, 330, 7200])
    watch = Stopwatch(lambda: next(seconds))
    monkeypatch.setattr(stopwatch, "WATCH", watch)

    progress.shown("one")
    progress.shown("two")
    tried("one", "two", "two")

    assert [attempt.minutes for attempt in read(place).attempts] == [4.0, 1.5, 30.0]


def test_an_answer_whose_question_was_never_shown_took_no_time_that_is_known() -> None:
    assert Stopwatch(lambda: 100.0).answered("one") == 0


def test_several_pages_at_once_lose_no_try(place: Path) -> None:
    names = [f"exercise_{number}" for number in range(24)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tried, names))

    assert sorted(attempt.exercise for attempt in read(place).attempts) == sorted(names)
    assert read(place).doubt == ""


EDITS: dict[str, tuple[Edit, str]] = {
    "a condition passed": (
        lambda kept: kept["attempts"][1].update(missed=[]),
        "edited by hand: what it says up to try 2 is not what was written",
    ),
    "another name": (lambda kept: kept.update(learner="bob"), "edited by hand: what it says up to try 1 is not what"),
    "a try taken out": (lambda kept: kept["attempts"].pop(1), "edited by hand: what it says up to try 2 is not what"),
    "the last try taken off": (lambda kept: kept["attempts"].pop(), "edited by hand: its end is not what was written"),
    "all tries taken off": (lambda kept: kept["attempts"].clear(), "edited by hand: its end is not what was written"),
    "solved before": (lambda kept: kept["solved_before"].append("x"), "edited by hand: what it says up to try 1"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_by_hand_shows_and_later_tries_do_not_cover_it(place: Path, name: str) -> None:
    tried("one")
    tried("two", missed=("it is small",))
    tried("three")
    edit, doubt = EDITS[name]

    edited(place, edit)
    assert read(place).doubt.startswith(doubt)

    tried("four")
    assert read(place).doubt == "edited by hand"
    assert "four" in progress.solved()


def test_the_mark_of_an_edit_cannot_just_be_taken_off(place: Path) -> None:
    tried("one")
    edited(place, lambda kept: kept.update(learner="bob"))
    tried("two")

    edited(place, lambda kept: kept.update(edited=False))

    assert read(place).doubt.startswith("edited by hand")


def test_a_file_sealed_with_a_key_is_checked_with_that_key(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_PROGRESS_KEY", "of this class")
    tried("one", "two")
    assert read(place).doubt == ""

    monkeypatch.setenv("PATTERNS_PROGRESS_KEY", "of another class")
    assert "or sealed with another key" in read(place).doubt

    monkeypatch.delenv("PATTERNS_PROGRESS_KEY")
    assert read(place).doubt == "sealed with a key: set PATTERNS_PROGRESS_KEY to it to check the file"
    tried("three")
    monkeypatch.setenv("PATTERNS_PROGRESS_KEY", "of this class")
    assert read(place).doubt.startswith("edited by hand: what it says up to try 3")


def test_a_file_without_a_key_is_in_doubt_where_the_class_has_one(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried("one")

    monkeypatch.setenv("PATTERNS_PROGRESS_KEY", "of this class")

    assert read(place).doubt == "not sealed with the key of the class"


def test_what_was_solved_before_tries_were_kept_stays_solved(place: Path) -> None:
    place.parent.mkdir()
    place.write_text('["what_a_delete_leaves"]')
    assert progress.solved() == {"what_a_delete_leaves"}

    tried("one")

    assert (read(place).solved, read(place).learner) == ({"what_a_delete_leaves", "one"}, "ada")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not json", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('["\\ud800"]', "it is not JSON"),
        ("[1e999]", "it is not JSON"),
        ("[NaN]", "it is not JSON"),
        ("[1, 2]", "it is a list, but not of the names"),
        ("7", "it holds a int"),
        ('{"a": 1}', "its version is None"),
        ('{"version": 3}', "its version is 3"),
        ('{"version": 2, "learner": 7}', "'learner' is 7"),
        ('{"version": 2, "learner": "ada", "keyed": false}', "'solved_before' is missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_counts_nothing_and_is_put_aside(
    place: Path, text: str, message: str
) -> None:
    place.parent.mkdir()
    place.write_text(text)

    with pytest.raises(UnreadableProgress, match=message) as refused:
        read(place)
    assert str(refused.value).startswith(f"{place} is not a file of progress: ")
    assert progress.solved() == frozenset()

    tried("one")
    assert progress.solved() == {"one"}
    assert place.with_name("progress.json.unreadable-1").read_text() == text


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda kept: kept["attempts"].append(7), "try 2: this is no object"),
        (lambda kept: kept["attempts"][0].pop("seed"), "try 1: 'seed' is missing"),
        (lambda kept: kept["attempts"][0].update(minutes=True), "try 1: 'minutes' is True"),
        (lambda kept: kept["attempts"][0].update(passed=[7]), "try 1: passed holds something that is no text"),
    ],
)
def test_a_try_of_another_form_is_named(place: Path, edit: Edit, message: str) -> None:
    tried("one")
    edited(place, edit)

    with pytest.raises(UnreadableProgress, match=message):
        read(place)


def test_a_file_that_is_missing_or_huge_is_refused(place: Path) -> None:
    with pytest.raises(UnreadableProgress, match="it cannot be read"):
        read(place)

    place.parent.mkdir()
    place.write_bytes(b" " * 10_000_001)
    with pytest.raises(UnreadableProgress, match="larger than 10 MB"):
        read(place)


def test_the_name_is_that_of_the_hub_where_no_other_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PATTERNS_LEARNER", raising=False)
    monkeypatch.setenv("JUPYTERHUB_USER", "grace")

    assert keeping.learner() == "grace"
