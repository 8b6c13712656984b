"""A template as a picture: its resources, and the edges that mean something. Not here: what a resource costs or risks.

How it becomes an SVG is `drawing`.
"""

from __future__ import annotations

import itertools
import textwrap
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from html import escape
from typing import Any

from patterns.analysis.dot import TooLong
from patterns.analysis.drawing import FACT, FOLDED, HEAD, LINE, NAME, OURS, SOFT, WORD, Diagram, drawn, quoted
from patterns.analysis.folding import folded, joined, node_of
from patterns.analysis.frames import Frame, frames
from patterns.analysis.links import INTERNET, Link, attached, links
from patterns.analysis.parts import parts
from patterns.analysis.symbols import colour, facts
from patterns.knowledge import Family, ResourcePolicy, about, service_name
from patterns.template.errors import TemplateError
from patterns.template.resolve import Resolved, Resource, resolve

FACT_WIDTH = 26
"""Characters in a line of facts, so that a picture stays narrow enough to be read unscaled in a page of 800 pixels."""

NETWORK = "AWS::EC2::VPC"
TOLD_KINDS = 3
SUPPORTING = ("IAM", "Logs")
"""Services of which something is in nearly every recipe."""

NO_BREAK = "\u00a0"

STACKED = 3
"""How many stand one above the other beside the zones: as many as there are tiers in them."""

RIGHTWARDS = "rankdir=LR; nodesep=0.3; ranksep=0.7;"
UPWARDS = "rankdir=BT; nodesep=0.2; ranksep=0.45; labelloc=b;"
"""Networks have the internet above; drawn from the bottom, what is called the bottom of a frame is its top."""

FEW_LINES, MOST_LINES_EACH = 120, 4
"""So many lines are always drawn, and so many for each resource; a thicket of more takes minutes to lay out."""

OUTSIDE = f'"{INTERNET}" [label="Internet" style="rounded,dashed" fontsize={NAME}];'


def diagram(source: Any, *, unfolded: Collection[str] | None = None) -> Diagram:
    """The picture of a template: anything `load` takes, or a `Resolved`. Raises `TemplateError`, `LayoutError`.

    In the picture of a large pattern each recipe that it includes is one box, but for those whose prefixes are
    `unfolded`; `["everything"]` draws every resource by itself.
    """
    resolved = source if isinstance(source, Resolved) else resolve(source)
    if unfolded is not None and (isinstance(unfolded, (str, bytes)) or not isinstance(unfolded, Collection)):
        raise TemplateError(f"unfolded must be a list of prefixes, such as ['everything'], got {unfolded!r}")
    return picture(resolved, folded(resolved, getattr(source, "made_by", {}), unfolded))


def picture(resolved: Resolved, boxes: Mapping[str, str], dashed: Container[str] = ()) -> Diagram:
    """The picture of a template in which several resources may be drawn in one box: logical id -> its name.

    Those in `dashed` are drawn so: they would not be made.
    With more lines than anybody can follow it is drawn without them, and its words say so and tell them all the same.
    """
    found = joined(resolved, boxes)
    words = _words(resolved, found, boxes)
    if len(found) <= max(FEW_LINES, MOST_LINES_EACH * len(resolved.resources)):
        with suppress(TooLong):
            return drawn(dot_text(resolved, found, boxes, dashed), words)
    return drawn(dot_text(resolved, (), boxes, dashed), f"{words} Its {len(found)} lines are too many to be drawn.")


def caption(resource: Resource) -> str:
    """A resource in a few words: its kind, then the facts worth knowing."""
    return ", ".join([about(resource.type).noun, *facts(resource)])


def contents(resolved: Resolved, boxes: Mapping[str, str], box: str) -> str:
    """What a box stands for in a few words: how many resources, and the first kinds of them that do the work."""
    return ", ".join(_words_of(boxes, box, _kinds(resolved, boxes, box)))


def _words_of(boxes: Mapping[str, str], box: str, kinds: list[str]) -> list[str]:
    return [f"{list(boxes.values()).count(box)} resources", *(about(kind).noun for kind in kinds)]


