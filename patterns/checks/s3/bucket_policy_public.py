"""A bucket policy that lets everybody in."""

from __future__ import annotations

from patterns.checks._policies import readable
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.iam.public_access import public_statements
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for policy in of_type(resolved, "AWS::S3::BucketPolicy"):
        document = readable(at(policy.properties, "PolicyDocument"))
        if isinstance(document, dict):
            for number in public_statements(document):
                yield policy.logical_id, ("PolicyDocument", "Statement", number)


RULE = Rule(
    id="S3-014",
    title="The bucket policy lets everybody in",
    why=(
        "An Allow for the principal * without a condition is for the whole internet, not for your "
        "account. Where the public access block is on, S3 refuses the policy; where it is off, the "
        "bucket is public."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.CRITICAL,
    places=_places,
)
