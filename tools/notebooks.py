"""Runs notebooks in place and saves their outputs in one normal form, so that a file differs only where a page does.

It compares nothing: nbval does, in `make test`.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from patterns.progress import PLACE

ROOT = Path(__file__).resolve().parents[1]
CELL_TIMEOUT_SECONDS = 300
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    # Without the version, a run under another Python leaves the same file.
    "language_info": {"name": "python"},
}


def main() -> None:
    """Run the notebooks named on the command line, or all, as one who solved nothing; exit 1 if a cell raised."""
    os.environ[PLACE] = ""
    paths = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "notebooks").glob("*.ipynb"))
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        failures = [failure for failure in pool.map(_report, paths) if failure]
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)


def run(path: Path) -> None:
    """Run a notebook from top to bottom in its own folder and save it; nothing is saved if a cell raises.

    Raises `CellExecutionError`.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_TIMEOUT_SECONDS,
        record_timing=False,
        # Without it each kernel warns that other users of the machine might listen.
        config=Config(KernelManager={"transport_encryption": "auto"}),
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    nbformat.write(normalised(notebook), path)


def normalised(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy without widget ids, widget state, times and versions; cell ids follow from the cells' content.

    The picture a widget leaves beside its view (`text/html`, `text/plain`) stays: a page shows it before it runs.
    """
    copy = deepcopy(notebook)
    copy.metadata = nbformat.from_dict(METADATA)
    copy.nbformat_minor = 5
    ids = _ids()
    for cell in copy.cells:
        cell.id = ids(cell)
        cell.metadata = nbformat.from_dict({name: cell.metadata[name] for name in ("tags",) if name in cell.metadata})
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return copy


def _ids() -> Callable[[nbformat.NotebookNode], str]:
    seen: Counter[str] = Counter()

    def next_id(cell: nbformat.NotebookNode) -> str:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        seen[digest] += 1
        return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"

    return next_id


def _report(path: Path) -> str:
    try:
        run(path)
    except CellExecutionError as error:
        return f"{path}: {error}"
    print(f"{path.name} saved", flush=True)
    return ""


if __name__ == "__main__":
    main()
