"""Keeps moto's S3 from sending events itself, in its own shapes and to whom it likes, and reports what it was told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_EMPTY = re.compile(r"<Value>\s*</Value>|<Value\s*/>")
_STANDS_FOR_EMPTY = "(empty)"


def apply() -> None:
    """Silence moto's events, and report that a bucket tells EventBridge."""
    from moto.s3 import notifications
    from moto.s3.responses import S3Response

    notifications.send_event = _nothing
    notifications.send_test_event = _nothing
    told = S3Response.get_bucket_notification

    def get_bucket_notification(self: Any) -> Any:
        kept = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if kept is None or kept.event_bridge is None:
            return told(self)
        serialized = self.serialized

        def with_event_bridge(answer: Any) -> Any:
            answer.result["EventBridgeConfiguration"] = {}
            return serialized(answer)

        self.serialized = with_event_bridge
        return told(self)

    S3Response.get_bucket_notification = get_bucket_notification
    S3Response._notification_config_from_body = _taking_empty(S3Response._notification_config_from_body)


def _taking_empty(read: Any) -> Any:
    """Take a filter with an empty prefix or suffix, which consoles write, and which lets every key through.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
    """

    def taking_empty(self: Any) -> Any:
        text = self.body.decode() if isinstance(self.body, bytes) else self.body
        self.body = _EMPTY.sub(f"<Value>{_STANDS_FOR_EMPTY}</Value>", text)
        found = read(self)
        for rule in _filter_rules(found):
            if rule["Value"] == _STANDS_FOR_EMPTY:
                rule["Value"] = ""
        return found

    return taking_empty


def _filter_rules(part: Any) -> Iterator[dict[str, str]]:
    if isinstance(part, dict):
        if {"Name", "Value"} <= set(part):
            yield part
        for value in part.values():
            yield from _filter_rules(value)
    elif isinstance(part, list):
        for each in part:
            yield from _filter_rules(each)


def _nothing(*told: Any, **named: Any) -> None:
    pass
