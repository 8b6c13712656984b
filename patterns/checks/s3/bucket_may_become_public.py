"""A bucket without all four settings of the public access block."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved

SETTINGS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        block = at(bucket.properties, "PublicAccessBlockConfiguration")
        if any(is_off(at(block, setting)) for setting in SETTINGS):
            yield bucket.logical_id, ("PublicAccessBlockConfiguration",) if block else ()


RULE = Rule(
    id="S3-001",
    title="The template does not keep this bucket from becoming public",
    why=(
        "S3 blocks public access to a new bucket, until one call removes the block; a block that leaves a setting out"
        " turns that setting off. With all four stated, S3 refuses policies and ACLs that open the bucket, ignores "
        "older ones, and drift detection sees when somebody changes the block."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.HIGH,
    places=_places,
)
