"""What a service refuses of a resource beside others of its template: a module per service, by boto3's name.

A deployment hears it from the service, which looks at what is there; the check of a template looks at what is
declared. Where both say the same, the words stand in `patterns.refusals.<service>`. Not here: what a resource is
refused for by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from patterns.refusals import NobodyKnows, Refusal, Undecided, decidable
from patterns.template.dynamic import unsettled
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown, is_plain

Reference = tuple[str, str]
"""A logical id, and an attribute of it; "Ref" for a Ref."""


@dataclass(frozen=True, eq=False)
class Declared:
    """A resource of a template: its properties as a question takes them, and whether it is made in any case."""

    logical_id: str
    type: str
    asked: Mapping[str, Any]
    is_sure: bool


class Others:
    """The resources of one template, as a rule about several of them asks for them."""

    def __init__(self, resolved: Resolved, sound: Collection[str]) -> None:
        self._resolved, self._sound = resolved, sound

    @property
    def region(self) -> str:
        """The region of the stack."""
        return self._resolved.region

    @cached_property
    def every(self) -> Mapping[str, Declared]:
        """Logical id -> resource, without those whose properties do not fit their schema, or that have none."""
        return {one.logical_id: one for one in self._read()}

    def of_type(self, type_name: str) -> list[Declared]:
        """All of a type, those too of which only a deployment knows whether they are made."""
        return [one for one in self.every.values() if one.type == type_name]

    def before(self, declared: Declared, *, sharing: tuple[str, ...]) -> Declared | None:
        """Another one of its type that stands before it, is surely made, and has the same values; None for none."""
        own = [identity(declared.asked.get(name)) for name in sharing]
        if any(value is None for value in own):
            return None
        alike = (
            other for other in self.earlier(declared) if [identity(other.asked.get(name)) for name in sharing] == own
        )
        return next(alike, None)

    def earlier(self, declared: Declared) -> Iterator[Declared]:
        """The others of its type that stand before it and are surely made."""
        for other in self.of_type(declared.type):
            if other is declared:
                return
            if other.is_sure:
                yield other

    def target(self, value: Any, type_name: str) -> Declared | None:
        """The resource of this type that a value is a Ref or Fn::GetAtt of; None for anything else."""
        reference = referred(value)
        found = self.every.get(reference[0]) if reference else None
        return found if found is not None and found.type == type_name else None

    def _read(self) -> Iterator[Declared]:
        body = self._resolved.document.body["Resources"]
        for name, resource in self._resolved.resources.items():
            if name not in self._sound:
                continue
            asked = decidable(resource.type, unsettled(resource.properties))
            condition = body.get(name, {}).get("Condition")
            is_sure = condition is None or self._resolved.conditions.get(condition) is True
            yield Declared(name, resource.type, asked, is_sure)


Relation = Callable[[Declared, Others], Iterator[Refusal]]
"""What a service has against a resource beside the others, the gravest first."""


def referred(value: Any) -> Reference | None:
    """What a value is one whole Ref or Fn::GetAtt of."""
    unknown = value.unknown if isinstance(value, Undecided) else value
    if not isinstance(unknown, Unknown) or not is_plain(unknown):
        return None
    ((name, attribute),) = unknown.references
    return name, attribute


def identity(value: Any) -> str | None:
    """What a value stands for, so that two that stand for one thing are equal: a text, or whose name or ARN it is."""
    if isinstance(value, Undecided):
        reference = referred(value)
        return f"${{{reference[0]}}}" if reference else None
    return str(value) if isinstance(value, str | int | float) else None


def refused_beside(resolved: Resolved, sound: Collection[str]) -> Iterator[tuple[str, Refusal]]:
    """(logical id, refusal) of the resources of a template beside each other; `sound` are those that fit their schema.

    A question that nobody can answer yet is none.
    """
    others = Others(resolved, sound)
    for declared in others.every.values():
        for relation in relations().get(declared.type, ()):
            try:
                yield from ((declared.logical_id, refusal) for refusal in relation(declared, others))
            except (NobodyKnows, TypeError):  # a pattern takes nothing but text, and says so by the latter
                continue


@cache
def relations() -> Mapping[str, tuple[Relation, ...]]:
    """The relations of each type that has some."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {type_name: found for module in modules for type_name, found in module.TYPES.items()}
