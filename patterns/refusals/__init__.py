"""What a service refuses to make, as far as it shows in what it is asked: a module per service, by boto3's name.

Both ask it: the service's own check, when the call comes (`sandbox.services.<x>.behaviours`), and the check of a
template, before there is a call. Not here: what hangs on the account, and what a schema says (`template.schema`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from patterns.template.schema import coerced
from patterns.template.values import Unknown

Refusal = tuple[str, str]
"""The code and the message of a service's error."""

Question = Callable[[Mapping[str, Any]], Iterator[Refusal]]
"""What a service has against the properties of a resource, the gravest first."""


class Undecided:
    """Stands for a value that only a deployment settles: whatever looks at it learns nothing, and stops asking."""

    def __init__(self, unknown: Unknown) -> None:
        self.unknown = unknown

    def _ask(self, *_: object) -> Any:
        raise NobodyKnows

    __bool__ = __contains__ = __eq__ = __float__ = __format__ = __ge__ = __getattr__ = __getitem__ = __gt__ = _ask
    __hash__ = __int__ = __iter__ = __le__ = __len__ = __lt__ = __ne__ = __str__ = _ask


class NobodyKnows(Exception):
    """A question hangs on a value that only a deployment settles."""


def refusals(type_name: str, properties: Mapping[str, Any]) -> Iterator[Refusal]:
    """What the type's service refuses in the properties of a template; a question that nobody can answer yet is none.

    The properties have to fit the schema of their type.
    """
    asked = decidable(type_name, properties)
    for question in known().get(type_name, ()):
        try:
            yield from question(asked)
        except (NobodyKnows, TypeError):  # a pattern takes nothing but text, and says so by the latter
            continue


def decidable(type_name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties as a question takes them: of their schema's types, and `Undecided` where nobody knows yet."""
    settled: dict[str, Any] = _decided(coerced(type_name, dict(properties)))
    return settled


@cache
def known() -> Mapping[str, tuple[Question, ...]]:
    """The questions about each type that has some."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {type_name: questions for module in modules for type_name, questions in module.TYPES.items()}


def is_decided(value: Any) -> bool:
    """Whether nothing in a value waits for a deployment."""
    if isinstance(value, dict):
        return all(map(is_decided, value.values()))
    return all(map(is_decided, value)) if isinstance(value, list) else not isinstance(value, Undecided)


def _decided(value: Any) -> Any:
    if isinstance(value, Unknown):
        return Undecided(value)
    if isinstance(value, dict):
        return {name: _decided(member) for name, member in value.items()}
    return [_decided(item) for item in value] if isinstance(value, list) else value
