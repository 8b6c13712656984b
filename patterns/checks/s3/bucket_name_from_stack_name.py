"""A bucket name made from the name of its stack."""

from __future__ import annotations

import json

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        # As written: once resolved, nobody sees any more where the name came from.
        written = at(resolved.document.body, *bucket.path, "Properties", "BucketName")
        if "AWS::StackName" in json.dumps(written):
            yield bucket.logical_id, ("BucketName",)


RULE = Rule(
    id="S3-011",
    title="The bucket name fails in some stacks, and blocks a replacement",
    why=(
        "A stack name may hold capitals, a bucket name may not, so this template fails in a stack "
        "called Shop. A fixed name also cannot be replaced, as the new bucket would need the name "
        "while the old one still has it: leave the name out."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
    pillar=Pillar.OPERATIONS,
    best_practice="OPS05-BP10",
    severity=Severity.LOW,
    places=_places,
)
