import pytest

from patterns import SecureBucket, check
from patterns.findings import Remedy, Severity
from patterns.review import at_least, judged
from patterns.template.resolve import resolve


def keys(pattern):
    return {finding.key for finding in judged(resolve(pattern))}


def test_a_default_pattern_has_no_findings():
    assert check(SecureBucket()) == []


@pytest.mark.parametrize(
    ("changes", "ids", "remedy"),
    [
        ({"versioning": False}, {"S3-004"}, Remedy("versioning", True)),
        ({"tls_only": False}, {"S3-002"}, Remedy("tls_only", True)),
        ({"access_logs": False}, {"S3-007"}, Remedy("access_logs", True)),
        ({"retain": False}, {"S3-010"}, Remedy("retain", True)),
        ({"retain": False, "encryption": "aws:kms"}, {"S3-010", "KMS-003"}, Remedy("retain", True)),
    ],
)
def test_each_insecure_choice_has_a_finding_and_the_remedy_that_ends_it(changes, ids, remedy):
    pattern = SecureBucket(**changes)
    before = keys(pattern)

    findings = check(pattern, lint=False)

    assert {finding.id for finding in findings} == ids
    assert {finding.remedy for finding in findings} == {remedy}
    assert keys(pattern.with_(**{remedy.parameter: remedy.value})) < before


def test_of_two_insecure_choices_each_finding_names_its_own_remedy():
    findings = check(SecureBucket(versioning=False, tls_only=False), lint=False)

    remedies = {(finding.id, finding.resource): str(finding.remedy) for finding in findings}
    assert remedies == {
        ("S3-002", "Bucket"): "tls_only=True",
        ("S3-002", "LogBucket"): "tls_only=True",
        ("S3-004", "Bucket"): "versioning=True",
    }


def test_a_template_of_the_readers_own_gets_findings_with_lines_and_no_remedies():
    text = "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketNam: x\n"

    findings = check(text)

    assert (findings[0].id, findings[0].severity, findings[0].line) == ("E3002", Severity.HIGH, 5)
    assert {finding.remedy for finding in findings} == {None}
    assert [finding.severity for finding in findings] == sorted((one.severity for one in findings), reverse=True)


def test_parameters_given_hold_for_the_remedies_too():
    text = SecureBucket(versioning=False)

    findings = check(text, parameters={"Environment": "prod"}, lint=False)

    assert [str(finding.remedy) for finding in findings] == ["versioning=True"]


def test_a_pipeline_fails_from_a_severity_on_but_not_on_what_is_accepted():
    accepted = {"AcceptedFindings": {"S3-002": "tested over plain HTTP"}}
    findings = check({"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Metadata": accepted}}}, lint=False)

    failing = {finding.id for finding in at_least(findings, Severity.MEDIUM)}

    assert "S3-001" in failing
    assert "S3-002" in {finding.id for finding in findings}
    assert "S3-002" not in failing
    assert "S3-003" not in failing
