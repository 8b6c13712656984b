"""AWS patterns to learn, try and prove without an AWS account: the public surface, resolved when first used.

    from patterns import SecureBucket, Sandbox, check, compare, cost, diagram, exercise, explore

A recipe is known by its class name as soon as its module stands in `patterns/recipes/`.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

_HOMES = {
    "Sandbox": "patterns.sandbox.account",
    "check": "patterns.review",
    "compare": "patterns.comparison.difference",
    "cost": "patterns.analysis.cost",
    "diagram": "patterns.analysis.diagram",
    "exercise": "patterns.catalogue",
    "export": "patterns.exporting.folder",
    "explore": "patterns.explore.workbench",
    "permissions": "patterns.analysis.permissions",
    "reachability": "patterns.network.reachability",
    "variants": "patterns.explore.variants",
    "single_points": "patterns.analysis.single_points",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        _preload()
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name[:1].isupper() and name in _recipe_classes():
        from patterns.catalogue import recipe

        return recipe(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _preload() -> None:
    """In a notebook, load what the first deployment needs while the reader reads; elsewhere nothing."""
    if "ipykernel" in sys.modules:
        from patterns.sandbox import preload

        preload.start()


def __dir__() -> list[str]:
    return sorted([*_HOMES, *_recipe_classes()])


def _recipe_classes() -> set[str]:
    from patterns.catalogue import recipe_names

    return {"".join(part.capitalize() for part in name.split("_")) for name in recipe_names()}
