"""A log bucket with a setting under which S3 delivers no logs."""

from __future__ import annotations

from patterns.checks._references import is_given
from patterns.checks.s3._s3 import log_destination
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, is_on, of_type
from patterns.template.resolve import Resolved

LOCK = ("ObjectLockConfiguration", "ObjectLockEnabled")


def _places(resolved: Resolved) -> Places:
    buckets = list(of_type(resolved, "AWS::S3::Bucket"))
    destinations = {one.logical_id: one for bucket in buckets if (one := log_destination(resolved, bucket))}
    for logical_id, destination in destinations.items():
        rules = entries(at(destination.properties, "BucketEncryption", "ServerSideEncryptionConfiguration"))
        algorithms = [str(at(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm")) for rule in rules]
        with_kms = any(algorithm.startswith("aws:kms") for algorithm in algorithms)
        asked = destination.properties
        if with_kms or is_on(at(asked, "ObjectLockEnabled")) or is_given(at(asked, *LOCK)):
            yield logical_id, ()


RULE = Rule(
    id="S3-015",
    title="S3 cannot deliver logs into this bucket",
    why=(
        "Log delivery writes only to buckets with S3-managed keys and without Object Lock. With a KMS key or a lock on "
        "the log bucket, no log arrives."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC04-BP01",
    severity=Severity.HIGH,
    places=_places,
)
