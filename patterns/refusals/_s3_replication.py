"""What S3 finds wrong with rules of replication, in the form of the API. Not here: the buckets they lead to.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
A rule with a `Filter` is of the later version of the schema, in which more must be said; the messages are those that
users report, as in https://github.com/hashicorp/terraform-provider-aws/pull/19323.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

REQUIRED = (
    "must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 "
    "Developer Guide for more information."
)


def wrong(rules: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Code and message of everything wrong with the rules, the first one counting."""
    for rule in rules:
        if rule.get("Filter") is not None:
            for name in ("Priority", "DeleteMarkerReplication"):
                if rule.get(name) is None:
                    yield "InvalidRequest", f"{name} {REQUIRED}"
    for rule in rules:
        if not rule["Destination"]["Bucket"].startswith("arn:"):
            yield "InvalidArgument", "Invalid bucket ARN"
