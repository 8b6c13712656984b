"""The names a reader imports, and what it costs to import them."""

from __future__ import annotations

import subprocess
import sys

import pytest

import patterns
from patterns.catalogue import recipe_names

HEAVY = ("boto3", "moto", "troposphere", "pydantic", "ipywidgets", "cfnlint", "networkx")


def fresh(code: str) -> str:
    """What `code` prints in a new interpreter."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    return run.stdout.strip()


def test_importing_patterns_loads_nothing_heavy() -> None:
    loaded = fresh(f"import sys, patterns; print([name for name in {HEAVY} if name in sys.modules])")

    assert loaded == "[]"


@pytest.mark.parametrize(
    "name",
    [
        "SecureBucket",
        "Sandbox",
        "check",
        "compare",
        "cost",
        "diagram",
        "explore",
        "permissions",
        "reachability",
        "single_points",
    ],
)
def test_name_of_the_surface_can_be_imported_and_is_listed(name: str) -> None:
    assert callable(getattr(patterns, name))
    assert name in dir(patterns)


def test_every_recipe_is_a_name_of_the_surface() -> None:
    classes = ["".join(part.capitalize() for part in name.split("_")) for name in recipe_names()]

    assert [patterns.__getattr__(name).__name__ for name in classes] == classes


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'patterns' has no attribute 'SecureBukket'"):
        _ = patterns.SecureBukket


@pytest.mark.slow
@pytest.mark.parametrize("first", ["import patterns.explore.tables", "from patterns import explore"])
def test_explore_is_callable_whichever_way_it_was_first_imported(first: str) -> None:
    shown = fresh(f"{first}\nfrom patterns import explore, SecureBucket\nprint(explore(SecureBucket()))")

    assert shown == "Workbench(SecureBucket(): 4 resources, 0 findings)"
