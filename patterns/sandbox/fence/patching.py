"""Replacing attributes of other people's classes and modules, and putting them back. Not what replaces them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Self

_NOTHING: Any = object()

# Of the original: there are forty replacements at every start.
_TOLD = ("__module__", "__name__", "__qualname__", "__doc__")


class _Patch(NamedTuple):
    owner: Any
    name: str
    before: Any
    ours: Any
    whatever_stands: bool


class Patches:
    """A set of replacements that is lifted as a whole: `with` makes it, and leaves nothing of it where that fails."""

    def __init__(self) -> None:
        self._patches: list[_Patch] = []
        self._standing = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.lift()

    def put(self, owner: Any, name: str, value: Any, *, whatever_stands: bool = False) -> None:
        """Set an attribute until the patches are lifted.

        It is put back only where `value` still stands: what others put on top meanwhile is theirs to take away. With
        `whatever_stands` it is put back in any case.
        """
        self._patches.append(_Patch(owner, name, vars(owner).get(name, _NOTHING), value, whatever_stands))
        setattr(owner, name, value)

    def replace(self, owner: Any, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        """Replace a function by what `make` makes of it.

        Whoever took the replacement and keeps it (a mock that puts back what it found) has the original again after
        the patches are lifted.
        """
        original = getattr(owner, name)
        replacement = make(original)

        @functools.wraps(original, assigned=_TOLD, updated=())
        def standing_in(*args: Any, **kwargs: Any) -> Any:
            return (replacement if self._standing else original)(*args, **kwargs)

        # A plain function in place of a static method would be given the class.
        is_static = isinstance(vars(owner).get(name), staticmethod)
        self.put(owner, name, staticmethod(standing_in) if is_static else standing_in)

    def lift(self) -> None:
        """Put everything back; a second time nothing happens."""
        self._standing = False
        while self._patches:
            patch = self._patches.pop()
            if patch.whatever_stands or vars(patch.owner).get(patch.name) is patch.ours:
                if patch.before is _NOTHING:
                    delattr(patch.owner, patch.name)
                else:
                    setattr(patch.owner, patch.name, patch.before)


def family(base: type, name: str) -> Iterator[type]:
    """A class and those loaded classes below it that have a method of that name of their own, as aiobotocore's do."""
    if name in vars(base):
        yield base
    below: type
    for below in base.__subclasses__():
        yield from family(below, name)


def is_awaited(function: Callable[..., Any]) -> bool:
    """Whether what a function gives is awaited."""
    return inspect.iscoroutinefunction(function)


def like(original: Callable[..., Any], answer: Callable[..., Any]) -> Callable[..., Any]:
    """`answer`, awaited where `original` is."""
    if not is_awaited(original):
        return answer

    async def awaited(*args: Any, **kwargs: Any) -> Any:
        return answer(*args, **kwargs)

    return awaited
