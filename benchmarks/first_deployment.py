"""The first deployment of a secure bucket in a fresh kernel, beside moto's own CloudFormation in a plain environment.

Twice each: imports and deployment in the kernel's first cell; and the deployment alone, after imports and some reading.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

from benchmarks import plain_moto as alternative
from benchmarks.kernel import kernel
from benchmarks.measure import Row
from patterns import SecureBucket

READING_SECONDS = 5.0

OUR_IMPORTS = "from patterns import Sandbox, SecureBucket"
OUR_DEPLOYMENT = "Sandbox().start().deploy(SecureBucket()).status"
THEIR_DEPLOYMENT = f"{alternative.START}{alternative.creation(SecureBucket())}create('secure-bucket')"


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row per way of writing the page."""
    ways = (
        ("imports in the same cell", _at_once, ""),
        (f"imports {READING_SECONDS:.0f} s before", _after_reading, "under 1 s"),
    )
    made = []
    for way, measured, target in ways:
        ours = median(measured(sys.executable, OUR_IMPORTS, OUR_DEPLOYMENT) for _ in range(runs))
        theirs = None
        if plain_moto:
            theirs = median(measured(plain_moto, alternative.IMPORTS, THEIR_DEPLOYMENT) for _ in range(runs))
        what = f"first deployment in a fresh kernel, {way}"
        made.append(Row(what, ours, theirs, "moto's own CloudFormation", target))
    return made


def _at_once(python: str | Path, imports: str, deployment: str) -> float:
    with kernel(python) as cell:
        return cell(f"{imports}\n{deployment}")


def _after_reading(python: str | Path, imports: str, deployment: str) -> float:
    with kernel(python) as cell:
        cell(imports)
        time.sleep(READING_SECONDS)
        return cell(deployment)
