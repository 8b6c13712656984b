"""What there is, found by walking folders; the only discovery of recipes, checks and exercises.

A new recipe, check or set of exercises is a new module: nothing is registered anywhere. A shelf is a package with
`recipes`, `exercises` and `checks`: the cookbook's own, those that installed distributions name by an entry point of
the group `aws_patterns.recipes`, and the folders of `aws-patterns.toml` and `--recipes`.
"""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from patterns.house import settings
from patterns.house.settings import House, HouseError
from patterns.house.shelves import OWN, imported, module_names, shelves

if TYPE_CHECKING:
    from patterns.findings import Rule
    from patterns.pattern import Pattern
    from patterns.question import Exercise

SAID = ("title", "pillar", "minutes", "path")
"""What a recipe must say of itself, for the list and the gallery."""


class UnknownRecipeError(LookupError):
    """There is no recipe of that name; the message names the nearest one."""


def recipe_names() -> tuple[str, ...]:
    """The module names of all recipes, `secure_bucket` among them, without importing one. Raises `HouseError`."""
    return tuple(sorted(_found("recipes", settings.current())))


def recipe_files() -> dict[str, Path]:
    """The file of each recipe, for who wants to read it without importing it. Raises `HouseError`."""
    found = _found("recipes", settings.current())
    specs = {name: importlib.util.find_spec(module) for name, module in sorted(found.items())}
    return {name: Path(spec.origin) for name, spec in specs.items() if spec and spec.origin}


def recipes() -> dict[str, type[Pattern]]:
    """Every recipe class by its module name, sorted. Raises `HouseError`."""
    return {name: _recipe(name, settings.current()) for name in recipe_names()}


def recipe(name: str) -> type[Pattern]:
    """The recipe called `name`: its class name or its module name, with the defaults of the house.

    Raises `UnknownRecipeError` and `HouseError`.
    """
    name = _name(name, "recipe", UnknownRecipeError, recipe_names())
    from_class = {part.replace("_", ""): part for part in recipe_names()}
    module = from_class.get(name.lower().replace("_", "").replace("-", ""))
    if module is None:
        near = difflib.get_close_matches(name.lower(), recipe_names(), n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(recipe_names())}"
        raise UnknownRecipeError(f"no recipe is called {name!r}: {advice}")
    return _recipe(module, settings.current())


def checks() -> dict[str, Rule]:
    """Every check by its permanent id, sorted by id: the cookbook's, and what the house adds. Raises `HouseError`."""
    return _checks(settings.current())


@cache
def cookbook_checks() -> dict[str, Rule]:
    """The checks of the cookbook alone, by which exercises are judged wherever they are solved."""
    rules = [imported(f"{OWN}.checks.{name}").RULE for name in check_names()]
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}


def check_names() -> tuple[str, ...]:
    """The cookbook's checks as modules within `patterns.checks`, `s3.versioning_off` among them, none imported."""
    return tuple(_check_modules(OWN))


@cache
def _checks(house: House) -> dict[str, Rule]:
    from patterns.house.own_checks import rules_of, single
    from patterns.house.rules import rules

    found = dict(cookbook_checks())
    own = [imported(f"{shelf}.checks.{name}") for shelf in shelves(house)[1:] for name in _check_modules(shelf)]
    own += [single(house, name) for name in house.checks]
    for rule in [*(rule for module in own for rule in rules_of(module)), *rules(house)]:
        if rule.id in found:
            raise HouseError(house.file or "checks", f"two checks have the id {rule.id}: give yours another one")
        found[rule.id] = rule
    return dict(sorted(found.items()))


def _check_modules(shelf: str) -> Iterator[str]:
    """Modules straight in `checks`, and in its folders."""
    for name in module_names(f"{shelf}.checks"):
        inside = module_names(f"{shelf}.checks.{name}")
        yield from (f"{name}.{each}" for each in inside)
        if not inside and shelf != OWN:
            yield name


class UnknownExerciseError(LookupError):
    """There is no exercise of that name; the message names the nearest one."""


def exercises() -> dict[str, tuple[Exercise, ...]]:
    """The exercises of every recipe that has some, by the recipe's module name, in the order of its page.

    Raises `HouseError`.
    """
    return _exercises(settings.current())


