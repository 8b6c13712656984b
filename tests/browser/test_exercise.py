"""An exercise solved in JupyterLab by typing, from wrong to right, and the gallery that shows it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, expect

from tools.browser import Lab, NotebookPage
from tools.notebooks import normalised

pytestmark = pytest.mark.browser

SETUP = """\
import os
os.environ["PATTERNS_PROGRESS"] = {place!r}
from patterns import SecureBucket, exercise
from patterns.explore.gallery import gallery"""
# As the page of the bucket has it.
QUESTION = 'fix = exercise("close_the_shared_bucket")\nfix'
AS_IT_STANDS = "fix.check(fix.start)"
WRONG = 'fix.check(fix.start.replace("ObjectWriter", "BucketOwnerEnforced"))'
RIGHT = "fix.check(SecureBucket())"
TRIED_MS = 60_000


def cell(page: NotebookPage, number: int) -> Locator:
    return page.page.locator(".jp-Notebook .jp-CodeCell").nth(number)


def answer(page: NotebookPage, text: str) -> Locator:
    """Write over the cell of the answer and run it, by the keyboard; its output."""
    editor = cell(page, 2).locator(".cm-content")
    editor.click()
    page.page.keyboard.press("ControlOrMeta+a")
    page.page.keyboard.insert_text(text)
    page.page.keyboard.press("Shift+Enter")
    return cell(page, 2).locator(".jp-OutputArea")


def show_gallery(page: NotebookPage) -> Locator:
    cell(page, 3).locator(".cm-content").click()
    page.page.keyboard.press("Shift+Enter")
    return cell(page, 3).locator(".jp-OutputArea")


def test_an_exercise_goes_from_wrong_to_right_and_the_gallery_shows_it(lab: Lab, tmp_path: Path) -> None:
    sources = (SETUP.format(place=str(tmp_path / "progress.json")), QUESTION, AS_IT_STANDS, "gallery()")
    path = tmp_path / "exercise.ipynb"
    nbformat.write(normalised(new_notebook(cells=[new_code_cell(source) for source in sources])), path)

    with lab.open(path, trusted=True) as page:
        page.run()
        expect(cell(page, 2)).to_contain_text("1 of 4 hold")
        expect(cell(page, 3)).to_contain_text("0 of 22 exercises done")
        cell(page, 1).locator("summary").first.click()
        expect(cell(page, 1).get_by_text("Two properties decide")).to_be_visible()

        wrong = answer(page, WRONG)
        expect(wrong).to_contain_text("2 of 4 hold", timeout=TRIED_MS)
        expect(wrong).to_contain_text("✗ a public policy is refused")
        page.screenshot(tmp_path / "wrong.png")

        right = answer(page, RIGHT)
        expect(right).to_contain_text("close_the_shared_bucket: solved", timeout=TRIED_MS)
        expect(right).not_to_contain_text("✗")
        shown = show_gallery(page)
        expect(shown).to_contain_text("1 of 22 exercises done", timeout=TRIED_MS)
        expect(shown.get_by_role("link", name="secure bucket 1/3").first).to_be_visible()
        page.screenshot(tmp_path / "right.png")

        assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])
