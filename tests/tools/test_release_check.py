from __future__ import annotations

import pytest

from tools.release_check import notes, problems, sections

RELEASED = """\
# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

- A bill.

## [0.1.0] - 2026-11-01

- All of it.
"""
WAITING = RELEASED.replace("## [Unreleased]\n", "## [Unreleased]\n\n- A picture.\n")


def test_sections_are_the_text_under_each_heading() -> None:
    assert sections(RELEASED) == {"Unreleased": "", "0.2.0": "- A bill.", "0.1.0": "- All of it."}


def test_a_tag_that_agrees_with_version_and_changelog_may_be_released() -> None:
    assert problems("0.2.0", RELEASED, "v0.2.0") == []


def test_a_trial_needs_changes_in_either_section() -> None:
    assert problems("0.3.0", WAITING, None) == []
    assert problems("0.2.0", RELEASED, None) == []
    [said] = problems("0.3.0", RELEASED, None)
    assert said == "CHANGELOG.md says nothing: write what changed under '## [Unreleased]'"


@pytest.mark.parametrize(
    ("number", "changelog", "tag", "wrong"),
    [
        (
            "0.2.0",
            RELEASED,
            "v0.3.0",
            "the tag is v0.3.0 and pyproject.toml says 0.2.0: tag v0.2.0, or ",
        ),
        (
            "0.3.0",
            RELEASED,
            "v0.3.0",
            "CHANGELOG.md has no section for 0.3.0: write '## [0.3.0] - YYYY-MM-DD' ",
        ),
        ("0.2.0", RELEASED.replace(" - 2026-12-01", ""), "v0.2.0", "CHANGELOG.md has no section for 0.2.0: "),
        ("0.2.0", WAITING, "v0.2.0", "CHANGELOG.md still has changes under '## [Unreleased]': move them to 0.2.0"),
    ],
)
def test_what_does_not_agree_is_said_with_what_to_do(number: str, changelog: str, tag: str, wrong: str) -> None:
    [said] = problems(number, changelog, tag)

    assert said.startswith(wrong)


def test_notes_are_the_section_of_the_version_or_what_is_unreleased() -> None:
    assert notes(WAITING, "0.2.0") == "- A bill.\n"
    assert notes(WAITING, "0.3.0") == "- A picture.\n"
