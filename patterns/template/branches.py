"""What a template is in each branch that only a deployment decides between. Not here: which branch will be taken."""

from __future__ import annotations

from collections.abc import Iterator

from .resolve import Resolved, resolve
from .values import Unknown

MOST_CONDITIONS = 16
"""So many undecided conditions are looked into, ours: each is two more templates to read."""


def branches(resolved: Resolved) -> Iterator[Resolved]:
    """The template with each undecided condition true and with it false, the others left open.

    A condition is assumed alone, so no branch is one that cannot be. What holds only where two conditions meet is not
    among them.
    """
    undecided = [name for name, outcome in resolved.conditions.items() if isinstance(outcome, Unknown)]
    given = {name: value for name, value in resolved.parameters.items() if isinstance(value, str | int | float)}
    for name in undecided[:MOST_CONDITIONS]:
        for outcome in (True, False):
            yield resolve(resolved.document, parameters=given, region=resolved.region, assumed={name: outcome})
