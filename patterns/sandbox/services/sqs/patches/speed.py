"""Makes moto's queues quick: the time is asked once for all messages, not twice for each, and names are kept."""

from __future__ import annotations

import functools
from typing import Any


def policy(account_id: str, region: str, name: str) -> str | None:
    """The policy of a queue, "{}" where it has none, None where there is no such queue.

    Every delivery asks for it, and the service would count all messages to answer.
    """
    from moto.sqs.models import sqs_backends

    queue = sqs_backends[account_id][region].queues.get(name)
    return None if queue is None else str(queue.policy or "{}")


def apply() -> None:
    """Replace what counts: the messages at hand, the delayed ones, and those somebody works on."""
    from moto.core.utils import unix_time_millis
    from moto.sqs import models

    queue = models.Queue
    models.camelcase_to_underscores = functools.cache(models.camelcase_to_underscores)

    def messages(self: Any) -> list[Any]:
        now = unix_time_millis()
        return [message for message in self._messages if message.visible_at <= now >= message.delayed_until]

    def delayed(self: Any) -> int:
        now = unix_time_millis()
        return sum(now < message.delayed_until for message in self._messages)

    def not_visible(self: Any) -> int:
        now = unix_time_millis()
        return sum(now < message.visible_at for message in self._messages)

    queue.messages = property(messages)
    queue.approximate_number_of_messages_delayed = property(delayed)
    queue.approximate_number_of_messages_not_visible = property(not_visible)