@cache
def _exercises(house: House) -> dict[str, tuple[Exercise, ...]]:
    found: dict[str, tuple[Exercise, ...]] = {}
    taken: set[str] = set()
    for name, place in _found("exercises", house).items():
        module = imported(place)
        given = getattr(module, "EXERCISES", None)
        if not isinstance(given, list | tuple):
            raise HouseError(module.__file__, "it has no list EXERCISES: write EXERCISES = [Exercise(...)]")
        for one in given:
            if one.name in taken:
                raise HouseError(module.__file__, f"another exercise is called {one.name!r} too: rename yours")
            taken.add(one.name)
        found[name] = tuple(given)
    return dict(sorted(found.items()))


def exercise(name: str) -> Exercise:
    """The exercise called `name`, with what the instructor of a class adds to it (`patterns.instructor`).

    Raises `UnknownExerciseError`, and `NotUsable` where the instructor's file is wrong.
    """
    from patterns.instructor import NotUsable, added

    more = added()
    known = {one.name: one for of_recipe in exercises().values() for one in of_recipe}
    for taken in known.keys() & more.exercises.keys():
        raise NotUsable(more.path, f"the cookbook has an exercise {taken!r} itself; give yours another name")
    known |= more.exercises
    for unknown in more.conditions.keys() - known.keys():
        raise NotUsable(more.path, f"CONDITIONS: {_no_exercise(unknown, known)}")
    if _name(name, "exercise", UnknownExerciseError, known) not in known:
        raise UnknownExerciseError(_no_exercise(name, known))
    return known[name].with_conditions(*more.conditions.get(name, ()))


def _name(given: object, kind: str, error: type[LookupError], known: Iterable[str]) -> str:
    if not isinstance(given, str):
        raise error(f"{kind} names are texts, not values of type {type(given).__name__}: there are {', '.join(known)}")
    return given


def _no_exercise(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"no exercise is called {name!r}: {advice}"


@cache
def _recipe(name: str, house: House) -> type[Pattern]:
    module = imported(_found("recipes", house)[name])
    found: Any = getattr(module, _class_name(name), None)
    if module.__name__.partition(".")[0] != OWN:
        _check_recipe(found, name, module)
    return _with_defaults(found, name, house)


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _check_recipe(found: Any, name: str, module: ModuleType) -> None:
    from patterns.pattern import Pattern

    if not (isinstance(found, type) and issubclass(found, Pattern)):
        wrong = f"it has no recipe: write class {_class_name(name)}(Pattern), named like its file"
        raise HouseError(module.__file__, wrong)
    lacking = [said for said in SAID if not hasattr(found, said)]
    if lacking:
        raise HouseError(module.__file__, f"{found.__name__} does not say its {', '.join(lacking)}: add ClassVars")


def _with_defaults(pattern_class: type[Pattern], name: str, house: House) -> type[Pattern]:
    """The recipe with the defaults that the house chooses for it; kinds, labels and help stay as they are."""
    from patterns.pattern import Pattern, with_defaults

    if not house.defaults:
        return pattern_class
    common = house.defaults.get("", {})
    for unknown in house.defaults.keys() - {"", *_found("recipes", house)}:
        near = difflib.get_close_matches(unknown, _found("recipes", house), n=1)
        advice = f"did you mean {near[0]}?" if near else "write the name that `aws-patterns list` shows"
        raise HouseError(house.file, f"[defaults.{unknown}]: no recipe is called {unknown!r}: {advice}")
    for unknown in common.keys() - Pattern.parameters().keys():
        advice = f"all have {', '.join(Pattern.parameters())}; write the others under [defaults.<recipe>]"
        raise HouseError(house.file, f"[defaults] {unknown} is no parameter of every recipe: {advice}")
    try:
        return with_defaults(pattern_class, {**common, **house.defaults.get(name, {})})
    except ValueError as error:
        raise HouseError(house.file, f"[defaults.{name}] {error}") from None


@cache
def _found(kind: str, house: House) -> dict[str, str]:
    """Name of each module in the folders `kind` of all shelves -> how to import it."""
    found: dict[str, str] = {}
    for shelf in shelves(house):
        for name in module_names(f"{shelf}.{kind}"):
            module = f"{shelf}.{kind}.{name}"
            if name in found:
                raise HouseError(module, f"{found[name]} has that name already: rename yours")
            found[name] = module
    return found
