"""What several checks need to know about who reaches whom in a template. Not a check."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.network.declared import Declared, declared
from patterns.network.reachability import Reachability
from patterns.template.once import once
from patterns.template.resolve import Resolved


@once
def _networks(resolved: Resolved) -> Iterator[tuple[Declared, Reachability]]:
    found = declared(resolved)
    yield found, Reachability(found)


def network(resolved: Resolved) -> tuple[Declared, Reachability]:
    """The parts of a template's networks, and who reaches whom in them."""
    return _networks(resolved)[0]
