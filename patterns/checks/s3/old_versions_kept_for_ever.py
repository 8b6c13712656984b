"""A versioned bucket whose old versions never expire."""

from __future__ import annotations

from patterns.checks.s3._s3 import may_have_rule
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved

REMOVES = ("NoncurrentVersionExpiration", "NoncurrentVersionExpirationInDays")


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        versioned = at(bucket.properties, "VersioningConfiguration", "Status") == "Enabled"
        if versioned and not may_have_rule(bucket, *REMOVES):
            yield bucket.logical_id, ("VersioningConfiguration",)


RULE = Rule(
    id="S3-005",
    title="Old versions are kept, and billed, for ever",
    why=(
        "Every overwrite and every delete leaves a version behind that costs as much as the object itself. Without a "
        "rule that removes them the bill grows and nobody sees why, because a plain listing does not show them."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html",
    pillar=Pillar.COST,
    best_practice="COST04-BP05",
    severity=Severity.LOW,
    places=_places,
)
