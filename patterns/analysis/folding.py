"""Resources drawn as one box: what an included recipe made, until somebody wants to see inside.

A composition of a hundred resources has half a dozen things to see. Not here: what is drawn as a part of one other
resource (`parts`), or how a box is drawn (`diagram`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from patterns.analysis.links import Link, links
from patterns.analysis.parts import parts
from patterns.knowledge import BELONGS_TO
from patterns.template.graph import edges
from patterns.template.resolve import Resolved

MOST_DRAWN = 24
"""More boxes than this do not fit a page at a size that can be read."""

WORDS_ON_A_LINE = 2

SUBNETS = ("SubnetId", "SubnetIds", "Subnets", "SubnetMappings", "VPCZoneIdentifier")
"""Properties that say where something stands."""

EVERYTHING = "everything"
BOX = "box_"
"""Begins the name of a box's node: no logical id has an underscore."""


def node_of(box: str) -> str:
    """The node of a box in the graph."""
    return BOX + box


def folded(resolved: Resolved, made_by: Mapping[str, str], unfolded: Collection[str] | None = None) -> dict[str, str]:
    """Logical id -> the name of the box that it is drawn in; empty where everything is drawn by itself.

    `made_by` tells, by logical id, the prefix of the included recipe that made a resource. Without `unfolded` small
    templates are drawn whole; with it what those prefixes made is drawn by itself, and what lies around it.
    """
    owners = parts(resolved)
    if unfolded is None and len(resolved.resources) - len(owners) <= MOST_DRAWN:
        return {}
    prefixes = sorted(set(made_by.values()), key=len)
    shown = {prefix for name in unfolded or () for prefix in _around(name, prefixes)}
    if EVERYTHING in (unfolded or ()):
        shown = set(prefixes)
    # What is drawn as a part of another resource is where that is.
    homes = {name: made_by[owners.get(name, name)] for name in resolved.resources if owners.get(name, name) in made_by}
    boxes = {
        name: next((one for one in _around(home, prefixes) if one not in shown), "") for name, home in homes.items()
    }
    return {name: box for name, box in boxes.items() if box}


def _around(prefix: str, prefixes: list[str]) -> list[str]:
    """The included recipe and those that it is included in, outermost first as `prefixes` are."""
    return [one for one in prefixes if prefix.startswith(one)]


def joined(resolved: Resolved, boxes: Mapping[str, str]) -> tuple[Link, ...]:
    """The lines between what is drawn, each pair once, with the words of all that it stands for.

    What stands in the subnets of a box has a line to it: the frame that would say so is not there.
    """
    words: dict[tuple[str, str], list[str]] = {}
    kept: dict[tuple[str, str], Link] = {}
    for link in (*links(resolved), *_standing_in(resolved, boxes)):
        source, target = (node_of(boxes[end]) if end in boxes else end for end in (link.source, link.target))
        if source != target:
            pair = (source, target)
            kept.setdefault(pair, replace(link, source=source, target=target))
            words.setdefault(pair, []).append(link.word)
    return tuple(replace(link, word=_said(words[pair])) for pair, link in kept.items())


def _standing_in(resolved: Resolved, boxes: Mapping[str, str]) -> Iterator[Link]:
    owners = parts(resolved)
    for edge in edges(resolved):
        source = owners.get(edge.source, edge.source)
        if source not in boxes and edge.target in boxes and edge.path and edge.path[0] in SUBNETS:
            yield Link(source, edge.target, "in")


def _said(words: list[str]) -> str:
    told = [word for word in dict.fromkeys(words) if word != BELONGS_TO]
    more = ", …" if len(told) > WORDS_ON_A_LINE else ""
    return ", ".join(told[:WORDS_ON_A_LINE]) + more if told else BELONGS_TO
