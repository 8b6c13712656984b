"""`python -m benchmarks [NAME ...]`: measures all benchmarks, or those named, and prints one table in Markdown."""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks import plain_moto
from benchmarks.measure import Row

NAMES = (
    "importing", "rendering", "analysis", "findings", "deciding", "first_deployment", "next_deployments", "drills",
    "running", "enforced", "endpoint", "memory",
)  # fmt: skip
IN_BROWSER = ("page",)
"""Needs Chromium, so it is measured only when named: `make bench ARGS=page`."""
NEEDS_MOTO = frozenset({"first_deployment", "next_deployments", "memory"})
RUNS = 5


def main() -> None:
    """Measure and print; ends with 2 for a name there is no benchmark of."""
    names = sys.argv[1:] or NAMES
    if unknown := sorted(set(names) - {*NAMES, *IN_BROWSER}):
        print(f"no benchmark is called {unknown[0]!r}: there are {', '.join((*NAMES, *IN_BROWSER))}", file=sys.stderr)
        sys.exit(2)
    moto = _plain_moto() if NEEDS_MOTO & set(names) else None
    rows = [row for name in names for row in importlib.import_module(f"benchmarks.{name}").rows(RUNS, moto)]
    print(table(rows))
    print(f"\nMedians of {RUNS} runs; {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}.")


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [("what", "here", "beside it", "target"), ("---", "--:", "---", "---"), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain_moto() -> Path | None:
    try:
        return plain_moto.python()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The environment of the alternative cannot be made, so it is not measured: {error}", file=sys.stderr)
        return None


if __name__ == "__main__":
    main()
