"""What the cookbook holds, found by walking its folders; the only discovery of recipes, checks and exercises.

A new recipe, check or set of exercises is a new module: nothing is registered anywhere.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patterns.findings import Rule
    from patterns.pattern import Pattern
    from patterns.question import Exercise


class UnknownRecipeError(LookupError):
    """There is no recipe of that name; the message names the nearest one."""


def recipe_names() -> tuple[str, ...]:
    """The module names of all recipes, `secure_bucket` among them, without importing one."""
    return _module_names("patterns.recipes")


@cache
def recipes() -> dict[str, type[Pattern]]:
    """Every recipe class by its module name, sorted."""
    return {name: _recipe(name) for name in recipe_names()}


def recipe(name: str) -> type[Pattern]:
    """The recipe called `name`: its class name or its module name. Raises `UnknownRecipeError`."""
    name = _name(name, "recipe", UnknownRecipeError, recipe_names())
    from_class = {part.replace("_", ""): part for part in recipe_names()}
    module = from_class.get(name.lower().replace("_", "").replace("-", ""))
    if module is None:
        near = difflib.get_close_matches(name.lower(), recipe_names(), n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(recipe_names())}"
        raise UnknownRecipeError(f"no recipe is called {name!r}: {advice}")
    return _recipe(module)


@cache
def checks() -> dict[str, Rule]:
    """Every check of the cookbook by its permanent id, sorted by id."""
    rules = [_module("patterns.checks", name).RULE for name in check_names()]
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}


def check_names() -> tuple[str, ...]:
    """The modules of all checks within `patterns.checks`, `s3.versioning_off` among them, without importing one."""
    folders = _module_names("patterns.checks")
    return tuple(f"{folder}.{name}" for folder in folders for name in _module_names(f"patterns.checks.{folder}"))


class UnknownExerciseError(LookupError):
    """There is no exercise of that name; the message names the nearest one."""


@cache
def exercises() -> dict[str, tuple[Exercise, ...]]:
    """The exercises of every recipe that has some, by the recipe's module name, in the order of its page."""
    names = _module_names("patterns.exercises")
    return {name: tuple(_module("patterns.exercises", name).EXERCISES) for name in names}


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


def _recipe(module_name: str) -> type[Pattern]:
    class_name = "".join(part.capitalize() for part in module_name.split("_"))
    found: type[Pattern] = getattr(_module("patterns.recipes", module_name), class_name)
    return found


def _module_names(package: str) -> tuple[str, ...]:
    folder = importlib.import_module(package).__path__
    return tuple(sorted(info.name for info in pkgutil.iter_modules(folder) if not info.name.startswith("_")))


def _module(package: str, name: str) -> ModuleType:
    return importlib.import_module(f"{package}.{name}")
