"""What each resource type adds to a bill: one module per service, found by walking this folder.

A module's `RATES` maps a type to its lines, and its `QUANTITIES` are what those lines ask of the usage by name. What
AWS charges nothing for is `knowledge`'s to say; a type that neither knows is listed as unpriced.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from patterns.analysis.charges import Rate
from patterns.analysis.quantity import Quantity


@cache
def rates() -> Mapping[str, Rate]:
    """The rule of every type that has one, sorted by type."""
    found: dict[str, Rate] = {}
    for name in services():
        found |= importlib.import_module(f"{__name__}.{name}").RATES
    return dict(sorted(found.items()))


@cache
def quantities() -> Mapping[str, Quantity]:
    """The usage quantities that the rules of one module alone ask for."""
    modules = (importlib.import_module(f"{__name__}.{name}") for name in services())
    return {name: each for module in modules for name, each in getattr(module, "QUANTITIES", {}).items()}


def services() -> tuple[str, ...]:
    """The modules that hold rules, by name."""
    names = (info.name for info in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in names if not name.startswith("_")))
