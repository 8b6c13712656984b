"""The workbench in a browser: turned, clicked, read and searched as a reader does, by mouse and by keys alone."""

from __future__ import annotations

import time
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

DEPLOY_MS = 30_000
"""A first deployment, while the kernel still loads and the machine has other work."""
TABS = ("Picture", "Template", "Findings", "Bill", "Stack", "Take away")

QUICK_TURNS = """number => {
  const box = document.querySelector('.pc-switch input[type=checkbox]');
  for (let at = 0; at < number; at += 1) box.click();
}"""
OVERFLOWING = (
    "el => [el, ...el.querySelectorAll('.pc-head, .pc-say, .pc-told, .pc-side, .pc-main, .pc-tabs, .pc-pane')]"
    ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className)"
)

REST_SECONDS = 10
"""What a page is given to lay itself out, on a machine that has other work; only a page that runs over waits for it."""


@contextmanager
def opened(
    lab: Lab, folder: Path, *, theme: str = "light", width: int = 1280
) -> Iterator[tuple[NotebookPage, Locator]]:
    """A page with a workbench, run; at the end nothing may have gone wrong in the browser."""
    cell = new_code_cell("from patterns import SecureBucket, explore\npage = explore(SecureBucket())\npage")
    path = folder / "workbench.ipynb"
    nbformat.write(normalised(new_notebook(cells=[cell])), path)
    with lab.open(path, trusted=True, theme=theme, width=width) as page:
        page.run()
        workbench = page.page.locator(".pc-workbench")
        expect(workbench.get_by_role("tab", name="Picture")).to_be_visible()
        yield page, workbench
        assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])


def tab(workbench: Locator, name: str) -> None:
    workbench.get_by_role("tab", name=name).click()
    expect(workbench.get_by_role("tabpanel", name=name)).to_be_visible()


def overflowing(workbench: Locator) -> list[str]:
    """What is wider than its place, once a panel just drawn has come to rest."""
    deadline = time.monotonic() + REST_SECONDS
    while (found := list(workbench.evaluate(OVERFLOWING))) and time.monotonic() < deadline:
        workbench.page.wait_for_timeout(50)
    return found


def test_controls_turn_the_page_and_bad_values_are_explained(lab: Lab, tmp_path: Path) -> None:
    with opened(lab, tmp_path) as (_, workbench):
        strip, days = workbench.locator(".pc-say"), workbench.get_by_label("Old versions kept")

        workbench.get_by_label("Versioning").click()
        expect(strip).to_contain_text("Versioning on → off")
        workbench.get_by_label("Encryption").select_option("a KMS key of your own")
        expect(strip).to_contain_text("Encryption S3-managed keys → a KMS key of your own")
        expect(workbench.locator("[data-resource=Key]")).to_be_visible()
        workbench.get_by_label("Browser origins").fill("https://www.example.com")
        workbench.get_by_label("Browser origins").press("Enter")
        expect(strip).to_contain_text("Browser origins none → https://www.example.com")

        days.fill("9000")
        days.press("Enter")
        expect(workbench.get_by_role("alert")).to_contain_text("9000 is over the limit of 3650 days")
        expect(strip).to_contain_text("Browser origins")
        days.fill("90")
        days.press("Enter")
        expect(strip).to_contain_text("Old versions kept 30 days → 90 days")
        expect(workbench.get_by_role("alert")).to_have_count(0)
        expect(workbench.get_by_label("Locked for")).to_be_disabled()


def test_findings_are_mended_accepted_and_taken_back(lab: Lab, tmp_path: Path) -> None:
    with opened(lab, tmp_path) as (_, workbench):
        tab(workbench, "Findings")
        workbench.get_by_label("Versioning").click()
        card = workbench.locator("article")
        expect(card).to_contain_text("Nothing brings back")

        card.get_by_text("Accept…").click()
        card.get_by_role("textbox").fill("rebuilt every night")
        card.get_by_role("textbox").press("Enter")
        expect(workbench.locator(".pc-accepted")).to_contain_text("rebuilt every night")
        expect(workbench.locator(".pc-head")).to_contain_text("0 findings")
        workbench.get_by_role("button", name="Take back the acceptance of S3-004").click()
        card.get_by_role("button", name="Set Versioning to “on”").click()

        expect(workbench.locator(".pc-say")).to_contain_text("S3-004 is gone")
        expect(workbench.get_by_label("Versioning")).to_be_checked()


def test_template_shows_the_change_and_is_folded_searched_and_copied(lab: Lab, tmp_path: Path) -> None:
    with opened(lab, tmp_path) as (page, workbench):
        page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab(workbench, "Template")
        workbench.get_by_label("Versioning").click()
        expect(workbench.locator(".pc-line.del")).to_have_count(2)
        expect(workbench.locator(".pc-line.del").first).to_be_in_viewport()

        workbench.get_by_role("button", name="Fold", exact=True).click()
        expect(workbench.locator(".pc-line.del").first).to_be_hidden()
        search = workbench.get_by_role("searchbox")
        search.fill("sourceaccount")
        expect(workbench.locator(".pc-found")).to_have_text("1 of 1")
        expect(workbench.locator(".pc-here")).to_be_visible()
        workbench.get_by_label("TLS only").click()
        expect(workbench.locator(".pc-say")).to_contain_text("TLS only")
        expect(search).to_have_value("sourceaccount")
        expect(workbench.locator(".pc-here")).to_have_count(1)

        workbench.get_by_role("button", name="Copy", exact=True).click()
        copied = page.page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith('AWSTemplateFormatVersion: "2010-09-09"')
        assert "VersioningConfiguration" not in copied


