"""Answers about many pairs at once: which ports are open between two parties, and the table of all pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from patterns.network.answers import RANK, Answer, Verdict
from patterns.network.filters import LAST_PORT

Pair = tuple[str, str]
_MOST_NAMED = 3


@dataclass(frozen=True)
class Opening:
    """A protocol and a range of ports that are decided as a whole."""

    protocol: str
    ports: tuple[int, int]
    answer: Answer


@dataclass(frozen=True)
class Openness:
    """By what a party reaches another: `text` in short ("all", "tcp 443", "no"), `answer` for the reasons."""

    openings: tuple[Opening, ...]
    text: str
    answer: Answer


@dataclass(frozen=True)
class Matrix:
    """Who reaches whom: a short word for each pair (from, to), and the answer behind it."""

    what: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Pair, str]
    answers: Mapping[Pair, Answer]

    def __repr__(self) -> str:
        lines = [(f"from \\ to ({self.what})", *self.columns)]
        lines += [(row, *(self.cells.get((row, column), "") for column in self.columns)) for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )


def opened(openings: Sequence[Opening]) -> Openness:
    """What these openings come to; the answer is the best one, and among equals the first."""
    best = min(openings, key=lambda opening: (RANK[opening.answer.reachable], _obstacles(opening.answer))).answer
    verdict = best.reachable
    if verdict is False:
        return Openness(tuple(openings), "no", best)
    text = _text(openings, verdict)
    return Openness(tuple(openings), text if verdict else f"depends: {text}", best)


def _obstacles(answer: Answer) -> int:
    return sum(reason.verdict is False for reason in answer.reasons)


def _text(openings: Iterable[Opening], verdict: Verdict) -> str:
    """The ranges with this verdict in short, adjoining ones as one."""
    merged: dict[str, list[tuple[int, int]]] = {}
    for opening in openings:
        if opening.answer.reachable is not verdict:
            continue
        ranges = merged.setdefault(opening.protocol, [])
        if ranges and ranges[-1][1] + 1 == opening.ports[0]:
            ranges[-1] = (ranges[-1][0], opening.ports[1])
        else:
            ranges.append(opening.ports)
    if len(merged) > 2 and all(ranges == [(0, LAST_PORT)] for ranges in merged.values()):
        return "all"
    return "; ".join(_named(protocol, ranges) for protocol, ranges in merged.items())


def _named(protocol: str, ranges: list[tuple[int, int]]) -> str:
    if ranges == [(0, LAST_PORT)]:
        return "ping" if protocol == "icmp" else protocol
    shown = ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in ranges[:_MOST_NAMED])
    return f"{protocol} {shown}{', ...' if len(ranges) > _MOST_NAMED else ''}"
