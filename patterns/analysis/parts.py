"""Resources that are drawn as a part of another: a route of its table, a table of its network, a rule of its group.

A network of three zones has fifty resources and a dozen things to see. What a type is part of, and what holds one that
refers to nothing itself, is known of it: `knowledge`. Not here: how anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.knowledge import about
from patterns.template.graph import Edge, edges
from patterns.template.once import once
from patterns.template.resolve import Resolved


def parts(resolved: Resolved) -> dict[str, str]:
    """Logical id of each part -> logical id of the drawn resource it is part of, however many steps away."""
    return dict(_pairs(resolved))


@once
def _pairs(resolved: Resolved) -> Iterator[tuple[str, str]]:
    owners = dict(_owners(resolved))
    yield from ((part, _last(part, owners)) for part in owners)


def _owners(resolved: Resolved) -> Iterator[tuple[str, str]]:
    holders: dict[str, set[str]] = {}
    found: dict[str, tuple[int, str]] = {}
    for edge in edges(resolved):
        if (rank := _rank(edge, about(resolved.resources[edge.source].type).part_of)) is not None:
            found[edge.source] = min(found.get(edge.source, (rank, edge.target)), (rank, edge.target))
        if _rank(edge, about(resolved.resources[edge.target].type).held_by) is not None:
            holders.setdefault(edge.target, set()).add(edge.source)
    yield from ((part, owner) for part, (_, owner) in found.items())
    yield from ((part, holding.pop()) for part, holding in holders.items() if len(holding) == 1)


def _rank(edge: Edge, properties: tuple[str, ...]) -> int | None:
    return properties.index(str(edge.path[0])) if edge.path and edge.path[0] in properties else None


def _last(part: str, owners: dict[str, str]) -> str:
    # A circle of references is a template's mistake that other pages report; here it only must come to an end.
    seen = {part}
    while part in owners and owners[part] not in seen:
        part = owners[part]
        seen.add(part)
    return part