def _kinds(resolved: Resolved, boxes: Mapping[str, str], box: str) -> list[str]:
    """The types worth naming of what a box stands for: those of the resources with most lines, roles and logs last."""
    owners = parts(resolved)
    lines = Counter(end for link in links(resolved) for end in (link.source, link.target))
    inside = [resolved.resources[name] for name, one in boxes.items() if one == box and name not in owners]
    inside.sort(key=lambda one: (_is_background(one.type), -lines[one.logical_id]))
    return list(dict.fromkeys(one.type for one in inside))[:TOLD_KINDS]


def _is_background(type_name: str) -> bool:
    """Whether a type is named only where there is nothing else to name: networks, logs, and who may do what."""
    record, service = about(type_name), service_name(type_name)
    is_policy = isinstance(record.policy, ResourcePolicy) and bool(record.policy.on)
    return service in SUPPORTING or is_policy or (service == "EC2" and record.family is Family.NETWORK)


def dot_text(resolved: Resolved, found: tuple[Link, ...], boxes: Mapping[str, str], dashed: Container[str] = ()) -> str:
    """The graph in dot's language, colours still placeholders."""
    account = frames(resolved, boxes)
    is_network = any(resource.type == NETWORK for resource in resolved.resources.values())
    lines = [
        UPWARDS if is_network else RIGHTWARDS,
        *([OUTSIDE] if any(link.target == INTERNET for link in found) else []),
        _cluster(account, resolved, found, boxes, dashed),
        *_rows(account, resolved.resources),
        *_stacks(account, found),
        *_edges(found, account),
    ]
    return HEAD + "\n".join(lines) + "\n}\n"


def _cluster(
    frame: Frame, resolved: Resolved, found: tuple[Link, ...], boxes: Mapping[str, str], dashed: Container[str]
) -> str:
    line = "rounded,dashed" if frame.dashed or frame.resource in dashed else "rounded"
    style = (
        f'label="{quoted(frame.label)}"; labeljust=l; style="{line}"; color="{frame.colour or LINE}"; margin=9; '
        f'fontcolor="{SOFT}"; fontsize={WORD};'
        # Always given: an inner frame would take over the outer one's.
        f' id="{OURS if frame.resource else ""}{frame.resource or "frame"}";'
    )
    several = {node_of(box): box for box in boxes.values()}
    nodes = "\n".join(
        _box(resolved, boxes, several[name]) if name in several else _node(resolved.resources[name], name in dashed)
        for name in frame.nodes
    )
    beside = " ".join(
        f'{{rank=same; "{target}"; "{source}"}}'
        for source, target in ((link.source, link.target) for link in found if attached(link))
        if {source, target} <= set(frame.nodes)
    )
    inner = "\n".join(_cluster(one, resolved, found, boxes, dashed) for one in frame.inner)
    return f'subgraph "cluster_{quoted(frame.id)}" {{ {style}\n{nodes}\n{beside}\n{inner}\n}}'


def _node(resource: Resource, is_dashed: bool) -> str:
    table = _table(resource.logical_id, [about(resource.type).noun, *facts(resource)], colour(resource.type))
    style = ' style="rounded,filled,dashed"' if is_dashed else ""
    return f'"{resource.logical_id}" [label=<{table}> id="{OURS}{resource.logical_id}"{style}];'


def _box(resolved: Resolved, boxes: Mapping[str, str], box: str) -> str:
    """Several resources as one node, with a second line around it."""
    kinds = _kinds(resolved, boxes, box)
    table = _table(box, _words_of(boxes, box, kinds), colour(kinds[0]))
    return f'"{node_of(box)}" [label=<{table}> id="{FOLDED}{box}" peripheries=2];'


def _table(name: str, words: list[str], bar: str) -> str:
    small = "".join(
        f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="{FACT}" COLOR="{SOFT}">{escape(line)}</FONT></TD></TR>'
        for line in _wrapped(words)
    )
    text = f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2"><TR><TD ALIGN="LEFT"><B>{escape(name)}</B></TD></TR>{small}</TABLE>'  # noqa: E501
    return (
        f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2"><TR><TD BGCOLOR="{bar}" WIDTH="5"></TD>'
        f"<TD>{text}</TD></TR></TABLE>"
    )


