"""The recipe that makes the most resources, and patterns that change at every turn. Not a benchmark."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from patterns.catalogue import recipes
from patterns.parameters import Number
from patterns.pattern import Pattern


def largest() -> Pattern:
    """The default pattern of the recipe that makes the most resources."""
    return max((made() for made in recipes().values()), key=lambda pattern: len(pattern.to_dict()["Resources"]))


def changing(pattern: Pattern) -> Callable[[], Pattern]:
    """A function that returns a pattern with another template at every call, one number of it turned."""
    numbers = [(name, kind) for name, kind in pattern.parameters().items() if isinstance(kind, Number)]
    name, kind = max(numbers, key=lambda number: number[1].maximum - number[1].minimum)
    values = cycle(range(kind.minimum, kind.maximum + 1))
    return lambda: pattern.with_(**{name: next(values)})
