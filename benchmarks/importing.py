"""`import patterns`, in a fresh process, beside resolving every public name at once."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from benchmarks.measure import Row, in_fresh_python

TIMED = "import time; started = time.perf_counter(); {code}; print(time.perf_counter() - started)"
LAZY = "import patterns"
EAGER = "import patterns; [getattr(patterns, name) for name in dir(patterns)]"


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """The time of the import, interpreter start not included."""
    ours, theirs = (
        median(float(in_fresh_python(TIMED.format(code=code))) for _ in range(runs)) for code in (LAZY, EAGER)
    )
    return [Row("`import patterns`", ours, theirs, "every public name resolved at once", "under 0.3 s")]
