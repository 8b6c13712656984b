"""Controls: what a parameter becomes, what a bad value says, what is greyed out and why."""

from __future__ import annotations

import pytest

from patterns import SecureBucket
from patterns.catalogue import recipe, recipe_names
from patterns.explore import Workbench


@pytest.fixture
def workbench() -> Workbench:
    return Workbench(SecureBucket())


def test_control_turns_the_page(workbench: Workbench) -> None:
    workbench.controls["versioning"].widget.value = False
    workbench.controls["encryption"].widget.value = "aws:kms"
    workbench.controls["cors_origins"].widget.value = "https://a.example.com, https://b.example.com"

    origins = ("https://a.example.com", "https://b.example.com")
    assert workbench.source == SecureBucket(versioning=False, encryption="aws:kms", cors_origins=origins)


def test_bad_value_is_explained_beside_its_control_until_a_good_one_comes(workbench: Workbench) -> None:
    control = workbench.controls["noncurrent_days"]

    control.widget.value = 9000

    assert control.problem == "9000 is over the limit of 3650 days: choose 1 to 3650 days"
    assert 'role="alert"' in control.note.value
    assert "The page shows the last good choice." in control.note.value
    assert control.widget.value == 9000
    assert workbench.source.noncurrent_days == 30

    control.widget.value = 30

    assert control.problem == ""
    assert "How long a mistake can be undone" in control.note.value


def test_bad_text_of_a_list_is_explained(workbench: Workbench) -> None:
    control = workbench.controls["cors_origins"]

    control.widget.value = "http://plain.example.com"

    assert "does not have the right form: write an https origin without a path" in control.problem


def test_turn_of_another_control_clears_the_complaint(workbench: Workbench) -> None:
    workbench.controls["noncurrent_days"].widget.value = 9000

    workbench.turn("versioning", False)

    assert workbench.controls["noncurrent_days"].problem == ""
    assert workbench.controls["noncurrent_days"].widget.value == 30


def test_what_has_no_effect_is_greyed_out_and_says_why(workbench: Workbench) -> None:
    days = workbench.controls["object_lock_days"]
    assert days.widget.disabled
    assert "No effect while Object lock is “objects can be deleted”." in days.note.value

    workbench.turn("object_lock", "GOVERNANCE")

    assert not days.widget.disabled
    assert "How long each new version cannot be deleted." in days.note.value


def test_undo_shows_the_old_choice_without_turning_again(workbench: Workbench) -> None:
    workbench.controls["versioning"].widget.value = False

    workbench.undo()

    assert workbench.controls["versioning"].widget.value is True
    assert workbench.page.strip.count("<b>Versioning</b>") == 1


@pytest.mark.parametrize("name", recipe_names())
def test_every_recipe_gets_its_page_with_deploy_time_choices_set_off_at_the_end(name: str) -> None:
    workbench = Workbench(recipe(name)())

    side = workbench.children[0].children[0]
    at_deployment = ["pc-at-deployment" in group._dom_classes for group in side.children]

    assert list(workbench.controls) == list(recipe(name).parameters())
    assert at_deployment == sorted(at_deployment)
    assert at_deployment[-1]
    assert [control.name for control in workbench.controls.values() if not control.widget.description] == []
