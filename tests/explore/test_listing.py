"""The text of a template with the line numbers that its errors name, and findings that say why."""

import re

import pytest

from patterns import check
from patterns.explore.listing import numbered
from patterns.explore.tables import findings

TEXT = "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n"


def test_lines_have_the_numbers_that_findings_name(tmp_path):
    (tmp_path / "one.yaml").write_text(TEXT)
    told = [finding for finding in check(TEXT, lint=False) if finding.id == "S3-001"]

    assert (
        numbered(TEXT)
        == numbered(str(tmp_path / "one.yaml"))
        == "1  Resources:\n2    Data:\n3      Type: AWS::S3::Bucket"
    )
    assert [f"{one.line}    Data:" in numbered(TEXT) for one in told] == [True]


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(FileNotFoundError, match=re.escape("nowhere.yaml")):
        numbered("nowhere.yaml")


def test_findings_of_a_template_have_lines_and_those_of_a_recipe_remedies():
    from patterns import SecureBucket

    ours, theirs = findings(check(SecureBucket(versioning=False), lint=False)), findings(check(TEXT, lint=False))

    assert (ours.headings[-1], ours.rows[0][-1]) == ("remedy", "versioning=True")
    assert (theirs.headings[-1], theirs.rows[0][-1]) == ("line", "2")
    assert "<details><summary>The template does not keep" in theirs._repr_html_()
    assert "becoming public</summary>S3 blocks public access" in theirs._repr_html_()
    assert "<details>" not in repr(theirs)
