"""A bucket whose policy does not deny requests over plain HTTP."""

from __future__ import annotations

from patterns.checks._s3 import statements_about
from patterns.findings import Pillar, Places, Rule, Severity, at, each, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for bucket in of_type(resolved, "AWS::S3::Bucket"):
        if not any(map(_denies_plain_http, statements_about(resolved, bucket))):
            yield bucket.logical_id, ()


def _denies_plain_http(statement: dict[str, object]) -> bool:
    everyone = at(statement, "Principal") == "*" or "*" in each(at(statement, "Principal", "AWS"))
    everything = any(action in ("s3:*", "*") for action in each(at(statement, "Action")))
    return at(statement, "Effect") == "Deny" and everyone and everything and _is_only_plain(at(statement, "Condition"))


def _is_only_plain(condition: object) -> bool:
    """Whether the one condition is plain HTTP: any other beside it would let some plain requests pass."""
    if not isinstance(condition, dict) or list(condition) not in (["Bool"], ["BoolIfExists"]):
        return False
    (tests,) = condition.values()
    names = [str(name).lower() for name in tests]
    return names == ["aws:securetransport"] and "false" in [str(one).lower() for one in each(*tests.values())]


RULE = Rule(
    id="S3-002",
    title="Requests over plain HTTP are answered",
    why=(
        "S3 answers HTTP as well as HTTPS, and over HTTP anyone on the way reads the object and the "
        "signature. Only a policy that denies requests without TLS stops that."
    ),
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC09-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
