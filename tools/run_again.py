"""Runs the cells of a page as a reader does who comes back: each cell twice, and each section after the set-up alone.

The set-up is the first code cell of a page; a section begins at a heading of the second level. Nothing is saved.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell

from patterns import Sandbox
from patterns.sandbox.core.copies import in_a_copy

SECONDS = 300.0


@dataclass(frozen=True)
class Section:
    """The code cells below one heading."""

    heading: str
    cells: tuple[str, ...]


def main() -> None:
    """Print what failed in the page named on the command line, as JSON: one text for each cell that raised."""
    print(json.dumps(failures(Path(sys.argv[1]))))


def failures(page: Path) -> list[str]:
    """What raises in a page whose cells run twice each, and in each section run twice after the set-up alone."""
    first, *rest = sections(page)
    setup, shell = first.cells[0], InteractiveShell.instance()
    shell.run_line_magic("config", "InteractiveShell.ast_node_interactivity='none'")
    told = [*_run(shell, "set-up", [setup])]
    rest = [section for section in (Section(first.heading, first.cells[1:]), *rest) if section.cells]
    account = Sandbox.live()
    copies = list(account.in_copies) if account is not None else []
    runs = [(section.heading, [*section.cells, *section.cells]) for section in rest]
    runs.append(("each cell twice", [cell for section in rest for cell in section.cells for _ in range(2)]))
    for name, cells in runs:
        told += in_a_copy(partial(_alone, shell, name, cells), entering=copies, seconds=SECONDS)
    return told


def sections(page: Path) -> list[Section]:
    """The sections of a page that have code, in its order."""
    return [Section(heading, tuple(cells)) for heading, cells in _split(page) if cells]


def _split(page: Path) -> Iterator[tuple[str, list[str]]]:
    heading, cells = page.stem, list[str]()
    for cell in nbformat.read(page, as_version=4).cells:
        if cell.cell_type == "code":
            cells.append(cell.source)
        elif headings := re.findall(r"^## (.+)$", cell.source, re.MULTILINE):
            yield heading, cells
            heading, cells = headings[-1], []
    yield heading, cells


def _alone(shell: InteractiveShell, name: str, cells: Sequence[str]) -> list[str]:
    return list(_run(shell, name, cells))


def _run(shell: InteractiveShell, name: str, cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        ran = shell.run_cell(cell, silent=True)
        error = ran.error_before_exec or ran.error_in_exec
        if error is not None:
            yield f"{name}: {type(error).__name__}: {str(error)[:300]} in {cell.splitlines()[0]}"
            return


if __name__ == "__main__":
    main()
