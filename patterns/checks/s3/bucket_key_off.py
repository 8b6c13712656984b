"""A bucket encrypted with KMS that asks KMS for every object."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, is_off, of_type
from patterns.template.resolve import Resolved

RULES = ("BucketEncryption", "ServerSideEncryptionConfiguration")


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        for number, rule in enumerate(entries(at(bucket.properties, *RULES))):
            algorithm = at(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm")
            if algorithm == "aws:kms" and is_off(at(rule, "BucketKeyEnabled")):
                yield bucket.logical_id, (*RULES, number)


RULE = Rule(
    id="S3-013",
    title="Every read and write pays for a call to KMS",
    why=(
        "Without a bucket key S3 calls KMS once per object, which is billed per request and throttled under load. A "
        "bucket key cuts these requests by up to 99 percent and costs nothing."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
    pillar=Pillar.COST,
    best_practice="COST05-BP05",
    severity=Severity.LOW,
    places=_places,
)
