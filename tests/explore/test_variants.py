"""Variants side by side: in a cell, and pinned on the page, from where each can be gone back to."""

from __future__ import annotations

import pytest

from patterns import SecureBucket, explore, variants
from patterns.explore import Workbench
from patterns.template.errors import TemplateError

STAGES = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
  Word: {Type: String, NoEcho: true, Default: opensesame}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  Key: {Type: AWS::KMS::Key, Condition: IsProd, Properties: {KeyPolicy: {Version: "2012-10-17", Statement: []}}}
"""


def rows(**sources: object) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in variants(**sources).rows}


def test_variants_say_what_differs_and_what_each_costs_finds_and_allows() -> None:
    found = rows(safe=SecureBucket(), bare=SecureBucket(versioning=False, access_logs=False))

    assert list(found)[-5:] == ["A month", "Resources", "Findings", "Single points of failure", "Identities may"]
    assert found["Versioning"] == ("on", "off")
    assert "Encryption" not in found
    assert found["Resources"] == ("4", "2")
    assert found["Findings"][0] == "none"
    assert "1 Reliability" in found["Findings"][1]
    assert found["A month"][0] > found["A month"][1] > "$0"


def test_stages_of_one_template_are_variants_too() -> None:
    found = rows(dev=STAGES, prod=(STAGES, {"Stage": "prod"}))

    assert (found["Stage"], found["Resources"]) == (("dev", "prod"), ("1", "2"))
    assert "opensesame" not in str(found)
    with pytest.raises(TemplateError):
        variants(broken="Resources: {")


def test_the_same_thing_twice_differs_in_nothing() -> None:
    assert list(rows(one=SecureBucket(), other=SecureBucket())) == [
        "A month", "Resources", "Findings", "Single points of failure", "Identities may",
    ]  # fmt: skip
    assert repr(variants()) == "no variants"


@pytest.fixture
def workbench() -> Workbench:
    workbench = explore(SecureBucket())
    workbench.page.selected = "variants"
    return workbench


def pane(workbench: Workbench) -> str:
    return str(workbench.page.panes["variants"])


def test_a_state_is_pinned_held_against_now_and_gone_back_to(workbench: Workbench) -> None:
    assert "Pin a state, turn a parameter" in pane(workbench)

    workbench.pin("safe & sound")
    workbench.turn("versioning", False)

    assert "safe &amp; sound" in pane(workbench)
    assert '<td class="pc-differs"><b>on</b></td><td>off</td>' in pane(workbench)
    assert "safe_sound = SecureBucket()" in pane(workbench)
    workbench.recall("safe & sound")
    assert workbench.source == SecureBucket()
    workbench.undo()
    assert workbench.source == SecureBucket(versioning=False)


def test_a_pin_is_let_go_and_a_name_that_is_taken_gets_the_new_state(workbench: Workbench) -> None:
    workbench.pin("one")
    workbench.turn("versioning", False)
    workbench.pin("one")
    workbench.pin("   ")

    assert {name: draft.source for name, draft in workbench.view.pinned.items()} == {
        "one": SecureBucket(versioning=False)
    }
    workbench.unpin("one")
    assert workbench.view.pinned == {}
    workbench.recall("one")
    assert workbench.source == SecureBucket(versioning=False)


def test_what_is_hidden_stays_hidden_in_the_line_of_python() -> None:
    workbench = explore(STAGES, parameters={"Word": "abracadabra"})
    workbench.page.selected = "variants"
    workbench.pin("mine")

    assert "abracadabra" not in pane(workbench)
    assert "mine = parameters={&#x27;Word&#x27;: &#x27;****&#x27;}" in pane(workbench)
