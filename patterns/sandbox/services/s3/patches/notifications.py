"""Keeps moto's S3 from sending events itself, in its own shapes and to whom it likes, and reports what it was told."""

from __future__ import annotations

from typing import Any


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


def _nothing(*told: Any, **named: Any) -> None:
    pass
