"""The memory of a fresh kernel once a stack of the largest size is deployed; beside moto's own CloudFormation."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import plain_moto as alternative
from benchmarks.kernel import kernel
from benchmarks.measure import Row, mebibytes
from benchmarks.stacks import SIZES, text

OURS = "from patterns import Sandbox\nSandbox().start().deploy({body!r}).report()"
THEIRS = (
    f"{alternative.IMPORTS}{alternative.START}cloudformation.create_stack(StackName='next', TemplateBody={{body!r}})"
)
WEIGHED = "import pathlib, psutil\npathlib.Path({path!r}).write_text(str(psutil.Process().memory_info().rss))"


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row, measured once: memory does not scatter as time does."""
    size = SIZES[-1]
    ours = _resident(sys.executable, OURS.format(body=text(size)))
    theirs = _resident(plain_moto, THEIRS.format(body=text(size))) if plain_moto else None
    what = f"memory of a kernel with a stack of {size}"
    return [Row(what, ours, theirs, "moto's own CloudFormation", "under 400 MiB", mebibytes)]


def _resident(python: str | Path, code: str) -> float:
    """The bytes that a fresh kernel of `python` holds after running `code`."""
    with TemporaryDirectory() as folder, kernel(python) as cell:
        weight = Path(folder, "weight")
        cell(code)
        cell(WEIGHED.format(path=str(weight)))
        return float(weight.read_text())
