"""What each resource type adds to a bill: one module per service, found by walking this folder.

A module's `RATES` maps a type to its lines. What AWS charges nothing for is `knowledge`'s to say; a type that neither
knows is listed as unpriced.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from patterns.analysis.charges import Rate


@cache
def rates() -> Mapping[str, Rate]:
    """The rule of every type that has one, sorted by type."""
    found: dict[str, Rate] = {}
    for name in services():
        found |= importlib.import_module(f"{__name__}.{name}").RATES
    return dict(sorted(found.items()))


def services() -> tuple[str, ...]:
    """The modules that hold rules, by name."""
    names = (info.name for info in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in names if not name.startswith("_")))
