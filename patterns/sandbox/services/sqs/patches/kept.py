"""What moto keeps of queues, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.simulator.backends import backend, held


def policy(account_id: str, region: str, name: str) -> str | None:
    """The policy of a queue; None where it has none."""
    return getattr(backend("sqs", account_id, region).queues.get(name), "policy", None) or None


def policies(account_id: str, region: str) -> Iterator[str | None]:
    """The policies of all queues."""
    return (queue.policy for queue in held("sqs", account_id, region, "queues"))


def encryption_key(account_id: str, region: str, name: str) -> str | None:
    """The KMS key by which a queue encrypts."""
    return getattr(backend("sqs", account_id, region).queues.get(name), "kms_master_key_id", None) or None


def visibility_seconds(account_id: str, region: str, name: str) -> int | None:
    """How long a queue hides a message that was received; None where there is no such queue."""
    queue = backend("sqs", account_id, region).queues.get(name)
    return None if queue is None else int(queue.visibility_timeout)
