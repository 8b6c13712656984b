"""The Reach panel in a browser: read by mouse and by keys, without a violation, and never over the edge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, expect

from tools.browser import Lab, NotebookPage
from tools.notebooks import normalised

pytestmark = pytest.mark.browser

CODE = """from patterns import ThreeTierVpc, explore
explore(ThreeTierVpc(zone_count=3, nat="one", interface_endpoints=("ssm",)))"""


@contextmanager
def reach(lab: Lab, folder: Path, *, theme: str = "light", width: int = 1280) -> Iterator[tuple[NotebookPage, Locator]]:
    """A page with the panel open; at the end nothing may have gone wrong in the browser."""
    path = folder / "reach.ipynb"
    nbformat.write(normalised(new_notebook(cells=[new_code_cell(CODE)])), path)
    with lab.open(path, trusted=True, theme=theme, width=width) as page:
        page.run()
        workbench = page.page.locator(".pc-workbench")
        workbench.get_by_role("tab", name="Reach").click()
        expect(workbench.locator(".pc-reach")).to_be_visible()
        yield page, workbench
        assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])


def test_a_pair_shows_its_reasons_by_mouse_and_by_keys(lab: Lab, tmp_path: Path) -> None:
    with reach(lab, tmp_path) as (page, workbench):
        pair = workbench.get_by_role("button", name="Public does not reach Data")
        pair.click()
        expect(workbench.locator(".pc-details")).to_contain_text("No rule of DataNetworkAcl lets tcp in from Public.")
        expect(pair).to_be_focused()
        expect(pair).to_have_attribute("aria-pressed", "true")

        page.page.keyboard.press("Enter")
        expect(workbench.locator(".pc-details")).to_have_count(0)

        workbench.get_by_role("button", name="By tcp 22").click()
        expect(workbench.get_by_role("button", name="App does not reach SsmEndpoint")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("light", 640), ("dark", 1280)])
def test_it_is_accessible_and_stays_inside_its_frame(lab: Lab, tmp_path: Path, theme: str, width: int) -> None:
    with reach(lab, tmp_path, theme=theme, width=width) as (page, workbench):
        workbench.get_by_role("button", name="App reaches Data").click()
        expect(workbench.locator(".pc-details")).to_be_visible()

        found = Axe().run(page.page, context=".pc-workbench").response["violations"]

        assert [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found] == []
        pane = workbench.locator(".pc-pane")
        assert pane.evaluate("el => el.scrollWidth - el.clientWidth") <= 1
