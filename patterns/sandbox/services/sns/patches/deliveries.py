"""Hands on what a topic has for a subscription, filtered by moto, instead of delivering it moto's way.

moto asks no queue for leave, tells functions of a made-up topic, and signs with keys no seed decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Notification:
    """A message on its way to one subscription; `attributes` by name, each with `Type` and `Value`."""

    message_id: str
    message: str
    subject: str | None
    attributes: Mapping[str, Mapping[str, Any]]
    group_id: str | None
    deduplication_id: str | None
    topic_arn: str
    signature_version: str
    subscription_arn: str
    protocol: str
    endpoint: str
    settings: Mapping[str, Any]


Heard = Callable[[Notification], object]

_listeners: list[Heard] = []


def listen(heard: Heard) -> Callable[[], None]:
    """Call `heard` with each notification; return what ends that."""
    _listeners.append(heard)
    return lambda: _listeners.remove(heard)


def apply() -> None:
    """Replace the publishing to one subscription."""
    from moto.sns.models import Subscription

    Subscription.publish = _publish


def _publish(
    self: Any,
    message: str,
    message_id: str,
    subject: str | None = None,
    message_attributes: dict[str, Any] | None = None,
    group_id: str | None = None,
    deduplication_id: str | None = None,
    message_structure: str | None = None,
) -> None:
    matcher = self._filter_policy_matcher
    if matcher is not None and not matcher.matches(message_attributes, message):
        return
    if message_structure == "json":
        message = self._parse_message_structure(message, self.protocol)
    notification = Notification(
        message_id,
        message,
        subject,
        message_attributes or {},
        group_id,
        deduplication_id,
        self.topic.arn,
        str(getattr(self.topic, "signature_version", "1")),
        self.arn,
        self.protocol,
        self.endpoint,
        dict(self.attributes),
    )
    for heard in list(_listeners):
        heard(notification)
