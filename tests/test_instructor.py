"""What an instructor adds: conditions that learners meet without their sentence or with it, and whole exercises."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from patterns import Sandbox, catalogue
from patterns.instructor import NotUsable, Trial, added, further
from patterns.progress import read

START = """\
from patterns.instructor import Condition, Exercise, Kind, Lacking, first, further


def tagged(trial):
    tags = trial.resolved.resources[first(trial, "AWS::S3::Bucket")].properties.get("Tags", [])
    return "" if tags else "the bucket has no secret tag"


def raising(trial):
    raise Lacking("it has no secret tag: add one")


def met(trial):
    return ""


"""
OWN = """\
EXERCISES = [
    Exercise("our_queue", Kind.BUILD, "Build a queue.",
             (Condition("it has a queue", lambda trial: "" if first(trial, "AWS::SQS::Queue") else "none"),), ("SQS.",))
]
"""
BUCKET = "Resources: {Bucket: {Type: 'AWS::S3::Bucket'}}"
UNTOLD = "a further condition of your instructor"


@pytest.fixture
def of_the_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "class_of_may.py"
        path.write_text(START + text)
        monkeypatch.setenv("PATTERNS_CLASS", str(path))
        return path

    return written


def test_learners_meet_a_further_condition_without_what_it_looks_for(of_the_class) -> None:
    of_the_class("CONDITIONS = {'what_a_delete_leaves': [further('it is tagged', raising), further('it is', met)]}")
    exercise = catalogue.exercise("what_a_delete_leaves")

    assert exercise.check().lines[1:] == (f"· {UNTOLD}", f"· {UNTOLD} (2)")
    with Sandbox():
        result = exercise.check(3)

    assert not result.solved
    assert result.lines[1:] == (f"✗ {UNTOLD}: it does not hold", f"✓ {UNTOLD} (2)")
    assert "tag" not in repr(result) + repr(exercise) + exercise._repr_html_()


@pytest.mark.slow
def test_learners_meet_its_sentence_where_the_instructor_tells_it(of_the_class) -> None:
    of_the_class("CONDITIONS = {'close_the_shared_bucket': [further('it is tagged', tagged, tell=True)]}")
    exercise = catalogue.exercise("close_the_shared_bucket")

    with Sandbox():
        without, tagged = (exercise.check(BUCKET.replace("Bucket'", f"Bucket'{more}")) for more in ("", TAGS))

    assert without.lines[-1] == f"✗ {UNTOLD}: it is tagged: it does not hold"
    assert tagged.lines[-1] == f"✓ {UNTOLD}: it is tagged"


TAGS = ", Properties: {Tags: [{Key: owner, Value: us}]}"


@pytest.mark.slow
def test_progress_tells_as_little_as_the_page(of_the_class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_PROGRESS", str(tmp_path / "progress.json"))
    of_the_class("CONDITIONS = {'what_a_delete_leaves': [further('it is tagged', raising)]}")

    catalogue.exercise("what_a_delete_leaves").check(3)

    [attempt] = read(tmp_path / "progress.json").attempts
    assert (attempt.missed, attempt.solved) == ((UNTOLD,), False)


def test_an_exercise_of_the_instructors_own_is_found_judged_and_may_have_further_conditions(of_the_class) -> None:
    of_the_class(f"{OWN}CONDITIONS = {{'our_queue': [further('x', met)]}}")

    with Sandbox():
        result = catalogue.exercise("our_queue").check("Resources: {Queue: {Type: 'AWS::SQS::Queue'}}")

    assert (result.solved, len(result.lines)) == (True, 2)


def test_without_a_file_an_exercise_is_as_the_cookbook_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PATTERNS_CLASS", raising=False)

    assert (added().conditions, added().exercises) == ({}, {})
    assert catalogue.exercise("what_a_delete_leaves") is not None
    assert [condition.says for condition in catalogue.exercise("what_a_delete_leaves").conditions] == [
        condition.says for condition in catalogue.exercises()["secure_bucket"][0].conditions
    ]


@pytest.mark.slow
def test_a_condition_can_be_added_without_a_file() -> None:
    def small(trial: Trial) -> str:
        return "" if trial.answer == 3 else "it is large"

    exercise = catalogue.exercise("what_a_delete_leaves").with_conditions(further("it is small", small))

    assert exercise.check(3).solved
    assert not exercise.check(4).solved


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CONDITIONS = [1]", "CONDITIONS is to be a dict: the name of an exercise -> a list of conditions"),
        ("CONDITIONS = {'what_a_delete_leaves': ['x']}", "is to be a list of Condition objects"),
        ("CONDITIONS = {'what_a_delete_leave': []}", "no exercise is called 'what_a_delete_leave': did you mean what"),
        ("EXERCISES = 7", "EXERCISES is to be a list of Exercise objects"),
        (OWN.replace("our_queue", "open_sooner"), "the cookbook has an exercise 'open_sooner' itself"),
        ("CONDITIONS = nothing", "it does not run: NameError: name 'nothing' is not defined"),
        ("CONDITIONS = {", "it does not run: SyntaxError: "),
    ],
)
def test_a_file_that_is_wrong_is_named_with_what_is_wrong(of_the_class, text: str, message: str) -> None:
    path = of_the_class(text)

    with pytest.raises(NotUsable) as refused:
        catalogue.exercise("what_a_delete_leaves")

    assert str(refused.value).startswith(f"PATTERNS_CLASS is {path}: ")
    assert message in str(refused.value)


def test_a_file_that_is_missing_or_no_python_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_CLASS", str(tmp_path / "none.py"))
    with pytest.raises(NotUsable, match="it cannot be read"):
        added()

    (tmp_path / "class.txt").touch()
    monkeypatch.setenv("PATTERNS_CLASS", str(tmp_path / "class.txt"))
    with pytest.raises(NotUsable, match=r"a name that ends in \.py"):
        added()
