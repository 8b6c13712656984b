"""Parameters to template, for the slowest recipe, beside reading the finished template from YAML."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from cfn_flip import load_yaml  # type: ignore[import-untyped]

from benchmarks.measure import Row, median_of
from patterns.catalogue import recipes
from patterns.pattern import Pattern


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """The time from new parameters to a dict, and that of `cfn_flip` for the same template as text."""
    measured = {name: median_of(runs * 10, partial(_rendered, made)) for name, made in recipes().items()}
    slowest = recipes()[max(measured, key=lambda name: measured[name])]
    text = slowest().to_yaml()
    theirs = median_of(runs * 10, lambda: load_yaml(text))
    what = f"parameters to template, {slowest.recipe_name()}"
    return [Row(what, measured[slowest.recipe_name()], theirs, "the finished YAML read by cfn_flip", "under 5 ms")]


def _rendered(recipe: type[Pattern]) -> dict[str, Any]:
    return recipe().to_dict()
