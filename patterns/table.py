"""A table that reads the same in a notebook, in a still and in a terminal. Not what stands in it (`tables`)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

CELL = "padding:3px 12px 3px 0;text-align:left;vertical-align:top"
SHORT, LONG = 20, 40
"""A column of at most `SHORT` characters keeps them on one line: `us-east-1a` would be broken at its hyphens. One of
more than `LONG` may be broken anywhere, so that an ARN does not push the others out of sight."""


class Unfolding(str):
    """A cell under which more is told, in a page at a click; `source` is the address that says so, or empty."""

    more: str
    source: str

    def __new__(cls, text: str, more: str, source: str = "") -> Unfolding:
        """The cell with what is told under it."""
        made = super().__new__(cls, text)
        made.more, made.source = more, source
        return made


@dataclass(frozen=True)
class Table:
    """Rows under headings, and the sentence to show when there are none."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "nothing"

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        if not self.rows:
            return self.empty
        lines = [self.headings, *self.rows]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, self._widths, strict=True)).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p>{escape(self.empty)}</p>"
        styles = [CELL + _breaking(width) for width in self._widths]

        def line(cells: tuple[str, ...], tag: str) -> str:
            drawn = (f'<{tag} style="{style}">{_drawn(cell)}' for cell, style in zip(cells, styles, strict=True))
            return "<tr>" + "".join(f"{one}</{tag.partition(' ')[0]}>" for one in drawn) + "</tr>"

        body = "".join(line(row, "td") for row in self.rows)
        head = line(self.headings, 'th scope="col"')
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"

    @property
    def _widths(self) -> list[int]:
        return [max(map(len, column)) for column in zip(self.headings, *self.rows, strict=True)]


def _drawn(cell: str) -> str:
    if not isinstance(cell, Unfolding):
        return escape(cell)
    page = f' <a href="{escape(cell.source)}">source</a>' if cell.source else ""
    return f"<details><summary>{escape(cell)}</summary>{escape(cell.more)}{page}</details>"


def _breaking(width: int) -> str:
    if width <= SHORT:
        return ";white-space:nowrap"
    return ";overflow-wrap:anywhere" if width > LONG else ""
