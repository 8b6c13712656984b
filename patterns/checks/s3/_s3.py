"""What several checks need to know about the buckets of a template. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.template.properties import at, each, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

LOGGING = "logging.s3.amazonaws.com"
DELIVERING = (LOGGING, "delivery.logs.amazonaws.com", "logdelivery.elasticloadbalancing.amazonaws.com")
"""The services that write logs into buckets: S3's own access logs, the vended logs of others, load balancers' logs."""


def means(value: Any, bucket: Resource) -> bool:
    """Whether `value` names this bucket: by reference, or by the name it declares."""
    by_reference = isinstance(value, Unknown) and value.text == f"${{{bucket.logical_id}}}"
    return by_reference or (value is not None and value == at(bucket.properties, "BucketName"))


def statements_about(resolved: Resolved, bucket: Resource) -> Iterator[Any]:
    """The statements of the policies that the template puts on this bucket."""
    for policy in of_type(resolved, "AWS::S3::BucketPolicy"):
        if means(at(policy.properties, "Bucket"), bucket):
            yield from each(at(policy.properties, "PolicyDocument", "Statement"))


def log_destination(resolved: Resolved, bucket: Resource) -> Resource | None:
    """The bucket of this template that receives `bucket`'s access logs, if it is one of them."""
    name = at(bucket.properties, "LoggingConfiguration", "DestinationBucketName")
    buckets = of_type(resolved, "AWS::S3::Bucket")
    return next((other for other in buckets if means(name, other)), None)


def is_log_destination(resolved: Resolved, bucket: Resource) -> bool:
    """Whether this bucket receives logs: of a bucket of this template, or by a policy that lets S3 deliver."""
    receives = any(log_destination(resolved, other) is bucket for other in of_type(resolved, "AWS::S3::Bucket"))
    return receives or any(
        service in DELIVERING
        for statement in statements_about(resolved, bucket)
        for service in each(at(statement, "Principal", "Service"))
    )


def _is_undecided(rule: Any) -> bool:
    return isinstance(at(rule, "Status"), Unknown)


def may_have_rule(bucket: Resource, *actions: str) -> bool:
    """Whether a lifecycle rule that is switched on has one of these actions, or only a deployment can tell."""
    rules = at(bucket.properties, "LifecycleConfiguration", "Rules")
    if isinstance(rules, Unknown) or any(isinstance(rule, Unknown) for rule in entries(rules)):
        return True
    enabled = [rule for rule in entries(rules) if at(rule, "Status") == "Enabled" or _is_undecided(rule)]
    return any(action in rule for rule in enabled for action in actions)
