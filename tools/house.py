"""Draws docs/images/house.svg: the rooms of the sandbox, and who stands on whom, from the table of `tools.rooms`."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.analysis.dot import svg
from tools.fidelity import ROOT
from tools.rooms import PATCHES, ROOMS, SERVICE, SERVICES, Room

PICTURE = ROOT / "docs" / "images" / "house.svg"

TITLES = {SERVICE: "services/<one service>", PATCHES: "services/<one service>/patches", SERVICES: "services/__init__"}
TOUCHES_MOTO, PLAIN, ONE_SERVICE = "#F3D7B6", "#E7EDF3", "#DCEBD3"


def picture() -> str:
    """The picture as SVG: an arrow from a room to each it may import, but where that already follows from others."""
    nodes = [_node(name, each) for name, each in ROOMS.items()]
    arrows = [f'"{above}" -> "{below}"' for above, rooms in reduced(ROOMS).items() for below in rooms]
    return svg("\n".join(["digraph {", *STYLE, *nodes, *arrows, "}"])).strip() + "\n"


STYLE = (
    'graph [rankdir=TB, ranksep=0.45, nodesep=0.25, bgcolor="white", fontname="Helvetica"]',
    'node [shape=box, style="rounded,filled", color="#5B6B7B", fontname="Helvetica", fontsize=11]',
    "node [fixedsize=true, height=0.5]",
    'edge [color="#5B6B7B", arrowsize=0.7]',
)


def reduced(rooms: Mapping[str, Room]) -> dict[str, list[str]]:
    """Room -> the rooms it may import, without those that one of the others may import already."""
    may = {name: {*each.may, *([PATCHES] if name == SERVICE else [])} for name, each in rooms.items()}

    def below(name: str) -> set[str]:
        return may[name].union(*(below(other) for other in may[name]))

    return {
        name: [other for other in rooms if other in direct and not any(other in below(way) for way in direct)]
        for name, direct in may.items()
    }


def _node(name: str, each: Room) -> str:
    fill = TOUCHES_MOTO if each.touches_moto else ONE_SERVICE if name == SERVICE else PLAIN
    title = TITLES.get(name, name)
    # Given, not measured: fonts differ from machine to machine, and the picture must not.
    width = 0.3 + 0.098 * max(len(title), len(each.purpose))
    return f'"{name}" [label="{title}\\n{each.purpose}", fillcolor="{fill}", width={width:.2f}]'
