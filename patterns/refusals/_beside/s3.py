"""What S3 refuses of bucket policies, notifications and replication beside the buckets and queues of the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam.public_access import public_statements
from patterns.refusals import Refusal, Undecided, _s3_notifications, _s3_policies, is_decided, s3
from patterns.refusals._beside import Declared, Others, Relation, identity
from patterns.refusals._policies import wrong

BUCKET, QUEUE, TOPIC = "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SNS::Topic"
DESTINATIONS = (
    ("QueueConfigurations", "Queue", QUEUE, "AWS::SQS::QueuePolicy"),
    ("TopicConfigurations", "Topic", TOPIC, "AWS::SNS::TopicPolicy"),
    ("LambdaConfigurations", "Function", "AWS::Lambda::Function", "AWS::Lambda::Permission"),
)
"""Part of a configuration, what names the destination in it, its type, and that of what lets a bucket send there."""


def _policy(policy: Declared, others: Others) -> Iterator[Refusal]:
    bucket = others.target(policy.asked["Bucket"], BUCKET)
    name = _name(bucket) if bucket is not None else policy.asked["Bucket"]
    document = _spelt(policy.asked["PolicyDocument"], others)
    told = wrong(document, _s3_policies.refusal, has_principal=True, unknown=s3.NOBODY, parameters={"Bucket": name})
    yield from ((s3.MALFORMED, message) for message in told)
    is_read = is_decided(document) and isinstance(document, Mapping)
    if is_read and bucket is not None and _is_blocked(bucket) and any(True for _ in public_statements(document)):
        yield "AccessDenied", s3.BLOCKED


def _is_blocked(bucket: Declared) -> bool:
    """A new bucket blocks public policies, unless the template says what it blocks.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """
    block = bucket.asked.get("PublicAccessBlockConfiguration")
    return block is None or block.get("BlockPublicPolicy") is True


def _name(bucket: Declared) -> str:
    """The name that the template gives, else one that stands for it."""
    given = bucket.asked.get("BucketName")
    return given if isinstance(given, str) else bucket.logical_id


def _spelt(value: Any, others: Others) -> Any:
    """A policy with the names of the template's buckets in it."""
    if isinstance(value, dict):
        return {key: _spelt(member, others) for key, member in value.items()}
    if isinstance(value, list):
        return [_spelt(item, others) for item in value]
    if not isinstance(value, Undecided):
        return value
    text, unknown = value.unknown.text, value.unknown
    for logical_id, attribute in unknown.references:
        bucket = others.every.get(logical_id)
        if bucket is None or bucket.type != BUCKET or attribute not in ("Ref", "Arn"):
            return value
        shown = f"${{{logical_id}}}" if attribute == "Ref" else f"${{{logical_id}.{attribute}}}"
        text = text.replace(shown, _name(bucket) if attribute == "Ref" else f"arn:aws:s3:::{_name(bucket)}")
    return value if "${" in text.replace("${!", "") else text.replace("${!", "${")


def _destinations(bucket: Declared, others: Others) -> Iterator[Refusal]:
    for part, name, type_name, permitting in DESTINATIONS:
        for one in (bucket.asked.get("NotificationConfiguration") or {}).get(part) or ():
            target = others.target(one[name], type_name)
            if target is None:
                continue
            if target.asked.get("FifoQueue") or target.asked.get("FifoTopic"):
                yield "InvalidArgument", _s3_notifications.NO_ORDER
            elif not others.of_type(permitting):
                # What lets a bucket send may stand in the template alone, since the target is of it.
                yield "InvalidArgument", _s3_notifications.NOT_LET


def _replicas(bucket: Declared, others: Others) -> Iterator[Refusal]:
    for rule in (bucket.asked.get("ReplicationConfiguration") or {}).get("Rules") or ():
        target = others.target(rule["Destination"]["Bucket"], BUCKET)
        if target is not None and (target.asked.get("VersioningConfiguration") or {}).get("Status") != "Enabled":
            yield s3.UNVERSIONED_REPLICA


def _second_policy(policy: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(policy, sharing=("Bucket",)):
        yield "AlreadyExists", f"The bucket policy already exists on bucket {identity(policy.asked['Bucket'])}."


TYPES: dict[str, tuple[Relation, ...]] = {
    "AWS::S3::BucketPolicy": (_policy, _second_policy),
    BUCKET: (_destinations, _replicas),
}
