"""What moto keeps of topics, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator

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
