"""What S3 refuses of the notifications of a bucket. Not here: whether a destination lets the bucket send to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Refusal

NO_ORDER = "FIFO SQS queues and FIFO SNS topics are not supported."
NOT_LET = "Unable to validate the following destination configurations"
OVERLAP = (
    "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
    "overlapping for the same event type."
)
EVENTS = frozenset(
    f"s3:{name}"
    for name in (
        "IntelligentTiering", "LifecycleExpiration:*", "LifecycleExpiration:Delete",
        "LifecycleExpiration:DeleteMarkerCreated", "LifecycleTransition", "ObjectAcl:Put",
        "ObjectCreated:*", "ObjectCreated:CompleteMultipartUpload", "ObjectCreated:Copy", "ObjectCreated:Post",
        "ObjectCreated:Put", "ObjectRemoved:*", "ObjectRemoved:Delete", "ObjectRemoved:DeleteMarkerCreated",
        "ObjectRestore:*", "ObjectRestore:Completed", "ObjectRestore:Delete", "ObjectRestore:Post",
        "ObjectTagging:*", "ObjectTagging:Delete", "ObjectTagging:Put", "ReducedRedundancyLostObject",
        "Replication:*", "Replication:OperationFailedReplication", "Replication:OperationMissedThreshold",
        "Replication:OperationNotTracked", "Replication:OperationReplicatedAfterThreshold",
    )
)  # fmt: skip
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html"""
UNKNOWN = "A specified event is not supported for notifications."


def notifications(wanted: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """Events that S3 does not tell of, and two notifications of one event whose keys overlap, in the form of the API.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html, in the words of
    github.com/aws-solutions/aws-waf-security-automations/issues/49.
    """
    seen: list[tuple[str, str, str]] = []
    for one in wanted:
        if any(event not in EVENTS for event in one.get("Events") or ()):
            yield "InvalidArgument", UNKNOWN
        rules = ((one.get("Filter") or {}).get("Key") or {}).get("FilterRules") or ()
        if any(str(rule["Name"]).lower() not in ("prefix", "suffix") for rule in rules):
            yield "InvalidArgument", "filter rule name must be either prefix or suffix"
        own = [(event, *_keys_of(one)) for event in one.get("Events") or ()]
        if any(_overlap(left, right) for left in own for right in seen):
            yield "InvalidArgument", OVERLAP
        seen += own


def _keys_of(wanted: Mapping[str, Any]) -> tuple[str, str]:
    """Prefix and suffix of the keys that a notification is about."""
    rules = ((wanted.get("Filter") or {}).get("Key") or {}).get("FilterRules") or ()
    named = {str(rule["Name"]).lower(): str(rule.get("Value") or "") for rule in rules}
    return named.get("prefix", ""), named.get("suffix", "")


def _overlap(left: tuple[str, str, str], right: tuple[str, str, str]) -> bool:
    (first, begin, end), (second, other_begin, other_end) = left, right
    one, other = first.removesuffix("*"), second.removesuffix("*")
    same = (
        first == second
        or (first.endswith("*") and second.startswith(one))
        or (second.endswith("*") and first.startswith(other))
    )
    return (
        same
        and (begin.startswith(other_begin) or other_begin.startswith(begin))
        and (end.endswith(other_end) or other_end.endswith(end))
    )


def told(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the notifications of a bucket in a template."""
    given = asked.get("NotificationConfiguration") or {}
    every = [one for name in ("LambdaConfigurations", "QueueConfigurations", "TopicConfigurations")
             for one in given.get(name) or ()]  # fmt: skip
    yield from notifications([_as_asked(one) for one in every])


def _as_asked(entry: Mapping[str, Any]) -> dict[str, Any]:
    rules = ((entry.get("Filter") or {}).get("S3Key") or {}).get("Rules") or ()
    return {"Events": [entry["Event"]], "Filter": {"Key": {"FilterRules": rules}}}
