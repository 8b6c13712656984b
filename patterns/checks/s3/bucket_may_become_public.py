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
    title="One policy or ACL is enough to make this bucket public",
    why=(
        "A mistake in a policy or an ACL can open a bucket to the world, and most leaks from S3 began "
        "that way. The four settings of the public access block refuse such a change and ignore what "
        "slipped through."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.HIGH,
    places=_places,
)
