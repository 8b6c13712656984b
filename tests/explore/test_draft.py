"""Drafts: decisions about findings, written into a template and taken out again."""

from __future__ import annotations

import pytest

from patterns import SecureBucket, check
from patterns.explore.draft import AcceptanceError, Draft

TEXT = """\
Resources:
  Data:  # kept as it is
    Type: AWS::S3::Bucket
    Metadata:
      Owner: us
      AcceptedFindings: {S3-004: older}
"""


def test_draft_without_decisions_is_the_source_itself() -> None:
    assert Draft(TEXT).document.text == TEXT
    assert Draft(SecureBucket()).document.body == SecureBucket().to_dict()


def test_accepted_finding_is_one_for_check_too() -> None:
    draft = Draft(SecureBucket(versioning=False)).accepting("S3-004", "Bucket", " rebuilt\nevery night ")

    assert [finding.accepted for finding in check(draft.document, lint=False)] == ["rebuilt every night"]


def test_acceptance_of_the_template_itself_can_be_withdrawn_and_the_rest_of_its_metadata_stays() -> None:
    draft = Draft(TEXT).withdrawing("S3-004", "Data")

    assert draft.document.body["Resources"]["Data"]["Metadata"] == {"Owner": "us"}
    assert Draft(TEXT).document.body["Resources"]["Data"]["Metadata"]["AcceptedFindings"] == {"S3-004": "older"}


def test_decision_waits_for_a_resource_that_a_parameter_takes_away() -> None:
    draft = Draft(SecureBucket()).accepting("S3-004", "LogBucket", "logs are copied on")

    without = draft.of(SecureBucket(access_logs=False))

    assert "LogBucket" not in without.document.body["Resources"]
    assert "Metadata" in without.of(SecureBucket()).document.body["Resources"]["LogBucket"]


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("  \n", "S3-004 is not accepted: write the reason, which stays in the template"),
        ("x" * 301, "S3-004 is not accepted: the reason has 301 characters, write at most 300"),
    ],
)
def test_reason_must_be_there_and_short(reason: str, message: str) -> None:
    with pytest.raises(AcceptanceError, match=message):
        Draft(SecureBucket()).accepting("S3-004", "Bucket", reason)
