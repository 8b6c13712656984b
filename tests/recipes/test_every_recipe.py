"""What holds for every recipe, at each of its choices. A new recipe needs no test of its own for these."""

import itertools
import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from patterns import Sandbox, catalogue, check
from patterns.analysis.lint import lint
from patterns.parameters import ParameterError
from patterns.pattern import Pattern
from tools.clearing import release
from tools.golden import FOLDER, golden
from tools.receivers import make_person
from tools.sampling import sampled

RECIPES = list(catalogue.recipes().values())
SAMPLE, SMALL = 2, 20
"""How many patterns are tried of a recipe that makes so many resources."""
WITHOUT_SNIPPET = {"multi_az_service", "private_instance", "web_application"}
"""Patterns that nobody published a snippet of."""


def permitted(recipe: type[Pattern], values: dict[str, Any]) -> Pattern | None:
    """The pattern with these values, None where they cannot go together."""
    try:
        return recipe(**values)
    except ParameterError:
        return None


def one_apart(recipe: type[Pattern]) -> list[Pattern]:
    """The default, and every choice of every parameter alone; with what it needs to matter where that is needed."""
    found = [recipe()]
    for name, kind in recipe.parameters().items():
        needed = {other: values[0] for other, values in kind.needs}
        found += [permitted(recipe, needed | {name: value}) for value in kind.choices()]
    return list(dict.fromkeys(pattern for pattern in found if pattern))


def all_pairs(recipe: type[Pattern]) -> list[Pattern]:
    """Patterns that together hold every two choices of every two parameters that can go together; greedy, seeded."""
    choices = {name: kind.choices() for name, kind in recipe.parameters().items()}
    waiting = {
        ((one, a), (other, b))
        for one, other in itertools.combinations(choices, 2)
        for a, b in itertools.product(choices[one], choices[other])
    }
    waiting = {pair for pair in waiting if permitted(recipe, dict(pair))}
    chance, found = Random(0), []
    while waiting:
        start = dict(min(waiting, key=repr))
        best = max((filled(recipe, start, choices, chance) for _ in range(30)), key=lambda p: len(waiting & pairs(p)))
        waiting -= pairs(best)
        found.append(best)
    return found


def filled(recipe: type[Pattern], start: dict[str, Any], choices: dict[str, Any], chance: Random) -> Pattern:
    """A pattern with the values of `start` and others by chance, the default where these cannot go together."""
    values = dict(start)
    for name in sorted(choices.keys() - start.keys(), key=lambda _: chance.random()):
        tried = values | {name: chance.choice(choices[name])}
        values = tried if permitted(recipe, tried) else values
    return recipe(**values)


def pairs(pattern: Pattern) -> set[Any]:
    return set(itertools.combinations(pattern.values.items(), 2))


def holds(aws: Sandbox, pattern: Pattern) -> None:
    """Lint is clean, and a stack of it reads back whole and goes away but for what is to stay."""
    assert lint(pattern) == []
    for role in set(re.findall(r":123456789012:role/([\w-]+)", json.dumps(pattern.to_dict()))):
        make_person(aws, role)  # a policy names only whom there is
    stack = aws.deploy(pattern)
    assert {name: stack[name].unsimulated for name in stack} == dict.fromkeys(stack, ())
    assert stack.drift() == {}
    release(aws, stack)
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"


def some(patterns: list[Pattern], most: int = SAMPLE) -> list[Pattern]:
    """Some of the patterns, fewer where each makes many resources."""
    size = len(patterns[0].to_dict()["Resources"])
    return Random(1).sample(patterns, min(max(1, most * SMALL // max(SMALL, size)), len(patterns)))


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_default_is_the_golden_template(recipe):
    name = recipe.recipe_name()

    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == golden(name), "review it, then `make golden`"


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_pattern_renders_as_troposphere_renders_it_to_the_byte(recipe):
    for pattern in one_apart(recipe):
        assert json.dumps(pattern.to_dict()) == json.dumps(pattern.template.to_dict())


def test_there_is_no_golden_template_without_a_recipe():
    assert {file.stem for file in FOLDER.glob("*.json")} == set(catalogue.recipe_names())


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_the_default_has_no_findings_and_no_lint(recipe):
    assert check(recipe()) == []


@pytest.mark.parametrize("recipe", sampled(RECIPES, 0, slow=3))
def test_a_seeded_sample_of_choices_renders_lints_deploys_reads_back_and_deletes(recipe):
    with Sandbox() as aws:
        for pattern in some(one_apart(recipe)):
            holds(aws, pattern)


@pytest.mark.long
@pytest.mark.parametrize("recipe", RECIPES)
def test_every_choice_of_each_parameter_renders_lints_deploys_reads_back_and_deletes(recipe):
    with Sandbox() as aws:
        for pattern in one_apart(recipe):
            holds(aws, pattern)


@pytest.mark.long
@pytest.mark.parametrize("recipe", RECIPES)
def test_every_pair_of_choices_renders_lints_deploys_reads_back_and_deletes(recipe):
    patterns = all_pairs(recipe)
    covered = set().union(*map(pairs, patterns))
    for one, other in itertools.combinations(recipe.parameters().items(), 2):
        for a, b in itertools.product(one[1].choices(), other[1].choices()):
            pair = ((one[0], a), (other[0], b))
            assert pair in covered or permitted(recipe, dict(pair)) is None
    with Sandbox() as aws:
        for pattern in patterns:
            holds(aws, pattern)


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_parameter_says_what_it_costs_or_protects(recipe):
    for name, kind in recipe.parameters().items():
        assert kind.label, name
        assert kind.help.endswith("."), name
        assert kind.group, name
        assert kind.checked(recipe.default(name)) == recipe.default(name), name
        for other, values in kind.needs:
            assert set(values) <= set(recipe.parameters()[other].choices()), name


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_parameter_that_does_not_matter_changes_nothing(recipe):
    for name, kind in recipe.parameters().items():
        for other, values in kind.needs:
            without = next(choice for choice in recipe.parameters()[other].choices() if choice not in values)
            bodies = [recipe(**{other: without, name: value}).to_dict() for value in kind.choices() if
                      permitted(recipe, {other: without, name: value})]  # fmt: skip
            assert all(body == bodies[0] for body in bodies), name


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_a_parameter_of_the_deployment_changes_no_template(recipe):
    for name, kind in recipe.parameters().items():
        if kind.deploy_time:
            assert {recipe(**{name: value}).to_json() for value in kind.choices()} == {recipe().to_json()}


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_what_a_recipe_makes_is_reachable_by_name(recipe):
    from patterns.scope import Scope, declarations

    for pattern in one_apart(recipe):
        template = pattern.template
        exports = pattern.build(Scope(type(template)(), declarations(pattern), {}))
        assert {made.title for made in exports.values()} == set(template.resources)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_has_a_test_of_its_own_and_its_published_snippet_in_both_forms(recipe):
    name, tests = recipe.recipe_name(), Path(__file__).parents[1]

    assert (tests / "recipes" / f"test_{name}.py").exists()
    if name not in WITHOUT_SNIPPET:
        assert (tests / "seed" / f"test_{name}.py").exists()
        assert {file.stem for file in (tests / "seed" / name).iterdir()} >= {"published", "completed"}
