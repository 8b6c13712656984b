"""Every notebook, in the browser: as a stranger's file first, then run from top to bottom."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.browser import Lab

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.browser
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_opens_untrusted_and_runs(lab: Lab, notebook: Path) -> None:
    with lab.open(notebook, trusted=False) as page:
        assert (page.console_errors, page.outside_requests) == ([], [])

        page.run()

        assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])