def _wrapped(words: list[str]) -> list[str]:
    """The facts in lines, none broken that fits a line of its own."""
    unbroken = [fact.replace(" ", NO_BREAK) if len(fact) < FACT_WIDTH else fact for fact in words]
    lines = textwrap.wrap(", ".join(unbroken), FACT_WIDTH, break_on_hyphens=False)
    return [line.replace(NO_BREAK, " ") for line in lines]


def _rows(account: Frame, order: Iterable[str]) -> Iterator[str]:
    """Subnets in rows: the first of each zone beside the first of the others, and over the second of its own."""
    place = {name: number for number, name in enumerate(order)}
    columns = []
    for zone in (frame for frame in account.frames() if frame.zone):
        stand_for = {name: name for name in zone.nodes} | {one.resource: one.members()[0] for one in zone.inner}
        columns.append([stand_for[name] for name in sorted(stand_for, key=lambda name: place[name])])
    for row in itertools.zip_longest(*columns):
        yield "{rank=same; " + " ".join(f'"{name}"' for name in row if name) + "}"
    for column in columns:
        yield from (f'"{lower}" -> "{upper}" [style=invis];' for upper, lower in itertools.pairwise(column))


def _stacks(account: Frame, found: tuple[Link, ...]) -> Iterator[str]:
    """What stands beside the zones of a network and leads to the same: one above the other, not in a long row."""
    pointed_at = {link.target for link in found}
    for frame in account.frames():
        alike: dict[frozenset[str], list[str]] = {}
        for name in (name for name in frame.nodes if name not in pointed_at):
            targets = frozenset(link.target for link in found if link.source == name)
            alike.setdefault(targets, []).append(name)
        for names in alike.values() if any(inner.zone for inner in frame.inner) else ():
            stacks = [names[first : first + STACKED] for first in range(0, len(names), STACKED)]
            below = [pair for stack in stacks for pair in itertools.pairwise(stack)]
            yield from (f'"{lower}" -> "{upper}" [style=invis];' for upper, lower in below)


def _edges(found: tuple[Link, ...], account: Frame) -> Iterator[str]:
    """The links, each once; what is only attached hangs on a dotted line without an arrow."""
    ends = dict(_ends(account)) | {INTERNET: (INTERNET, frozenset[str]())}
    for link in found:
        (tail, out), (head, into) = ends[link.source], ends[link.target]
        # An edge between a frame and what stands in it says what the frame says already.
        if link.source in into or link.target in out:
            continue
        clip = (f' ltail="cluster_{link.source}"' if out else "") + (f' lhead="cluster_{link.target}"' if into else "")
        yield f'"{tail}" -> "{head}" [{_look(link)}{clip}];'


def _look(link: Link) -> str:
    if attached(link):
        return "style=dotted arrowhead=none"
    # A way out is what the arrows of a network are about: it needs no word.
    return "" if link.route else f'label=" {quoted(link.word)} "'


def _ends(frame: Frame) -> Iterator[tuple[str, tuple[str, frozenset[str]]]]:
    """Logical id -> the node at which its edges end, and what it frames: itself and nothing for a node."""
    if frame.resource:
        yield frame.resource, (frame.members()[0], frozenset((*frame.members(), *_framed(frame))))
    for name in frame.nodes:
        yield name, (name, frozenset())
    for inner in frame.inner:
        yield from _ends(inner)


def _framed(frame: Frame) -> Iterator[str]:
    for inner in frame.inner:
        yield from ([inner.resource] if inner.resource else [])
        yield from _framed(inner)


def _words(resolved: Resolved, found: tuple[Link, ...], boxes: Mapping[str, str]) -> str:
    """The picture in words: every resource and box that is drawn, then every line."""
    hidden = {*parts(resolved), *boxes}
    several = {node_of(box): box for box in boxes.values()}
    drawn = [
        *(f"{name} ({contents(resolved, boxes, name)})" for name in several.values()),
        *(f"{name} ({caption(one)})" for name, one in resolved.resources.items() if name not in hidden),
    ]
    lines = [
        f"{several.get(link.source, link.source)} {link.word or 'belongs to'} {several.get(link.target, link.target)}"
        for link in found
    ]
    return "Diagram of " + ", ".join(drawn) + ("; " + ", ".join(lines) if lines else "") + "."
