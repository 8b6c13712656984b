"""How a record says which facts of a resource are worth a line. A property of another shape tells nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from patterns.template.properties import at, is_on

Fact = Callable[[Mapping[str, Any]], Iterable[str]]
"""From a resource's properties to the words worth a line: none where there is nothing to tell."""


def told(*path: str | int, form: str = "{}") -> Fact:
    """The value at a path, where there is one, in these words."""

    def fact(properties: Mapping[str, Any]) -> Iterable[str]:
        value = at(properties, *path)
        return () if value is None else (form.format(value),)

    return fact


def switched(*path: str | int, words: str) -> Fact:
    """These words, where the switch at a path is certainly on."""
    return lambda properties: (words,) if is_on(at(properties, *path)) else ()


def chosen(*path: str | int, value: str, words: str) -> Fact:
    """These words, where the value at a path is this one."""
    return lambda properties: (words,) if at(properties, *path) == value else ()
