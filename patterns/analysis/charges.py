"""What a rule of `rates` is made of: charges, each a price and how much of it a resource uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from patterns.analysis.quantity import DAYS_A_MONTH
from patterns.template.properties import at, is_on
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

if TYPE_CHECKING:
    from patterns.analysis.usage import Usage


class Unpriceable(Exception):
    """What a charge comes to cannot be told; the message says why."""


@dataclass(frozen=True, eq=False)
class Setting:
    """A template and its usage: what the resources on one bill have in common."""

    resolved: Resolved
    usage: Usage
    asked: set[str] = field(default_factory=set)
    """The names of the usage quantities that a charge has asked for so far."""

    @cached_property
    def billed(self) -> Mapping[str, Billed]:
        """Every resource of the template by its logical id."""
        return {logical_id: Billed(resource, self) for logical_id, resource in self.resolved.resources.items()}

    @cached_property
    def by_type(self) -> Mapping[str, list[Billed]]:
        """The template's resources by their type."""
        found: dict[str, list[Billed]] = {}
        for billed in self.billed.values():
            found.setdefault(billed.resource.type, []).append(billed)
        return found

    def named(self, value: Any) -> Billed | None:
        """The resource that a value stands for by Ref or Fn::GetAtt; None if it stands for none, or for several."""
        if not isinstance(value, Unknown):
            return None
        ids = {logical_id for logical_id, _ in value.references if logical_id in self.billed}
        return self.billed[ids.pop()] if len(ids) == 1 else None


@dataclass(frozen=True, eq=False)
class Billed:
    """A resource among the others of its template, with its usage: all that a charge depends on."""

    resource: Resource
    setting: Setting

    @property
    def days(self) -> float:
        """Days since the stack was made, at the end of the month the bill is for."""
        return self.used("month") * DAYS_A_MONTH

    def used(self, name: str) -> float:
        """How much of a usage quantity this resource uses."""
        self.setting.asked.add(name)
        return self.setting.usage.quantity(name, self.resource.logical_id)

    def shared(self, name: str) -> float:
        """This resource's part of a quantity that all resources of its type use together, in equal parts."""
        own, of_all = self.setting.usage.given(name, self.resource.logical_id), self.used(name)
        return own if own is not None else of_all / len(self.setting.by_type[self.resource.type])

    def says(self, *path: str | int) -> bool:
        """Whether the template says anything at a path, known or not."""
        return at(self.resource.properties, *path) is not None

    def value(self, *path: str | int, default: Any = None) -> Any:
        """The property at a path, `default` where there is none. Raises `Unpriceable` if only a deployment knows."""
        return known(self.resource.properties, *path, default=default)

    def number(self, *path: str | int, default: float | None = None) -> float:
        """The number at a path. Raises `Unpriceable` if there is none, or if it is not known yet."""
        return number(self.resource.properties, *path, default=default)

    def is_on(self, *path: str | int) -> bool:
        """Whether a switch is on; absent means off."""
        return is_on(self.value(*path))

    def named(self, *path: str | int) -> Billed | None:
        """The resource that the property at a path stands for by Ref or Fn::GetAtt, None if it stands for none."""
        return self.setting.named(at(self.resource.properties, *path))


@dataclass(frozen=True)
class Charge:
    """One line of a bill: what it is for, its price, and how many units of it a resource uses in the month.

    A `{}` in the price's id is filled with what `kind` says of the resource: the type of an instance, a class. A
    quantity of zero is no line. `paid` is the part of the price that is paid. All functions raise `Unpriceable` where
    nobody can tell; `advice` ends the sentence about a price that is missing.
    """

    what: str
    price: str
    quantity: Callable[[Billed], float]
    kind: Callable[[Billed], str] | None = None
    paid: Callable[[Billed], float] = lambda billed: 1.0
    advice: str = ""

    def price_id(self, billed: Billed) -> str:
        """The id of the price this resource pays."""
        return self.price if self.kind is None else self.price.format(self.kind(billed))


@dataclass(frozen=True)
class Gap:
    """A line that AWS bills and no confirmed price covers: `why` says so for a resource it applies to, else None."""

    what: str
    why: Callable[[Billed], str | None]


@dataclass(frozen=True)
class Uncounted:
    """A line that AWS bills and an estimate never has, as neither template nor usage says how much: what it is for.

    `applies` tells whether a resource can add it at all; `Unpriceable` counts as yes.
    """

    what: str
    applies: Callable[[Billed], bool] = lambda billed: True


Rate = tuple[Charge | Gap | Uncounted, ...]
"""The rule of a resource type: every line that AWS's price page names for it, with a price, without, or uncounted."""


def known(properties: Any, *path: str | int, default: Any = None) -> Any:
    """The value at a path, `default` where there is none. Raises `Unpriceable` if only a deployment settles it."""
    found = at(properties, *path)
    if isinstance(found, Unknown):
        raise Unpriceable(f"{_dotted(path)} is {found}, which only a deployment settles")
    return default if found is None else found


def number(properties: Any, *path: str | int, default: float | None = None) -> float:
    """The number at a path. Raises `Unpriceable` if there is none, or if it is not known yet."""
    found = known(properties, *path, default=default)
    try:
        return float(found)
    except (TypeError, ValueError):
        raise Unpriceable(f"{_dotted(path)} is {found!r}, not a number") from None


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in path)
