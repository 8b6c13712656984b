"""The code that a template carries in itself. Not here: running it, or deciding whose code may run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .functions import Unknown
from .resolve import Resolved

PLACES: dict[str, tuple[str, ...]] = {"AWS::Lambda::Function": ("Code", "ZipFile")}
"""Type -> the path of the property that holds code as text."""


@dataclass(frozen=True)
class InlineCode:
    """One piece of code in a template; `text` is None where it depends on what is only known at deployment."""

    logical_id: str
    text: str | None = field(repr=False)


def inline_code(resolved: Resolved) -> tuple[InlineCode, ...]:
    """The code that stands in a template's resources, in the template's order."""
    return tuple(_found(resolved))


def _found(resolved: Resolved) -> Iterator[InlineCode]:
    for resource in resolved.resources.values():
        value = resource.properties if resource.type in PLACES else None
        for step in PLACES.get(resource.type, ()):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None:
            yield InlineCode(resource.logical_id, None if isinstance(value, Unknown) else str(value))
