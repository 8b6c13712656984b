"""The panels: what each says about a view, and that no text of a template becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from patterns import SecureBucket
from patterns.explore import Workbench
from patterns.explore.panels import panels
from patterns.explore.view import viewed

EVIL = "\"><script>alert(1)</script>&amp;'<b onclick=x>"

HOSTILE = {
    "Description": EVIL,
    "Parameters": {"Who": {"Type": "String", "Default": EVIL, "Description": EVIL}},
    "Resources": {
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"Tags": [{"Key": EVIL, "Value": EVIL}]},
            "Metadata": {"AcceptedFindings": {"S3-004": EVIL}, EVIL: EVIL},
        },
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"Description": EVIL, "KeyPolicy": {"Id": EVIL}}},
        "Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": EVIL, "TargetKeyId": {"Ref": "Key"}}},
        "Odd": {"Type": "Custom::Odd", "Properties": {"ServiceToken": EVIL}},
    },
    "Outputs": {"Name": {"Value": EVIL, "Description": EVIL}},
}


class Tags(HTMLParser):
    """The elements and the event handlers of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.handlers: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}


@pytest.mark.parametrize("panel", [panel.id for panel in panels()])
def test_hostile_text_stays_text(panel: str) -> None:
    workbench = Workbench(HOSTILE)
    workbench.accept("S3-001", "Bucket", EVIL)
    workbench.look("Alias")
    workbench.deploy()
    workbench.settle()
    workbench.page.selected = panel

    html = (
        workbench.page.panes[panel]
        + workbench.page.head
        + workbench.page.strip
        + workbench._repr_mimebundle_()["text/html"]
    )
    tags = Tags(html)

    assert "script" not in tags.seen
    assert tags.handlers == set()
    assert "<script" not in html


def test_hostile_text_would_be_noticed() -> None:
    tags = Tags(f"<p>{EVIL}</p>")

    assert "script" in tags.seen
    assert tags.handlers == {"onclick"}


def html(panel: str, workbench: Workbench) -> str:
    workbench.page.selected = panel
    return str(workbench.page.panes[panel])


def test_template_marks_the_last_change_where_it_stands_and_folds_by_resource() -> None:
    workbench = Workbench(SecureBucket())
    workbench.turn("versioning", False)

    drawn = html("template", workbench)

    removed = drawn.split('<span class="pc-line del">')[1:]
    assert len(removed) == 2
    assert "VersioningConfiguration" in removed[0]
    assert "removed: " in removed[0]
    for name in ("Bucket", "LogBucket", "BucketPolicy"):
        assert f'data-key="/Resources/{name}"' in drawn
    assert "pc-line del" not in html("template", Workbench(SecureBucket()))


def test_template_that_is_json_is_shown_as_it_is() -> None:
    text = '{\n  "Resources": {"Data": {"Type": "AWS::S3::Bucket"}}\n}'

    drawn = html("template", Workbench(text))

    assert "<details" not in drawn
    assert "AWS::S3::Bucket" in drawn


@pytest.mark.slow
def test_findings_say_why_severity_pillar_and_source_and_what_passed_in_one_line() -> None:
    workbench = Workbench(SecureBucket(versioning=False))
    workbench.settle()

    drawn = html("findings", workbench)

    for words in ("an overwrite or a delete is final", "medium", "Reliability", 'href="https://', "checks passed"):
        assert words in drawn
    assert "The linter has nothing to add." in drawn


def test_picture_names_every_resource_as_a_button_with_a_name() -> None:
    drawn = panels()[0].html(viewed(SecureBucket()))

    assert drawn.count('role="button" tabindex="0"') == 4
    assert 'aria-label="LogBucket, S3 bucket, AES256, kept 365 days"' in drawn


def test_take_away_holds_command_python_template_and_both_parameter_files() -> None:
    drawn = html("take-away", Workbench(SecureBucket(versioning=False)))

    assert "from patterns import SecureBucket\n\nsecure_bucket = SecureBucket(versioning=False)" in drawn
    assert "aws cloudformation deploy" in drawn
    for file in ("secure-bucket.yaml", "secure-bucket.json", "secure-bucket-parameters.json"):
        assert f'download="{file}" href="data:' in drawn


def test_take_away_gives_the_acceptances_with_the_template() -> None:
    workbench = Workbench(SecureBucket(versioning=False))
    workbench.accept("S3-004", "Bucket", "rebuilt every night")

    drawn = html("take-away", workbench)

    assert "S3-004: rebuilt every night" in drawn
    assert "# Accepted findings are in the template" in drawn
