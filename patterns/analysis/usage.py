"""What a deployed template is used for: named monthly quantities, each with a default. Not here: what they cost."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from patterns.analysis.quantity import HOURS_A_MONTH, Quantity
from patterns.analysis.rates import quantities


class UsageError(ValueError):
    """A usage names something that does not exist, or a quantity that cannot be."""


SHARED: Mapping[str, Quantity] = {
    "hours": Quantity(
        "Running", HOURS_A_MONTH, "hours a month", "How long each instance, gateway and endpoint runs.", place=10
    ),
    "month": Quantity(
        "Month", 12, "month of life", "Which month the bill is for: what does not expire accumulates.", place=30
    ),
}
"""What rules of several services ask for; what those of one ask for stands beside its rates."""

QUANTITIES: Mapping[str, Quantity] = dict(sorted({**SHARED, **quantities()}.items(), key=lambda each: each[1].place))
"""Every quantity by its name, in the order of lists."""


@dataclass(frozen=True)
class Usage:
    """The quantities somebody gave: for every resource, and for single ones by logical id."""

    everywhere: Mapping[str, float] = field(default_factory=dict)
    by_resource: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def given(self, name: str, logical_id: str) -> float | None:
        """The quantity somebody gave for this one resource, None if nobody did."""
        return self.by_resource.get(logical_id, {}).get(name)

    def quantity(self, name: str, logical_id: str) -> float:
        """The quantity for a resource: its own, else the one given for all, else the default."""
        own = self.given(name, logical_id)
        return own if own is not None else self.everywhere.get(name, QUANTITIES[name].default)


def usage(given: Usage | Mapping[str, Any] | None, *, resources: Iterable[str]) -> Usage:
    """The usage a mapping says, checked: quantities by name, and by logical id a mapping of quantities.

        usage({"storage_gb": 50, "LogBucket": {"storage_gb": 5}}, resources=["Bucket", "LogBucket"])

    Raises `UsageError` for a name that is neither a quantity nor one of `resources`, and for what is not a finite
    number of zero or more.
    """
    if isinstance(given, Usage):
        given = {**given.everywhere, **given.by_resource}
    if given is not None and not isinstance(given, Mapping):
        raise UsageError(f"usage is {given!r}: give a mapping of quantities to numbers")
    known = tuple(resources)
    everywhere: dict[str, float] = {}
    by_resource: dict[str, Mapping[str, float]] = {}
    for name, value in (given or {}).items():
        if isinstance(value, Mapping):
            _check_name(name, known, "resource of the template")
            by_resource[name] = {inner: _amount(inner, amount, of=f" of {name}") for inner, amount in value.items()}
        else:
            everywhere[name] = _amount(name, value)
    return Usage(everywhere, by_resource)


def _amount(name: str, value: Any, *, of: str = "") -> float:
    _check_name(name, tuple(QUANTITIES), "usage quantity")
    unit = QUANTITIES[name].unit
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise UsageError(f"usage {name}{of} is {value!r}: give a number ({unit})")
    if value < 0:
        raise UsageError(f"usage {name}{of} is {value!r}: give zero or more ({unit})")
    if value > QUANTITIES[name].most:
        raise UsageError(f"usage {name}{of} is {value!r}: give at most {QUANTITIES[name].most:g} ({unit})")
    if name == "month" and value < 1:
        raise UsageError(f"usage month{of} is {value!r}: the first month is 1")
    return float(value)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _check_name(name: str, known: tuple[str, ...], kind: str) -> None:
    if name not in known:
        near = difflib.get_close_matches(str(name), known, n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise UsageError(f"no {kind} is called {name!r}: {advice}")