def test_stack_is_deployed_updated_and_deleted(lab: Lab, tmp_path: Path) -> None:
    with opened(lab, tmp_path) as (_, workbench):
        tab(workbench, "Stack")
        workbench.get_by_role("button", name="Deploy").click()
        pane = workbench.get_by_role("tabpanel")
        expect(pane).to_contain_text("CREATE_COMPLETE", timeout=DEPLOY_MS)
        expect(pane.locator(".pc-events tr").last).to_be_in_viewport(ratio=0)
        pane.locator("summary", has_text="LogBucketPolicy").click()
        expect(pane).to_contain_text("PolicyDocument.Statement[0].Effect")

        workbench.get_by_label("Versioning").click()
        workbench.get_by_role("button", name="Update").click()
        expect(pane).to_contain_text("UPDATE_COMPLETE")
        expect(pane).to_contain_text("PolicyDocument.Statement[0].Effect")
        pane.get_by_text("Delete…").click()
        pane.get_by_role("button", name="Delete the stack").click()
        expect(pane).to_contain_text("DELETE_COMPLETE")
        expect(workbench.get_by_role("button", name="Deploy")).to_be_visible()


def test_everything_is_reached_by_keys_and_focus_stays(lab: Lab, tmp_path: Path) -> None:
    with opened(lab, tmp_path) as (page, workbench):
        keys = page.page.keyboard
        workbench.get_by_label("Versioning").focus()
        keys.press("Space")
        expect(workbench.locator(".pc-say")).to_contain_text("Versioning on → off")
        expect(workbench.get_by_label("Versioning")).to_be_focused()

        workbench.get_by_role("tab", name="Picture").focus()
        keys.press("ArrowRight")
        expect(workbench.get_by_role("tab", name="Template")).to_be_focused()
        keys.press("Home")
        expect(workbench.get_by_role("tab", name="Picture")).to_have_attribute("aria-selected", "true")

        bucket = workbench.get_by_role("button", name="Bucket, S3 bucket", exact=False).first
        bucket.focus()
        keys.press("Enter")
        expect(workbench.locator(".pc-details")).to_contain_text("AWS::S3::Bucket")
        expect(bucket).to_be_focused()
        keys.press("Space")
        expect(workbench.locator(".pc-details")).to_have_count(0)

        undo = workbench.get_by_role("button", name="Undo")
        undo.focus()
        keys.press("Enter")
        expect(workbench.locator(".pc-say")).to_contain_text("Versioning off → on")
        expect(undo).to_be_focused()
        expect(undo).to_have_attribute("aria-disabled", "true")


def test_300_quick_turns_leave_nothing_stale(lab: Lab, tmp_path: Path) -> None:
    with opened(lab, tmp_path) as (page, workbench):
        tab(workbench, "Template")

        page.page.evaluate(QUICK_TURNS, 299)

        # The first switch is TLS only: an odd number of turns leaves it off, whatever the browser merged on the way.
        expect(workbench.locator(".pc-say")).to_contain_text("TLS only on → off", timeout=60_000)
        expect(workbench.locator(".pc-busy")).to_have_count(0, timeout=60_000)
        tab(workbench, "Picture")
        expect(workbench.locator("[data-resource=BucketPolicy]")).to_have_count(0)
        expect(workbench.locator("[data-resource=Bucket]")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_any_panel(lab: Lab, tmp_path: Path, theme: str) -> None:
    with opened(lab, tmp_path, theme=theme) as (page, workbench):
        workbench.get_by_label("Versioning").click()
        expect(workbench.locator(".pc-head")).to_contain_text("1 finding")
        for name in TABS:
            tab(workbench, name)
            if name == "Stack":
                workbench.get_by_role("button", name="Deploy").click()
                expect(workbench.get_by_role("tabpanel")).to_contain_text("CREATE_COMPLETE", timeout=DEPLOY_MS)
            found = Axe().run(page.page, context=".pc-workbench").response["violations"]

            assert [(name, one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found] == []


# 640 pixels are what a browser zoom of 200% leaves of 1280.
@pytest.mark.parametrize("width", [1280, 800, 640])
def test_nothing_runs_over_the_edge(lab: Lab, tmp_path: Path, width: int) -> None:
    with opened(lab, tmp_path, width=width) as (_, workbench):
        workbench.get_by_label("Encryption").select_option("a KMS key of your own")
        expect(workbench.locator("[data-resource=Key]")).to_be_visible()
        for name in TABS:
            tab(workbench, name)

            assert (name, overflowing(workbench)) == (name, [])


def test_variants_are_pinned_compared_and_gone_back_to(lab: Lab, tmp_path: Path) -> None:
    with opened(lab, tmp_path) as (_, workbench):
        tab(workbench, "Variants")
        name = workbench.get_by_label("Name of the variant")
        name.fill("safe")
        name.press("Enter")
        expect(workbench.get_by_role("columnheader", name="safe")).to_be_visible()
        workbench.get_by_label("Versioning").click()
        row = workbench.get_by_role("row", name="Versioning")
        expect(row).to_contain_text("off")

        workbench.get_by_role("button", name="Go back to safe").click()

        expect(row).to_have_count(0)
        expect(workbench.locator(".pc-say")).to_contain_text("Versioning off → on")
        assert overflowing(workbench) == []
