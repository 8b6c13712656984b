"""Saves a picture of a notebook as JupyterLab shows it: `python -m tools.screenshot NOTEBOOK OUT.png`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tools.browser import THEMES, deadline, lab


def main() -> None:
    """Open the notebook trusted, run it if asked, take the picture, and say what went wrong in the page."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshot", description=__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--run", action="store_true", help="run all cells first")
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--width", type=int, default=1280, help="of the window, in pixels")
    parser.add_argument("--selector", default=".jp-Notebook", help="CSS of what to show (default: the notebook)")
    parser.add_argument("--seconds", type=int, default=180, help="give up after so long")
    options = parser.parse_args()
    with (
        deadline(options.seconds),
        tempfile.TemporaryDirectory() as folder,
        lab(Path(folder)) as jupyter,
        jupyter.open(options.notebook, trusted=True, theme=options.theme, width=options.width) as page,
    ):
        if options.run:
            page.run(timeout_seconds=options.seconds)
        page.screenshot(options.picture, selector=options.selector)
        for problem in (*page.errors(), *page.console_errors, *page.outside_requests):
            print(problem)


if __name__ == "__main__":
    main()
