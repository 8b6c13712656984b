"""A bucket that does not record who used it."""

from __future__ import annotations

from patterns.checks.s3._s3 import is_log_destination
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        destination = at(bucket.properties, "LoggingConfiguration")
        if destination is None and not is_log_destination(resolved, bucket):
            yield bucket.logical_id, ()


RULE = Rule(
    id="S3-007",
    title="Nobody can tell who read or changed an object",
    why=(
        "After a leak the first question is who read what, and without access logs there is no answer. They must be "
        "switched on before it happens."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC04-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
