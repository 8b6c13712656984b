"""What is found in a template once, though many ask for it: a Resolved never changes. Not here: what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from .resolve import Resolved

T = TypeVar("T")


def once(find: Callable[[Resolved], Iterable[T]]) -> Callable[[Resolved], tuple[T, ...]]:
    """The function with its answer kept for as long as somebody keeps the Resolved."""
    known: WeakKeyDictionary[Resolved, tuple[T, ...]] = WeakKeyDictionary()

    @wraps(find)
    def found(resolved: Resolved) -> tuple[T, ...]:
        if resolved not in known:
            known[resolved] = tuple(find(resolved))
        return known[resolved]

    return found
