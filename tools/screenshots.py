"""Takes the pictures of the documentation: `python -m tools.screenshots`. On purpose, never by a test or a build."""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tools.browser import deadline, lab
from tools.notebooks import ROOT, normalised

IMAGES = ROOT / "docs" / "images"
CELL = "from patterns import SecureBucket, explore\npage = explore(SecureBucket())\npage"
# Wide enough that the workbench itself has 1280 pixels beside JupyterLab's own panels.
WINDOW_WIDTH = 1712
SECONDS = 180


def main() -> None:
    """Open a workbench, make the turn that brings a finding, and save what the reader sees."""
    with deadline(SECONDS), tempfile.TemporaryDirectory() as folder, lab(Path(folder)) as jupyter:
        notebook = Path(folder) / "workbench.ipynb"
        nbformat.write(normalised(new_notebook(cells=[new_code_cell(CELL)])), notebook)
        with jupyter.open(notebook, trusted=True, width=WINDOW_WIDTH) as page:
            page.run()
            workbench = page.page.locator(".pc-workbench")
            workbench.get_by_label("Versioning").click()
            workbench.locator("[data-resource=Bucket]").click()
            expect(workbench.locator(".pc-details")).to_contain_text("S3-004")
            page.screenshot(IMAGES / "workbench.png", selector=".pc-workbench")


if __name__ == "__main__":
    main()
