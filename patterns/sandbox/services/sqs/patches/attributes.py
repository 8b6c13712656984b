"""What moto's SQS keeps and does not report: which queues may send their dead letters here."""

from __future__ import annotations

import json
from typing import Any


def apply() -> None:
    """Report `RedriveAllowPolicy`."""
    from moto.sqs.models import Queue

    told = Queue.attributes

    def attributes(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = told.fget(self)
        if allowed := getattr(self, "redrive_allow_policy", None):
            found["RedriveAllowPolicy"] = allowed if isinstance(allowed, str) else json.dumps(allowed)
        return found

    Queue.attributes = property(attributes)
