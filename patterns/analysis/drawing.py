"""A drawing: SVG that follows the page's theme, the words that say the same, and the way from dot's text to both.

The SVG takes its colours from CSS variables (`--pc-ink`, `--pc-soft`, ...), each with a fallback. Not here: what is
drawn (`diagram`, `machine`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from patterns.analysis import dot

INK, SOFT, CARD, LINE, GOOD, BAD = "#010101", "#020202", "#030303", "#040404", "#050505", "#060606"
"""Placeholders in the dot text for the variables of the page."""

VARIABLES = {
    INK: ("ink", "#1b1f24"),
    SOFT: ("soft", "#5b6570"),
    CARD: ("card", "#ffffff"),
    LINE: ("line", "#c3c9d1"),
    GOOD: ("add", "#116138"),
    BAD: ("del", "#a3211a"),
}

ROOM = 1.15
"""Text is laid out this much larger than it is drawn: widths are Arial's, and a reader's font may be wider."""

NAME, FACT, WORD = 15, 13, 12
"""Sizes of type in the layout: a name, the facts under it, the words on edges and frames."""

OURS = "resource_"
"""Begins the ids that are logical ids, among those that the layout program gives."""

FOLDED = "folded_"
"""Begins the ids of boxes that several resources are drawn in."""

SMALLEST_SCALE = 0.72
"""Under this share of its size a picture is scrolled, not shrunk."""

HEAD = f"""digraph {{
compound=true; newrank=true; bgcolor="transparent"; fontname="Arial"; pad=0.05;
node [shape=box style="rounded,filled" fillcolor="{CARD}" color="{LINE}" fontname="Arial" fontcolor="{INK}" fontsize={NAME} margin="0.1,0.04"];
edge [color="{SOFT}" fontname="Arial" fontcolor="{SOFT}" fontsize={WORD} arrowsize=0.7];
"""  # noqa: E501


@dataclass(frozen=True)
class Diagram:
    """Something drawn. `svg` follows the page's theme where it stands in a page; `words` say the same for a reader.

    In the drawing of a template every resource is a group with its logical id in `data-resource`; a box that several
    are drawn in has its name in `data-folded`.
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


def drawn(text: str, words: str) -> Diagram:
    """The diagram of a graph in dot's language that uses the placeholders. Raises `LayoutError`."""
    return Diagram(_themed(dot.svg(text)), words)


def quoted(text: str) -> str:
    """The text inside a quoted string of dot's language."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _themed(svg: str) -> str:
    """The drawing without what only a file needs, its colours variables, its resources known by logical id."""
    drawing = svg[svg.index("<svg") :].strip()
    drawing = re.sub(r"<!--.*?-->\n?", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"<title>.*?</title>\n?", "", drawing, flags=re.DOTALL)
    drawing = re.sub(rf'<g id="{OURS}(\w+)" class="(node|cluster)"', r'<g class="\2" data-resource="\1"', drawing)
    drawing = re.sub(rf'<g id="{FOLDED}(\w+)" class="node"', r'<g class="node" data-folded="\1"', drawing)
    drawing = re.sub(r'<g id="[^"]*"', "<g", drawing)
    drawing = re.sub(r'<svg width="([\d.]+)pt" height="[\d.]+pt"', _sized, drawing)
    drawing = re.sub(r'font-size="([\d.]+)"', lambda size: f'font-size="{float(size[1]) / ROOM:.2f}"', drawing)
    drawing = drawing.replace('font-family="Arial"', 'font-family="Arial,Liberation Sans,Helvetica,sans-serif"')
    for placeholder, (name, fallback) in VARIABLES.items():
        drawing = drawing.replace(f'"{placeholder}"', f'"var(--pc-{name}, {fallback})"')
    return drawing


def _sized(match: re.Match[str]) -> str:
    width = float(match[1])
    return f'<svg width="{width:.0f}" style="max-width:100%;min-width:{width * SMALLEST_SCALE:.0f}px;height:auto"'
