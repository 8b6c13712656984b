"""The linter's findings in the cookbook's shape."""

from __future__ import annotations

import pytest

from patterns import SecureBucket
from patterns.analysis.lint import lint, linter
from patterns.findings import Severity

WRONG = """\
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      Nonsense: true
"""


def test_finding_has_place_line_severity_and_source() -> None:
    (finding,) = lint(WRONG)

    assert (finding.id, finding.resource, finding.severity) == ("E3002", "Data", Severity.HIGH)
    assert finding.path == ("Resources", "Data", "Properties", "Nonsense")
    assert finding.line == 5
    assert finding.source.startswith("https://")
    assert finding.accepted is None


def test_template_without_defects_has_no_findings_and_is_left_as_it_was() -> None:
    body = SecureBucket().to_dict()

    assert lint(SecureBucket()) == []
    assert SecureBucket().to_dict() == body


def test_acceptance_in_the_metadata_holds_for_the_linter_too() -> None:
    accepted = WRONG + "    Metadata:\n      AcceptedFindings:\n        E3002: a macro takes it out\n"

    (finding,) = lint(accepted)

    assert finding.accepted == "a macro takes it out"


def test_linter_is_kept() -> None:
    assert linter("us-east-1") is linter("us-east-1")


@pytest.mark.slow
def test_a_pattern_that_never_ends_does_not_hold_the_linter() -> None:
    body = {
        "Parameters": {"P": {"Type": "String", "AllowedPattern": "^(a|a)*$", "Default": "a" * 60 + "!"}},
        "Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "P"}}}},
    }

    assert lint(body) == []
