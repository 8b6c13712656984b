"""What every benchmark shares: a row of the table, and the clock. Not here: what is measured."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]


def spoken(seconds: float) -> str:
    """Seconds as people read them: `2.31 s`, `45 ms`, `3.2 ms`."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def mebibytes(size: float) -> str:
    """Bytes as people read them: `212 MiB`."""
    return f"{size / 2**20:.0f} MiB"


@dataclass(frozen=True)
class Row:
    """One promise: what is measured, how much it is here and in the alternative, and the target in words.

    `theirs` is None where the alternative could not be run, and `alternative` empty where there is none. `say` puts an
    amount, in seconds unless it says otherwise, into words.
    """

    what: str
    ours: float
    theirs: float | None
    alternative: str
    target: str = ""
    say: Callable[[float], str] = spoken

    def cells(self) -> tuple[str, str, str, str]:
        """The row as the table shows it."""
        theirs = "not measured" if self.theirs is None else self.say(self.theirs)
        return self.what, self.say(self.ours), f"{theirs}: {self.alternative}" if self.alternative else "", self.target


def timed(action: Callable[[], object]) -> float:
    """The seconds that `action` takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def median_of(runs: int, action: Callable[[], object]) -> float:
    """The median of the seconds that `action` takes, in so many runs."""
    return median(timed(action) for _ in range(runs))


def in_fresh_python(code: str, *, python: str | Path = sys.executable) -> str:
    """What `code` prints in a Python process of its own. Raises `subprocess.CalledProcessError`."""
    return subprocess.run([python, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout
