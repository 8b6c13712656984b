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

    found = check(pattern, lint=False)

    assert {finding.id for finding in found} == ids
    assert {finding.remedy for finding in found} == {remedy}
    assert keys(pattern.with_(**{remedy.parameter: remedy.value})) < before


def test_of_two_insecure_choices_each_finding_names_its_own_remedy():
    found = check(SecureBucket(versioning=False, tls_only=False), lint=False)

    remedies = {(finding.id, finding.resource): str(finding.remedy) for finding in found}
    assert remedies == {
        ("S3-002", "Bucket"): "tls_only=True",
        ("S3-002", "LogBucket"): "tls_only=True",
        ("S3-004", "Bucket"): "versioning=True",
    }


def test_a_template_of_the_readers_own_gets_findings_with_lines_and_no_remedies():
    text = "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketNam: x\n"

    found = check(text)

    assert (found[0].id, found[0].severity, found[0].line) == ("E3002", Severity.HIGH, 5)
    assert {finding.remedy for finding in found} == {None}
    assert [finding.severity for finding in found] == sorted((one.severity for one in found), reverse=True)


def test_parameters_given_hold_for_the_remedies_too():
    text = SecureBucket(versioning=False)

    found = check(text, parameters={"Environment": "prod"}, lint=False)

    assert [str(finding.remedy) for finding in found] == ["versioning=True"]


def test_a_pipeline_fails_from_a_severity_on_but_not_on_what_is_accepted():
    accepted = {"AcceptedFindings": {"S3-002": "tested over plain HTTP"}}
    found = check({"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Metadata": accepted}}}, lint=False)

    failing = {finding.id for finding in at_least(found, Severity.MEDIUM)}

    assert "S3-001" in failing
    assert "S3-002" in {finding.id for finding in found}
    assert "S3-002" not in failing
    assert "S3-003" not in failing
