"""The workbench without a browser: turns, undo, findings decided about, and what the page shows after each."""

from __future__ import annotations

import pytest

from patterns import SecureBucket, WebApplication
from patterns.explore import Workbench
from patterns.explore.panels import Panel, panels
from patterns.explore.view import View
from patterns.template.errors import TemplateError

PLAIN = {"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}}


@pytest.fixture
def workbench() -> Workbench:
    return Workbench(SecureBucket())


def shown(workbench: Workbench, tab: str) -> str:
    workbench.page.selected = tab
    return str(workbench.page.panes[tab])


def test_turn_changes_source_strip_and_visible_panel(workbench: Workbench) -> None:
    before = workbench.page.panes["picture"]

    assert workbench.turn("versioning", False) == ""

    assert workbench.source == SecureBucket(versioning=False)
    assert "<b>Versioning</b> on → off" in workbench.page.strip
    assert "Bucket changed in place" in workbench.page.strip
    assert "▲ S3-004" in workbench.page.strip
    assert workbench.page.panes["picture"] != before
    assert "<b>1</b> finding<" in workbench.page.head


def test_bad_value_says_the_limit_and_leaves_the_last_good_page(workbench: Workbench) -> None:
    view = workbench.view

    problem = workbench.turn("noncurrent_days", 9000)

    assert problem == "9000 is over the limit of 3650 days: choose 1 to 3650 days"
    assert workbench.view is view


def test_choices_that_cannot_go_together_name_the_other_parameter(workbench: Workbench) -> None:
    workbench.turn("object_lock", "GOVERNANCE")

    problem = workbench.turn("versioning", False)

    assert problem.startswith("Object lock: GOVERNANCE needs versioning=True")
    assert workbench.source.versioning


def test_strip_says_what_is_lost_or_stays_behind(workbench: Workbench) -> None:
    workbench.turn("access_logs", False)

    assert "LogBucket and LogBucketPolicy removed" in workbench.page.strip
    assert "! LogBucket stays in the account, no longer part of the stack" in workbench.page.strip


def test_undo_redo_and_reset_go_through_the_buttons(workbench: Workbench) -> None:
    workbench.turn("versioning", False)
    workbench.turn("tls_only", False)

    workbench.page.click("undo")
    assert workbench.source == SecureBucket(versioning=False)
    workbench.page.click("redo")
    assert workbench.source == SecureBucket(versioning=False, tls_only=False)
    workbench.page.click("reset")
    assert workbench.source == SecureBucket()
    workbench.page.click("undo")
    assert workbench.source == SecureBucket(versioning=False, tls_only=False)


def test_undo_is_not_usable_before_the_first_turn(workbench: Workbench) -> None:
    assert workbench.page.strip.count('aria-disabled="true"') == 3

    workbench.page.click("undo")

    assert workbench.source == SecureBucket()


def test_only_the_visible_panel_is_drawn_and_none_is_stale() -> None:
    drawn: list[str] = []

    def panel(name: str) -> Panel:
        def html(view: View) -> str:
            drawn.append(name)
            return f"{name} {view.source.versioning}"

        return Panel(name, name, 1, html)

    workbench = Workbench(SecureBucket(), tabs=(panel("one"), panel("two")))
    workbench.page.selected = "two"
    workbench.turn("versioning", False)

    assert drawn == ["one", "two", "two"]
    assert workbench.page.panes == {"two": "two False"}


def test_panel_is_added_with_one_function_and_one_line() -> None:
    def names(view: View) -> str:
        return ", ".join(view.resolved.resources)

    workbench = Workbench(SecureBucket(), tabs=(*panels(), Panel("names", "Names", 99, names)))

    assert shown(workbench, "names") == "LogBucket, Bucket, BucketPolicy, LogBucketPolicy"


@pytest.mark.slow
def test_remedy_is_one_click_and_takes_the_finding_away(workbench: Workbench) -> None:
    workbench.turn("versioning", False)
    workbench.settle()

    assert "Set Versioning to “on”" in shown(workbench, "findings")
    workbench.page.click("remedy", "versioning")

    assert workbench.view.findings == ()
    assert "✓ S3-004 is gone" in workbench.page.strip


def test_remedy_can_be_asked_for_before_the_review(workbench: Workbench) -> None:
    workbench.turn("versioning", False)

    workbench.remedy("versioning")

    assert workbench.source.versioning


def test_accepted_finding_is_written_into_the_template_and_can_be_taken_back(workbench: Workbench) -> None:
    workbench.turn("versioning", False)

    workbench.page.click("accept", "S3-004 Bucket", "rebuilt every night")

    accepted = workbench.view.document.body["Resources"]["Bucket"]["Metadata"]
    assert accepted == {"AcceptedFindings": {"S3-004": "rebuilt every night"}}
    assert "<b>0</b> findings" in workbench.page.head
    assert "“rebuilt every night”" in shown(workbench, "findings")
    assert "<b>S3-004 Bucket</b> open → accepted: rebuilt every night" in workbench.page.strip

    workbench.page.click("withdraw", "S3-004 Bucket")

    assert "Metadata" not in workbench.view.document.body["Resources"]["Bucket"]
    assert "<b>1</b> finding<" in workbench.page.head


def test_finding_is_not_accepted_without_a_reason(workbench: Workbench) -> None:
    workbench.turn("versioning", False)

    workbench.page.click("accept", "S3-004 Bucket", "  ")

    assert workbench.view.findings[0].accepted is None
    assert "S3-004 is not accepted: write the reason" in shown(workbench, "findings")


def test_picked_resource_shows_lines_findings_and_stays_picked_after_a_turn(workbench: Workbench) -> None:
    workbench.page.click("look", "Bucket")
    workbench.turn("versioning", False)

    assert 'aria-pressed="true" aria-label="Bucket, S3 bucket, AES256"' in workbench.page.panes["picture"]
    assert "▲ medium: S3-004 Bucket" in workbench.page.panes["picture"]
    assert "DeletionPolicy" in workbench.page.panes["picture"]

    workbench.page.click("look", "Bucket")

    assert "DeletionPolicy" not in workbench.page.panes["picture"]


def test_picked_resource_is_let_go_when_a_turn_takes_it_away(workbench: Workbench) -> None:
    workbench.look("LogBucket")

    workbench.turn("access_logs", False)

    assert workbench.view.looked_at == ""


@pytest.mark.slow
def test_settle_asks_the_linter_once_and_a_turn_asks_again(workbench: Workbench) -> None:
    assert workbench.view.lint is None

    settled = workbench.settle()

    assert settled.lint == ()
    assert workbench.settle() is settled
    workbench.turn("versioning", False)
    assert workbench.view.lint is None


def test_other_templates_have_no_controls() -> None:
    workbench = Workbench(PLAIN)

    assert workbench.controls == {}
    assert repr(workbench).startswith("Workbench(Document('template', 1 resources): 1 resources, ")
    with pytest.raises(TemplateError, match="At least one Resources member must be defined"):
        Workbench({"Resources": {}})


def test_display_leaves_a_still_that_needs_no_script_or_style_sheet(workbench: Workbench) -> None:
    data = workbench._repr_mimebundle_()

    assert "var(" not in data["text/html"]
    assert ' class="' not in data["text/html"]
    assert "<script" not in data["text/html"]
    assert "Encryption: <b>S3-managed keys</b>" in data["text/html"]
    assert data["text/plain"] == "Workbench(SecureBucket(): 4 resources, 0 findings)"


@pytest.mark.slow
def test_boxes_of_a_large_picture_are_looked_into_and_closed_again() -> None:
    workbench = Workbench(WebApplication())
    assert 'data-value="unfolded=Payment" role="button"' in workbench.page.panes["picture"]

    workbench.page.click("pick", "unfolded=Payment")
    assert 'data-resource="PaymentMachine"' in workbench.page.panes["picture"]
    assert 'aria-pressed="true" type="button" class="pc-btn pc-main-btn" data-action="pick"' in shown(
        workbench, "picture"
    )

    workbench.page.click("pick", "unfolded=Payment")
    assert 'data-resource="PaymentMachine"' not in workbench.page.panes["picture"]
    assert "Look inside" not in Workbench(SecureBucket()).page.panes["picture"]
