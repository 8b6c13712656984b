"""The browser tests would notice: what each of them asserts to be absent is reported where it is there."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools.browser import Lab, deadline
from tools.notebooks import normalised

pytestmark = pytest.mark.browser


def notebook(folder: Path, *cells: nbformat.NotebookNode) -> Path:
    path = folder / "page.ipynb"
    nbformat.write(normalised(new_notebook(cells=list(cells))), path)
    return path


def saved_html(html: str) -> nbformat.NotebookNode:
    return new_code_cell("None", outputs=[new_output("display_data", data={"text/html": html})])


def test_slider_is_live_after_a_run(lab: Lab, tmp_path: Path) -> None:
    slider = new_code_cell("import ipywidgets\nslider = ipywidgets.IntSlider(value=3)\nslider")

    with lab.open(notebook(tmp_path, slider), trusted=False) as page:
        page.run()
        page.page.locator(".noUi-handle").press("ArrowRight")

        assert page.page.locator(".widget-readout").inner_text() == "4"


def test_failing_cell_is_reported(lab: Lab, tmp_path: Path) -> None:
    cells = new_code_cell("1 + 1"), new_code_cell("1 / 0")

    with lab.open(notebook(tmp_path, *cells), trusted=False) as page:
        page.run()

        assert page.errors() == ["cell 2: ZeroDivisionError: division by zero"]


def test_outside_request_is_refused_and_reported(lab: Lab, tmp_path: Path) -> None:
    picture = saved_html('<img src="https://example.com/picture.png">')

    with lab.open(notebook(tmp_path, picture), trusted=False) as page:
        page.page.locator(".jp-OutputArea img").wait_for(state="attached")

        assert page.outside_requests == ["https://example.com/picture.png"]
        assert page.console_errors == ["Failed to load resource: net::ERR_FAILED (https://example.com/picture.png)"]


@pytest.mark.parametrize("trusted", [True, False])
def test_saved_script_runs_only_in_a_trusted_notebook(lab: Lab, tmp_path: Path, trusted: bool) -> None:
    script = saved_html("<p>still</p><script>console.error('ran')</script>")

    with lab.open(notebook(tmp_path, script), trusted=trusted) as page:
        page.page.get_by_text("still", exact=True).wait_for()

        assert [error.split(" ")[0] for error in page.console_errors] == (["ran"] if trusted else [])


def test_screenshot_shows_the_whole_notebook(lab: Lab, tmp_path: Path) -> None:
    tall = saved_html('<div style="height: 3000px">tall</div>')

    with lab.open(notebook(tmp_path, tall), trusted=True, theme="dark", width=800) as page:
        page.screenshot(tmp_path / "page.png")

        header = (tmp_path / "page.png").read_bytes()[:24]
        assert int.from_bytes(header[20:24]) > 3000


def test_hung_page_ends_at_the_deadline(lab: Lab, tmp_path: Path) -> None:
    with lab.open(notebook(tmp_path, new_code_cell("1")), trusted=False) as page:
        with pytest.raises(TimeoutError, match="The browser did not finish within 1 s"), deadline(1):
            page.page.evaluate("() => new Promise(() => {})")

        page.run()

        assert page.errors() == []
