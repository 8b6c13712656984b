"""What moto keeps of topics, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.sandbox.simulator.backends import backend, held


def policy(account_id: str, region: str, name: str) -> str | None:
    """The policy of a topic; None where it has none."""
    topics = backend("sns", account_id, region).topics
    return getattr(topics.get(f"arn:aws:sns:{region}:{account_id}:{name}"), "policy", None)


def policies(account_id: str, region: str) -> Iterator[str | None]:
    """The policies of all topics."""
    return (topic.policy for topic in held("sns", account_id, region, "topics"))


def encryption_key(account_id: str, region: str, arn: str) -> str | None:
    """The KMS key by which a topic encrypts."""
    return getattr(backend("sns", account_id, region).topics.get(arn), "kms_master_key_id", None) or None


ATTRIBUTES = {
    "ContentBasedDeduplication": "content_based_deduplication",
    "DeliveryPolicy": "delivery_policy",
    "DisplayName": "display_name",
    "FifoThroughputScope": "fifo_throughput_scope",
    "FifoTopic": "fifo_topic",
    "KmsMasterKeyId": "kms_master_key_id",
    "Policy": "policy",
    "SignatureVersion": "signature_version",
    "TracingConfig": "tracing_config",
}
"""Attribute of a topic -> the name under which moto keeps it."""
UNSET = {"SignatureVersion": "1", "TracingConfig": "PassThrough", "ContentBasedDeduplication": "false"}


def attributes(account_id: str, region: str, arn: str) -> tuple[Mapping[str, Any], dict[str, str]] | None:
    """(attributes, tags) of a topic; None where there is none."""
    topic = backend("sns", account_id, region).topics.get(arn)
    if topic is None:
        return None
    found = {name: getattr(topic, inside, None) or UNSET.get(name, "") for name, inside in ATTRIBUTES.items()}
    return found, dict(topic._tags)


def subscription(account_id: str, region: str, topic: str, protocol: str, endpoint: str | None) -> str | None:
    """The ARN of an endpoint's subscription to a topic; None where there is none."""
    for one in held("sns", account_id, region, "subscriptions"):
        if (one.topic.arn, one.protocol, one.endpoint) == (topic, protocol, endpoint):
            return str(one.arn)
    return None
