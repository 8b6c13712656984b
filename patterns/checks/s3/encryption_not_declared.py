"""A bucket that leaves its encryption to the default."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        if at(bucket.properties, "BucketEncryption") is None:
            yield bucket.logical_id, ()


RULE = Rule(
    id="S3-016",
    title="How objects are encrypted is not stated",
    why=(
        "S3 encrypts every new object with its own keys by default since 2023. Stating the encryption "
        "keeps it under review, and lets drift detection see when somebody changes it."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC08-BP02",
    severity=Severity.LOW,
    places=_places,
)
