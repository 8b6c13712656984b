"""A template as a picture: its resources, and the edges that mean something. Not here: what a resource costs or risks.

The SVG takes its colours from CSS variables (`--pc-ink`, `--pc-soft`, `--pc-card`, `--pc-line`), each with a fallback.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from patterns.analysis import dot
from patterns.analysis.frames import Frame, frames
from patterns.analysis.symbols import ATTACHED, colour, facts, meaning, noun
from patterns.template.graph import edges
from patterns.template.resolve import Resolved, Resource, resolve

INK, SOFT, CARD, LINE = "#010101", "#020202", "#030303", "#040404"
"""Placeholders in the dot text for the variables of the page."""

VARIABLES = {INK: ("ink", "#1b1f24"), SOFT: ("soft", "#5b6570"), CARD: ("card", "#ffffff"), LINE: ("line", "#c3c9d1")}

ROOM = 1.15
"""Text is laid out this much larger than it is drawn: widths are Arial's, and a reader's font may be wider."""

NAME, FACT, WORD = 15, 13, 12
"""Sizes of type in the layout: a resource's name, the facts under it, the words on edges and frames."""

OURS = "resource_"
"""Begins the ids that are logical ids, among those that the layout program gives."""

FACT_WIDTH = 26
"""Characters in a line of facts, so that a picture stays narrow enough to be read unscaled in a page of 800 pixels."""

NO_BREAK = "\u00a0"

SMALLEST_SCALE = 0.72
"""Under this share of its size a picture is scrolled, not shrunk."""

HEAD = f"""digraph {{
rankdir=LR; compound=true; bgcolor="transparent"; nodesep=0.3; ranksep=0.7; fontname="Arial"; pad=0.05;
node [shape=box style="rounded,filled" fillcolor="{CARD}" color="{LINE}" fontname="Arial" fontcolor="{INK}" fontsize={NAME} margin="0.1,0.04"];
edge [color="{SOFT}" fontname="Arial" fontcolor="{SOFT}" fontsize={WORD} arrowsize=0.7];
"""  # noqa: E501


@dataclass(frozen=True)
class Diagram:
    """A drawn template. `svg` follows the page's theme where it stands in a page; `words` say the same for a reader.

    In the drawing every resource is a group with its logical id in `data-resource`.
    """

    svg: str
    words: str

    def still(self) -> str:
        """The picture as an HTML image that needs no style sheet and no trust, on a light ground of its own."""
        plain = re.sub(r"var\(--pc-\w+, (#\w+)\)", r"\1", self.svg)
        source = quote(plain, safe=" ='/:;,.()<>-")
        return (
            f'<img alt="{escape(self.words)}" style="max-width:100%;background:#ffffff;border-radius:8px" '
            f'src="data:image/svg+xml;charset=utf-8,{source}">'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.still(), "text/plain": self.words}

    def __repr__(self) -> str:
        return self.words


def diagram(source: Any) -> Diagram:
    """The picture of a template: anything `load` takes, or a `Resolved`. Raises `TemplateError`, `LayoutError`."""
    resolved = source if isinstance(source, Resolved) else resolve(source)
    return Diagram(_themed(dot.svg(dot_text(resolved))), _words(resolved))


def caption(resource: Resource) -> str:
    """A resource in a few words: its kind, then the facts worth knowing."""
    return ", ".join([noun(resource.type), *facts(resource)])


def dot_text(resolved: Resolved) -> str:
    """The graph in dot's language, colours still placeholders."""
    account = frames(resolved)
    return f"{HEAD}{_cluster(account, resolved)}\n" + "\n".join(_edges(resolved, account)) + "\n}\n"


def _cluster(frame: Frame, resolved: Resolved) -> str:
    line = "rounded,dashed" if frame.dashed else "rounded"
    style = (
        f'label="{_quoted(frame.label)}"; labeljust=l; style="{line}"; color="{frame.colour or LINE}"; margin=12; '
        f'fontcolor="{SOFT}"; fontsize={WORD};'
        # Always given: an inner frame would take over the outer one's.
        f' id="{OURS if frame.resource else ""}{frame.resource or "frame"}";'
    )
    nodes = "\n".join(_node(resolved.resources[name]) for name in frame.nodes)
    beside = " ".join(
        f'{{rank=same; "{target}"; "{source}"}}'
        for source, target, word in _meanings(resolved)
        if word == ATTACHED and {source, target} <= set(frame.nodes)
    )
    inner = "\n".join(_cluster(one, resolved) for one in frame.inner)
    return f'subgraph "cluster_{_quoted(frame.id)}" {{ {style}\n{nodes}\n{beside}\n{inner}\n}}'


