"""The first deployment in a fresh kernel, beside moto's own CloudFormation in a plain environment.

A secure bucket twice: imports and deployment in the kernel's first cell; and the deployment alone, after imports and
some reading. A network over three zones at once, beside a template that moto passes over in part.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks import plain_moto as alternative
from benchmarks.kernel import kernel
from benchmarks.measure import Row
from patterns import SecureBucket, ThreeTierVpc
from patterns.pattern import Pattern

READING_SECONDS = 5.0

Measured = Callable[[str | Path, str, str], float]


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row per pattern and way of writing the page."""
    bucket, network = SecureBucket(), ThreeTierVpc(zone_count=3)
    ways: tuple[tuple[Pattern, str, Measured, str], ...] = (
        (bucket, "imports in the same cell", _at_once, ""),
        (bucket, f"imports {READING_SECONDS:.0f} s before", _after_reading, "under 1 s"),
        (network, "three zones, imports in the same cell", _at_once, "under 3 s"),
    )
    return [_row(*way, runs, plain_moto) for way in ways]


def _row(pattern: Pattern, way: str, measured: Measured, target: str, runs: int, plain_moto: Path | None) -> Row:
    name = type(pattern).__name__
    imports = f"from patterns import Sandbox, {name}"
    deployment = f"Sandbox().start().deploy({pattern!r}).status"
    ours = median(measured(sys.executable, imports, deployment) for _ in range(runs))
    theirs = None
    if plain_moto:
        creation = f"{alternative.START}{alternative.creation(pattern)}create('first')"
        theirs = median(measured(plain_moto, alternative.IMPORTS, creation) for _ in range(runs))
    what = f"first deployment in a fresh kernel, {pattern.recipe_name()}, {way}"
    return Row(what, ours, theirs, "moto's own CloudFormation", target)


def _at_once(python: str | Path, imports: str, deployment: str) -> float:
    with kernel(python) as cell:
        return cell(f"{imports}\n{deployment}")


def _after_reading(python: str | Path, imports: str, deployment: str) -> float:
    with kernel(python) as cell:
        cell(imports)
        time.sleep(READING_SECONDS)
        return cell(deployment)
