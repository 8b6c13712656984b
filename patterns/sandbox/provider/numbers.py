"""Numbers between a template, which says 4, and services that tell 4.0 or a text."""

from __future__ import annotations


def number(told: float | str) -> float | int:
    """The number as a template says it."""
    found = float(told)
    return int(found) if found.is_integer() else found
