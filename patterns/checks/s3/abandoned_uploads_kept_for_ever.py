"""A bucket that never removes the parts of unfinished uploads."""

from __future__ import annotations

from patterns.checks.s3._s3 import may_have_rule
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        if not may_have_rule(bucket, "AbortIncompleteMultipartUpload"):
            yield bucket.logical_id, ()


RULE = Rule(
    id="S3-006",
    title="Parts of unfinished uploads are billed for ever",
    why=(
        "A multipart upload that is never finished leaves its parts behind: no listing of objects shows them, and they "
        "are billed until somebody aborts the upload. One lifecycle rule does it for all of them."
    ),
    source=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html"),
    pillar=Pillar.COST,
    best_practice="COST04-BP05",
    severity=Severity.LOW,
    places=_places,
)
