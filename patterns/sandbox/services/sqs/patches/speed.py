"""Makes moto's queues quick: the time is asked once for all messages, not twice for each, and names are kept."""

from __future__ import annotations

import functools
from typing import Any

from patterns.sandbox.services.sqs.patches.held import followed


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

    queue, message = models.Queue, models.Message
    models.camelcase_to_underscores = functools.cache(models.camelcase_to_underscores)

    def hidden(self: Any) -> set[Any]:
        now = unix_time_millis()
        return {each for each in self._messages.still_away(now) if not each.visible_at <= now >= each.delayed_until}

    def messages(self: Any) -> list[Any]:
        away = hidden(self)
        return [each for each in self._messages if each not in away]

    def visible(self: Any) -> int:
        return len(self._messages) - len(hidden(self))

    def delayed(self: Any) -> int:
        now = unix_time_millis()
        return sum(now < each.delayed_until for each in self._messages.still_away(now))

    def not_visible(self: Any) -> int:
        now = unix_time_millis()
        return sum(now < each.visible_at for each in self._messages.still_away(now))

    queue.messages = property(messages)
    queue.approximate_number_of_messages = property(visible)
    queue.approximate_number_of_messages_delayed = property(delayed)
    queue.approximate_number_of_messages_not_visible = property(not_visible)
    message.visible_at, message.delayed_until = followed("visible_at"), followed("delayed_until")
