"""Laying out a graph: dot text in, SVG out. The only place that knows which program does it."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from functools import lru_cache
from pathlib import Path

PROGRAM = "graphviz-pure"
PATIENCE_SECONDS = 10


class LayoutError(RuntimeError):
    """The layout program is missing, refused the graph or took too long; the message says which and what to do."""


class TooLong(LayoutError):
    """The layout was stopped; a picture with fewer lines would be there in time."""


@lru_cache(maxsize=256)
def svg(dot: str) -> str:
    """The SVG that `dot` draws for this text; the same text gives the same SVG on every platform."""
    command = [_program(), "-Tsvg"]
    try:
        run = subprocess.run(command, input=dot, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        raise TooLong(f"{PROGRAM} was stopped after {PATIENCE_SECONDS} s: the graph has too many lines") from None
    except OSError as error:
        raise LayoutError(f"{PROGRAM} cannot be started ({error}): install graphviz-pure") from error
    if run.returncode or not run.stdout:
        raise LayoutError(f"{PROGRAM} refused the graph: {run.stderr.strip()[:500]}")
    return run.stdout


def _program() -> str:
    """The program beside this Python, else one on the path."""
    beside = Path(sysconfig.get_path("scripts")) / PROGRAM
    return str(beside) if beside.exists() else shutil.which(PROGRAM) or PROGRAM
