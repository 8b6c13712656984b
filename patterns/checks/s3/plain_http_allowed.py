"""A bucket whose policy does not deny requests over plain HTTP."""

from __future__ import annotations

from typing import Any

from patterns.checks._policies import denies_plain_http
from patterns.checks.s3._s3 import statements_about
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        if not any(map(_may_deny, statements_about(resolved, bucket))):
            yield bucket.logical_id, ()


def _may_deny(statement: Any) -> bool:
    """Whether a statement denies plain HTTP, or only a deployment can tell what it says."""
    return isinstance(statement, Unknown) or denies_plain_http(statement, "s3")


RULE = Rule(
    id="S3-002",
    title="Requests over plain HTTP are answered",
    why=(
        "S3 answers HTTP as well as HTTPS, and over HTTP anyone on the way can read the object and the signature. Only "
        "a policy that denies requests without TLS stops that."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC09-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
