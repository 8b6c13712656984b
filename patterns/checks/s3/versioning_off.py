"""A bucket that keeps no old versions."""

from __future__ import annotations

from patterns.checks.s3._s3 import is_log_destination
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        status = at(bucket.properties, "VersioningConfiguration", "Status")
        if status in (None, "Suspended") and not is_log_destination(resolved, bucket):
            yield bucket.logical_id, ("VersioningConfiguration",) if status else ()


RULE = Rule(
    id="S3-004",
    title="Nothing brings back what is overwritten or deleted",
    why=(
        "Without versioning an overwrite or a delete is final. With it, S3 keeps what was there before as a version "
        "that can be restored, and a delete only adds a marker."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL09-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
