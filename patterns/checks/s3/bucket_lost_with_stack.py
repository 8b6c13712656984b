"""A bucket that its stack takes along when it is deleted or replaces it."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved

KEEPS = ("Retain", "RetainExceptOnCreate")


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        if bucket.deletion_policy not in KEEPS or bucket.update_replace_policy not in KEEPS:
            yield bucket.logical_id, ()


RULE = Rule(
    id="S3-010",
    title="Deleting the stack deletes the bucket, or fails on what is in it",
    why=(
        "Without a DeletionPolicy an empty bucket goes with its stack, and one that holds objects cannot be deleted: "
        "the deletion of the stack fails there. RetainExceptOnCreate lets the bucket and what it holds outlive the "
        "stack."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
