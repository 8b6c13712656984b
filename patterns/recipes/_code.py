"""The code of functions, as the text that goes into a template. Not a recipe."""

from __future__ import annotations

from importlib import resources


def source(name: str) -> str:
    """The text of `patterns/functions/<name>.py`; in a function it is the module `index`."""
    return resources.files("patterns").joinpath("functions", f"{name}.py").read_text(encoding="utf-8")
