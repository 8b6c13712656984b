from patterns import check
from patterns.findings import Finding, Pillar, Remedy, Severity

BUCKET = """\
Resources:
  Data:
    Type: AWS::S3::Bucket
    Metadata:
      AcceptedFindings:
        S3-004: {reason}
"""


def accepted(reason):
    findings = check(BUCKET.format(reason=reason), lint=False)
    return next(finding.accepted for finding in findings if finding.id == "S3-004")


def test_a_finding_says_what_where_and_how_bad():
    (finding,) = [one for one in check(BUCKET.format(reason="ok"), lint=False) if one.id == "S3-002"]

    assert str(finding) == "medium: S3-002 Data: Requests over plain HTTP are answered (line 2)"
    assert finding.path == ("Resources", "Data")
    assert finding.key == ("S3-002", "Data")
    assert finding.remedy is None


def test_a_finding_is_accepted_with_a_reason_and_only_with_one():
    assert accepted("scratch data, agreed with the owner") == "scratch data, agreed with the owner"
    assert accepted("' '") is None
    assert accepted("true") is None


def test_severities_are_ordered_and_spoken():
    assert Severity.CRITICAL > Severity.HIGH > Severity.MEDIUM > Severity.LOW > Severity.INFO
    assert str(Severity.HIGH) == "high"


def test_a_remedy_is_a_parameter_and_its_value():
    assert str(Remedy("versioning", True)) == "versioning=True"


def test_a_finding_without_a_line_does_not_pretend_one():
    finding = Finding("X-1", "Title", "Why.", Severity.LOW, Pillar.COST, "Data", ("Resources", "Data"), "https://a")

    assert str(finding) == "low: X-1 Data: Title"
