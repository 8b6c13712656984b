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
    title="Deleting the stack deletes the bucket",
    why=(
        "Without a DeletionPolicy the bucket goes with its stack as soon as it is empty, and a "
        "replacement leaves its objects behind in a bucket about to be removed. What holds data "
        "should outlive what declares it."
    ),
    source=("https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html"),
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
