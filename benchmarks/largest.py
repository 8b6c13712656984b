"""The recipe that makes the most resources, and patterns that change at every turn. Not a benchmark."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from patterns.catalogue import recipes
from patterns.pattern import Pattern


def largest() -> Pattern:
    """The default pattern of the recipe that makes the most resources."""
    return max((made() for made in recipes().values()), key=lambda pattern: len(pattern.to_dict()["Resources"]))


def changing(pattern: Pattern) -> Callable[[], Pattern]:
    """A function that returns another pattern at every call."""
    numbers = count()
    return lambda: pattern.with_(project=f"cookbook-{next(numbers)}")
