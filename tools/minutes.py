"""How long a page takes a learner: reading, running and answering, counted from the page itself.

200 words a minute is slow reading of text with code in it; half a minute a cell is for the forecast before it and for
the output after it. What an exercise takes depends on its kind. Not a promise: nobody has been timed.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import nbformat

from patterns.catalogue import exercises
from patterns.question import Kind

WORDS_PER_MINUTE = 200
MINUTES_PER_CELL = 0.5
MINUTES_PER_EXERCISE = {Kind.PREDICT: 5, Kind.FIX: 8, Kind.BUILD: 8}
STEP = 5
PRINTED = re.compile(r"\*\*Time:\*\* (\d+) minutes")


def minutes(page: Path) -> int:
    """The minutes that a page takes with its exercises, to the next five."""
    cells = nbformat.read(page, as_version=4).cells
    words = sum(
        len(re.sub(r"\(https?://[^)]*\)", "", cell.source).split()) for cell in cells if cell.cell_type != "code"
    )
    code = sum(cell.cell_type == "code" for cell in cells)
    answering = sum(MINUTES_PER_EXERCISE[exercise.kind] for exercise in exercises().get(page.stem, ()))
    spent = words / WORDS_PER_MINUTE + code * MINUTES_PER_CELL + answering
    return int(math.ceil(spent / STEP) * STEP)


def printed(page: Path) -> int | None:
    """The minutes that the first cell of a page promises; None where it promises none."""
    match = PRINTED.search(nbformat.read(page, as_version=4).cells[0].source)
    return int(match[1]) if match else None
