"""A log bucket whose logs never expire."""

from __future__ import annotations

from patterns.checks.s3._s3 import is_log_destination, may_have_rule
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        expires = may_have_rule(bucket, "ExpirationInDays", "ExpirationDate")
        if is_log_destination(resolved, bucket) and not expires:
            yield bucket.logical_id, ()


RULE = Rule(
    id="S3-009",
    title="Access logs are kept, and billed, for ever",
    why=(
        "A busy bucket writes more log than data. Decide how far back an investigation must reach, "
        "and let a lifecycle rule remove the rest."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/deleting-log-files-lifecycle.html",
    pillar=Pillar.COST,
    best_practice="COST04-BP05",
    severity=Severity.LOW,
    places=_places,
)
