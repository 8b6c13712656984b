"""The published tagging strategy: not a template as it stands, and what it gets wrong once it is one."""

from pathlib import Path

import pytest

from patterns import Sandbox, check
from patterns.template.errors import TemplateError

SNIPPETS = Path(__file__).parent / "resource_tags"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"
PARAMETERS = {"Environment": "prod", "ProjectName": "shop", "CostCenter": "4711", "OwnerEmail": "ask Bob"}


def test_as_published_it_is_refused_in_awss_words():
    with Sandbox() as aws, pytest.raises(TemplateError, match=r"Invalid template property or properties \[Tags\]"):
        aws.deploy(PUBLISHED)


def test_it_is_completed_line_by_line_and_each_line_says_so():
    published = [line.strip() for line in PUBLISHED.read_text().splitlines()]
    completed = [line.strip() for line in COMPLETED.read_text().splitlines()]

    added = completed[: -len(published)]

    assert completed[-len(published) :] == published
    assert len(added) == 10
    assert all("# completed: " in line for line in added)


def test_completed_it_deploys_with_any_owner_and_marks_production_for_the_night():
    with Sandbox() as aws:
        instance = aws.deploy(COMPLETED, name="shop", parameters=PARAMETERS)["Instance"]

        tags = {tag["Key"]: tag["Value"] for tag in instance.actual["Tags"]}
        assert (tags["Environment"], tags["AutoShutdown"], tags["Owner"]) == ("prod", "true", "ask Bob")


def test_completed_its_volume_carries_none_of_the_tags():
    with Sandbox() as aws:
        instance = aws.deploy(COMPLETED, name="shop", parameters=PARAMETERS)["Instance"]

        mine = [{"Name": "attachment.instance-id", "Values": [instance.physical_id]}]
        [volume] = aws.client("ec2").describe_volumes(Filters=mine)["Volumes"]
        assert volume.get("Tags", []) == []


def test_its_flaws_are_found():
    found = {(finding.id, finding.resource) for finding in check(COMPLETED, lint=False)}

    assert {
        ("TAG-002", "Instance"),  # the volumes do not carry the tags
        ("TAG-003", "Instance"),  # AutoShutdown is true in production too
        ("TAG-004", "Instance"),  # anything may stand as owner
    } <= found
