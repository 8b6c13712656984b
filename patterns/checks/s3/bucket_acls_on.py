"""A bucket that does not declare its ACLs to be off."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        rules = at(bucket.properties, "OwnershipControls", "Rules") or []
        declared = [at(rule, "ObjectOwnership") for rule in each(rules)]
        if not any(ownership == "BucketOwnerEnforced" or isinstance(ownership, Unknown) for ownership in declared):
            yield bucket.logical_id, ("OwnershipControls",) if rules else ()


RULE = Rule(
    id="S3-003",
    title="Access may also be decided by ACLs",
    why=(
        "With ACLs on, every object can carry its own grants, and no policy shows who may read it. "
        "BucketOwnerEnforced turns ACLs off, so that policies alone decide; new buckets have it by "
        "default, and stating it keeps it."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.LOW,
    places=_places,
)
