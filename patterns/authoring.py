"""What recipes, exercises and checks outside this repository are written with; public, as the names of `patterns` are.

    from patterns.authoring import Exports, Number, Parameter, Pattern, Scope        # a recipe
    from patterns.authoring import Condition, Exercise, Kind, Trial                  # an exercise
    from patterns.authoring import Pillar, Places, Resolved, Rule, Severity          # a check

`aws-patterns new NAME` writes the first of each; docs/house.md says where they are found.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patterns.findings import Pillar, Places, Rule, Severity
    from patterns.parameters import Choice, Number, ParameterError, Switch, Text, Texts
    from patterns.pattern import Parameter, Pattern
    from patterns.question import Condition, Exercise, Kind
    from patterns.scope import Exports, Scope
    from patterns.template.resolve import Resolved, Resource
    from patterns.trial import Lacking, Trial, first, nothing_open

_HOMES = {
    "patterns.findings": ("Pillar", "Places", "Rule", "Severity"),
    "patterns.parameters": ("Choice", "Number", "ParameterError", "Switch", "Text", "Texts"),
    "patterns.pattern": ("Parameter", "Pattern"),
    "patterns.question": ("Condition", "Exercise", "Kind"),
    "patterns.scope": ("Exports", "Scope"),
    "patterns.template.resolve": ("Resolved", "Resource"),
    "patterns.trial": ("Lacking", "Trial", "first", "nothing_open"),
}

__all__ = [
    "Choice", "Condition", "Exercise", "Exports", "Kind", "Lacking", "Number", "Parameter", "ParameterError", "Pattern",
    "Pillar", "Places", "Resolved", "Resource", "Rule", "Scope", "Severity", "Switch", "Text", "Texts", "Trial",
    "first", "nothing_open",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Where each name is at home, loaded when first asked for: a check needs no troposphere."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
