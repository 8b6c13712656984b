"""What holds for every exercise. The answers, right and wrong, with what each earns, stand in a file named like it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from random import Random
from typing import Any

import pytest

from patterns import Sandbox, SecureBucket, catalogue
from patterns.question import Exercise, Kind
from tools.sampling import sampled

HERE = Path(__file__).parent
EXERCISES = [one for of_recipe in catalogue.exercises().values() for one in of_recipe]


def answers(name: str) -> Any:
    """The module with the answers to the exercises of a recipe: `RIGHT` and `WRONG` by the exercise's name."""
    spec = importlib.util.spec_from_file_location(f"answers_{name}", HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


READY = (
    "secure_bucket", "encryption_key", "resource_tags", "least_privilege_policy", "service_role", "database_secret",
    "private_instance", "three_tier_vpc", "lambda_function", "circuit_breaker",
    "multi_az_service", "spot_fleet", "web_application",
)  # fmt: skip
"""Recipes whose answers have the whole shape: an unusual right one, and three wrong ones or more, for each exercise."""

RIGHT = {name: right for recipe in catalogue.exercises() for name, right in answers(recipe).RIGHT.items()}


def wrong_answers(recipe: str) -> list[Any]:
    """The wrong answers to the exercises of a recipe: one, drawn with a seed, is slow, all others are long.

    Each is tried on a stack of its own.
    """
    wrong = answers(recipe).WRONG
    ids = [f"{name}-{number}" for name in wrong for number in range(len(wrong[name]))]
    always = Random(f"7 {recipe}").choice(ids)
    cases = [(name, answer, message) for name in wrong for answer, message in wrong[name]]
    return [
        pytest.param(*case, id=case_id, marks=pytest.mark.slow if case_id == always else pytest.mark.long)
        for case, case_id in zip(cases, ids, strict=True)
    ]


def every_answer(recipe: str) -> list[tuple[str, Any, bool]]:
    """The answers to the exercises of a recipe, with whether each is right."""
    module = answers(recipe)
    right = [(name, answer, True) for name, answer in module.RIGHT.items()]
    unusual = [(name, answer, True) for name in module.UNUSUAL for answer in module.UNUSUAL[name]]
    wrong = [(name, answer, False) for name in module.WRONG for answer, _ in module.WRONG[name]]
    return [*right, *unusual, *wrong]


WRONG = [case for recipe in catalogue.exercises() for case in wrong_answers(recipe)]
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
NAMED = [pytest.param(exercise, id=exercise.name) for exercise in EXERCISES]
some_exercises = pytest.mark.parametrize("exercise", sampled(NAMED, 2, slow=4))
some_others = pytest.mark.parametrize("exercise", sampled(NAMED, 1, seed=8, slow=4))


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_PROGRESS", "")


def account(aws: Sandbox) -> list[Any]:
    """What trials could leave behind."""
    return [aws.stacks, aws.client("s3").list_buckets()["Buckets"], aws.client("ec2").describe_vpcs()["Vpcs"]]


@pytest.mark.parametrize("recipe", catalogue.recipe_names())
def test_every_recipe_has_one_to_predict_one_to_mend_and_one_to_build(recipe: str) -> None:
    kinds = [exercise.kind for exercise in catalogue.exercises().get(recipe, ())]

    assert set(kinds) == set(Kind)


def test_exercises_belong_to_recipes_and_have_names_of_their_own() -> None:
    assert set(catalogue.exercises()) <= set(catalogue.recipe_names())
    assert len({exercise.name for exercise in EXERCISES}) == len(EXERCISES)


@every_exercise
def test_it_asks_hints_and_begins_somewhere(exercise: Exercise) -> None:
    assert len(exercise.hints) >= 2
    assert exercise.conditions
    assert bool(exercise.start) == (exercise.kind is Kind.FIX)
    assert f"<summary>Hint {len(exercise.hints)}</summary>" in exercise._repr_html_()


@every_exercise
def test_without_an_answer_it_says_what_must_hold(exercise: Exercise) -> None:
    result = exercise.check()

    assert not result.solved
    assert [line for line in result.lines if not line.startswith("· ")] == []
    assert len(result.lines) == len(exercise.conditions)


@pytest.mark.slow
@some_exercises
def test_a_right_answer_solves_it_and_leaves_nothing_behind(exercise: Exercise) -> None:
    with Sandbox() as aws:
        before = account(aws)
        result = exercise.check(RIGHT[exercise.name])

        assert result.solved, result
        assert account(aws) == before


@pytest.mark.slow
@some_others
def test_what_it_begins_with_is_no_answer(exercise: Exercise) -> None:
    with Sandbox():
        assert not exercise.check(exercise.start or "nothing of the kind").solved


@pytest.mark.parametrize(("name", "answer", "message"), WRONG)
def test_a_wrong_answer_earns_a_message_that_helps(name: str, answer: Any, message: str) -> None:
    with Sandbox() as aws:
        before = account(aws)
        result = catalogue.exercise(name).check(answer)

        assert not result.solved
        assert any(message in line for line in result.lines), result
        assert account(aws) == before


@pytest.mark.slow
def test_the_account_of_the_page_its_clock_and_its_stacks_do_not_move() -> None:
    with Sandbox() as aws:
        page = aws.deploy({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}, name="exercise-1")
        now = aws.clock.now

        assert catalogue.exercise("what_a_lost_zone_leaves").check(RIGHT["what_a_lost_zone_leaves"]).solved
        assert (Sandbox.live(), aws.clock.now, [stack.name for stack in aws.stacks]) == (aws, now, [page.name])
        assert page["Queue"].exists
    assert catalogue.exercise("after_a_cancelled_deletion").check("Disabled").solved
    assert Sandbox.live() is None


@pytest.mark.slow
def test_what_a_recipe_leaves_open_is_filled_and_may_be_given() -> None:
    """The take-away of a page is an answer, as it stands and as a class or one line."""
    question = catalogue.exercise("close_the_shared_bucket")
    taken, one_line = SecureBucket().to_yaml(), "Resources: {Bucket: {Type: 'AWS::S3::Bucket'}}"

    assert "OwnerEmail" in taken
    assert [question.check(answer).solved for answer in (taken, SecureBucket)] == [True, True]
    assert question.check(taken, parameters={"OwnerEmail": "team@example.com"}).solved
    assert "'OwnerEmail' failed to satisfy constraint" in repr(
        question.check(taken, parameters={"OwnerEmail": "nobody"})
    )
    assert "cannot be read" not in repr(question.check(one_line))


@every_exercise
def test_there_are_two_wrong_answers_or_more(exercise: Exercise) -> None:
    assert len([case for case in WRONG if case.values[0] == exercise.name]) >= 2


@pytest.mark.parametrize("recipe", READY)
def test_there_are_an_unusual_right_answer_and_three_wrong_ones_for_each(recipe: str) -> None:
    module, names = answers(recipe), {exercise.name for exercise in catalogue.exercises()[recipe]}

    assert {name for name, unusual in module.UNUSUAL.items() if unusual} == names
    assert {name for name, wrong in module.WRONG.items() if len(wrong) >= 3} == names
    assert set(module.RIGHT) == names


@pytest.mark.long
@pytest.mark.parametrize("recipe", READY)
def test_answers_are_judged_alike_in_one_account_in_any_order_and_twice(recipe: str) -> None:
    """An unusual right answer is right, and nothing that one answer did changes the judgement on another."""
    turns = every_answer(recipe)
    with Sandbox() as aws:
        before = account(aws)
        for seed in (1, 2):
            shuffled = Random(seed).sample(turns, len(turns))
            told = [(name, answer, catalogue.exercise(name).check(answer)) for name, answer, _ in shuffled]
            solved = [result.solved for _, _, result in told]

            assert solved == [right for _, _, right in shuffled], told
            assert account(aws) == before


ODD = [object(), "", {"Resources": 7}, -1, lambda: None, [1, 2], dict, b"", float("nan")]
TURNS = [(exercise, answer) for exercise in EXERCISES for answer in ODD]


@pytest.mark.parametrize(("exercise", "answer"), sampled([pytest.param(*turn) for turn in TURNS], 3, slow=7))
def test_no_answer_whatever_it_is_raises(exercise: Exercise, answer: Any) -> None:
    with Sandbox():
        assert not exercise.check(answer).solved