def _node(resource: Resource) -> str:
    small = "".join(
        f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="{FACT}" COLOR="{SOFT}">{escape(line)}</FONT></TD></TR>'
        for line in _wrapped([noun(resource.type), *facts(resource)])
    )
    text = f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2"><TR><TD ALIGN="LEFT"><B>{escape(resource.logical_id)}</B></TD></TR>{small}</TABLE>'  # noqa: E501
    table = (
        f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2"><TR><TD BGCOLOR="{colour(resource.type)}" WIDTH="5"></TD>'
        f"<TD>{text}</TD></TR></TABLE>"
    )
    return f'"{resource.logical_id}" [label=<{table}> id="{OURS}{resource.logical_id}"];'


def _wrapped(words: list[str]) -> list[str]:
    """The facts in lines, none broken that fits a line of its own."""
    unbroken = [fact.replace(" ", NO_BREAK) if len(fact) < FACT_WIDTH else fact for fact in words]
    lines = textwrap.wrap(", ".join(unbroken), FACT_WIDTH, break_on_hyphens=False)
    return [line.replace(NO_BREAK, " ") for line in lines]


def _edges(resolved: Resolved, account: Frame) -> Iterator[str]:
    """The edges that mean something, each once; what is only attached hangs on a dotted line without an arrow."""
    ends = dict(_ends(account))
    for source, target, word in _meanings(resolved):
        (tail, out), (head, into) = ends[source], ends[target]
        # An edge between a frame and what stands in it says what the frame says already.
        if source in into or target in out:
            continue
        clip = (f' ltail="cluster_{source}"' if out else "") + (f' lhead="cluster_{target}"' if into else "")
        look = "style=dotted arrowhead=none" if word == ATTACHED else f'label=" {_quoted(word)} "'
        yield f'"{tail}" -> "{head}" [{look}{clip}];'


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


def _meanings(resolved: Resolved) -> Iterator[tuple[str, str, str]]:
    seen = set()
    for edge in edges(resolved):
        word = meaning(resolved.resources[edge.source].type, edge.path)
        if word is not None and (edge.source, edge.target) not in seen:
            seen.add((edge.source, edge.target))
            yield edge.source, edge.target, word


def _quoted(text: str) -> str:
    """The text inside a quoted string of dot's language."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _words(resolved: Resolved) -> str:
    """The picture in words: every resource, then every edge."""
    parts = [f"{one.logical_id} ({caption(one)})" for one in resolved.resources.values()]
    lines = [f"{source} {word or 'belongs to'} {target}" for source, target, word in _meanings(resolved)]
    return "Diagram of " + ", ".join(parts) + ("; " + ", ".join(lines) if lines else "") + "."


def _themed(svg: str) -> str:
    """The drawing without what only a file needs, its colours variables, its resources known by logical id."""
    drawing = svg[svg.index("<svg") :].strip()
    drawing = re.sub(r"<!--.*?-->\n?", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"<title>.*?</title>\n?", "", drawing, flags=re.DOTALL)
    drawing = re.sub(rf'<g id="{OURS}(\w+)" class="(node|cluster)"', r'<g class="\2" data-resource="\1"', drawing)
    drawing = re.sub(r'<g id="[^"]*"', "<g", drawing)
    drawing = re.sub(r'<svg width="([\d.]+)pt" height="[\d.]+pt"', _sized, drawing)
    drawing = re.sub(r'font-size="([\d.]+)"', lambda size: f'font-size="{float(size[1]) / ROOM:.2f}"', drawing)
    drawing = drawing.replace('font-family="Arial"', 'font-family="Arial,Liberation Sans,Helvetica,sans-serif"')
    for placeholder, (name, fallback) in VARIABLES.items():
        drawing = drawing.replace(f'"{placeholder}"', f'"var(--pc-{name}, {fallback})"')
    return drawing


def _sized(found: re.Match[str]) -> str:
    width = float(found[1])
    return f'<svg width="{width:.0f}" style="max-width:100%;min-width:{width * SMALLEST_SCALE:.0f}px;height:auto"'
