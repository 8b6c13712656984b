"""Checks that a company writes itself: loaded by file or by name, their mistakes told as theirs."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from patterns.findings import Rule
from patterns.house.settings import House, HouseError
from patterns.house.shelves import findable, imported
from patterns.template.resolve import Resolved


def single(house: House, name: str) -> ModuleType:
    """A check by its file, from the folder of the house's own file, or by its module's name."""
    folder = house.file.parent if house.file else Path.cwd()
    if not name.endswith(".py"):
        findable(folder)
        return imported(name)
    path = folder / name
    spec = importlib.util.spec_from_file_location(f"aws_patterns_check_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise HouseError(house.file, f"checks names {name}, and {path} is no file: check the path")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # the file is the company's: whatever is wrong in it is to be told
        raise HouseError(path, f"it does not run: {type(error).__name__}: {error}") from error
    return module


def rules_of(module: ModuleType) -> Iterator[Rule]:
    """The checks of a module from outside. Raises `HouseError`."""
    given = getattr(module, "RULES", None) or [getattr(module, "RULE", None)]
    for rule in given:
        if not isinstance(rule, Rule):
            raise HouseError(module.__file__, "it has no check: write RULE = Rule(...), or RULES = [...] for several")
        yield replace(rule, places=_told(rule, module))


def _told(rule: Rule, module: ModuleType) -> Any:
    """The places of a check from outside, whose own mistakes are told as such."""

    def places(resolved: Resolved) -> Iterator[Any]:
        try:
            yield from rule.places(resolved)
        except Exception as error:  # the check is the company's
            wrong = f"check {rule.id} fails on this template: {type(error).__name__}: {error}"
            raise HouseError(module.__file__, wrong) from error

    return places
