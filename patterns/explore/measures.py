"""What is measured while time passes: numbers read again and again, and drawn over the account's clock.

Nothing here decides what is worth measuring: a page gives a name and a way to read each number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from patterns.sandbox.core.timeline import Happening, Tone
from patterns.table import Table

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

WIDTH, ROW, LEFT, RIGHT, BELOW = 720, 74, 150, 60, 34
LINE, GROUND = "var(--pc-accent, #1f5c9e)", "var(--pc-line, #c3c9d1)"
MARKS = {Tone.BAD: "var(--pc-del, #a3211a)", Tone.GOOD: "var(--pc-add, #116138)"}
MOST_MARKS = 40
"""Happenings that are drawn; more would hide one another."""


@dataclass(frozen=True)
class Line:
    """One number over time: (moment, value) in order; it keeps each value until the next."""

    name: str
    points: tuple[tuple[datetime, float], ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The values alone."""
        return tuple(value for _, value in self.points)

    @property
    def extremes(self) -> tuple[float, float, float, float]:
        """The first value, the minimum, the maximum and the last."""
        return self.values[0], min(self.values), max(self.values), self.values[-1]

    def time_below(self, limit: float) -> timedelta:
        """How long it stood under a limit."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return sum((after[0] - at for (at, value), after in pairs if value < limit), timedelta(0))


@dataclass(frozen=True)
class Measures:
    """Several numbers over the same time, and what happened in it. `measures["healthy"]` is one of the lines."""

    lines: tuple[Line, ...]
    happenings: tuple[Happening, ...] = ()

    def __getitem__(self, name: str) -> Line:
        for line in self.lines:
            if line.name == name:
                return line
        raise KeyError(f"{name!r} was not measured: there are {', '.join(line.name for line in self.lines)}")

    @property
    def table(self) -> Table:
        """For each number: its value at the start, its minimum, its maximum, its value at the end."""
        rows = tuple((line.name, *(f"{value:g}" for value in line.extremes)) for line in self.lines)
        return Table(("", "start", "min", "max", "end"), rows)

    def __repr__(self) -> str:
        return repr(self.table)

    def _repr_html_(self) -> str:
        begun, ended = self.lines[0].points[0][0], self.lines[0].points[-1][0]
        scale = _Scale(begun, ended)
        rows = "".join(_row(number, line, scale) for number, line in enumerate(self.lines))
        height = ROW * len(self.lines) + BELOW
        marks = "".join(_mark(one, scale, height - BELOW) for one in self._marked(begun, ended))
        words = f"{', '.join(line.name for line in self.lines)} over {_minutes(ended - begun)}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" '
            f'style="max-width:100%;width:{WIDTH}px;height:auto" font-family="sans-serif" font-size="12" '
            f'fill="currentColor"><title>{escape(words)}</title>{marks}{rows}{_axis(scale, height - BELOW)}</svg>'
        )

    def _marked(self, begun: datetime, ended: datetime) -> Sequence[Happening]:
        told = [
            happening for happening in self.happenings if happening.tone in MARKS and begun <= happening.at <= ended
        ]
        return told[:MOST_MARKS]


def measured(
    aws: Sandbox, read: Mapping[str, Callable[[], float]], *, minutes: float, every_seconds: float = 15
) -> Measures:
    """Let so many minutes pass, and read every number at the start and each `every_seconds`."""
    begun = aws.clock.now
    points: dict[str, list[tuple[datetime, float]]] = {name: [] for name in read}
    end = begun + timedelta(minutes=minutes)
    while True:
        for name, ask in read.items():
            points[name].append((aws.clock.now, float(ask())))
        if aws.clock.now >= end:
            break
        aws.clock.advance(seconds=min(every_seconds, (end - aws.clock.now).total_seconds()))
    lines = tuple(Line(name, tuple(found)) for name, found in points.items())
    return Measures(lines, tuple(aws.timeline.since(begun)))


@dataclass(frozen=True)
class _Scale:
    begun: datetime
    ended: datetime

    def x(self, at: datetime) -> float:
        whole = (self.ended - self.begun).total_seconds() or 1
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (at - self.begun).total_seconds() / whole, 1)


def _row(number: int, line: Line, scale: _Scale) -> str:
    """One line in steps, on a ground of its own that begins at nought."""
    base, top = (number + 1) * ROW - 8, number * ROW + 14
    most = max(*line.values, 0) or 1

    def y(value: float) -> float:
        return round(base - (base - top) * value / most, 1)

    path = f"M{scale.x(line.points[0][0])},{y(line.points[0][1])}" + "".join(
        f"H{scale.x(at)}V{y(value)}" for at, value in line.points[1:]
    )
    right = WIDTH - RIGHT
    return (
        f'<text x="0" y="{base - 20}">{escape(line.name)}</text>'
        f'<line x1="{LEFT}" x2="{right}" y1="{base}" y2="{base}" stroke="{GROUND}"/>'
        f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>'
        f'<text x="{right + 6}" y="{y(line.values[-1]) + 4}">{line.values[-1]:g}</text>'
        f'<text x="{LEFT - 6}" y="{top + 4}" text-anchor="end" font-size="10">{most:g}</text>'
    )


def _mark(happening: Happening, scale: _Scale, height: int) -> str:
    said = escape(f"{happening.at:%H:%M:%S} {happening.kind} {happening.subject} {happening.what}")
    x = scale.x(happening.at)
    return (
        f'<line x1="{x}" x2="{x}" y1="4" y2="{height}" stroke="{MARKS[happening.tone]}" stroke-width="1.5" '
        f'stroke-dasharray="3 3" opacity="0.55"><title>{said}</title></line>'
    )


def _axis(scale: _Scale, top: int) -> str:
    """The minutes since the start, at the start, in quarters and at the end."""
    whole = scale.ended - scale.begun
    return "".join(
        f'<text x="{scale.x(scale.begun + whole * part / 4)}" y="{top + 20}" text-anchor="middle" font-size="10">'
        f"{_minutes(whole * part / 4)}</text>"
        for part in range(5)
    )


def _minutes(span: timedelta) -> str:
    minutes = span.total_seconds() / 60
    return f"{minutes:g} min" if minutes < 180 else f"{minutes / 60:g} h"
