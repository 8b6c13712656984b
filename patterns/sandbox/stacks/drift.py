"""Comparing what a template declares with what the services report. Not here: asking the services (`provider`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One place where declared and read-back differ; `actual` is None where nothing reads back.

    `path` is dotted, with positions in brackets: `LifecycleConfiguration.Rules[0].Status`; empty for a resource that is
    gone.
    """

    path: str
    declared: Any
    actual: Any

    def __str__(self) -> str:
        if not self.path:
            return "the resource is gone"
        return f"{self.path} is {self.actual!r}, declared {self.declared!r}"


def differences(declared: Any, actual: Any, path: str = "") -> list[Difference]:
    """Where `actual` does not hold what `declared` says; what only `actual` has, a service's default, is no difference.

    Nor is a list or an object without members, of which services say nothing.

    Members of a list are paired by identity (`Key`, `Id`, `Sid`) or equality first, as the services return them in an
    order of their own.
    """
    if isinstance(declared, Mapping) and isinstance(actual, Mapping):
        return [
            difference
            for key, value in declared.items()
            for difference in differences(value, actual.get(key), f"{path}.{key}" if path else str(key))
        ]
    if isinstance(declared, list) and isinstance(actual, list) and len(declared) == len(actual):
        return [
            difference
            for index, (one, other) in enumerate(_paired(declared, actual))
            for difference in differences(one, other, f"{path}[{index}]")
        ]
    is_nothing = actual is None and isinstance(declared, Mapping | list) and not declared
    return [] if is_nothing or _plain(declared) == _plain(actual) else [Difference(path, declared, actual)]


def _paired(declared: list[Any], actual: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each declared member with the actual one that is it: by identity, else equal, else the one in its place."""
    rest = list(actual)
    for index, member in enumerate(declared):
        match = next((other for other in rest if _same_thing(member, other)), None)
        if match is None:
            match = actual[index] if actual[index] in rest else rest[0]
        rest.remove(match)
        yield member, match


def _same_thing(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in ("Key", "Id", "Sid"):
            if key in one and key in other:
                return bool(one[key] == other[key])
    return bool(one == other)


def _plain(value: Any) -> Any:
    """Scalars as CloudFormation takes them: `"true"` and true, `"30"` and 30 declare the same."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return value


def count_leaves(declared: Any) -> int:
    """How many single values a declaration holds."""
    if isinstance(declared, Mapping):
        return sum(count_leaves(member) for member in declared.values())
    if isinstance(declared, list):
        return sum(count_leaves(member) for member in declared)
    return 1
