"""What time does to messages where moto's SQS lets it do nothing: they are kept no longer than the queue keeps them.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
A message in a dead-letter queue keeps the age it had, as in a standard queue; a FIFO queue of AWS's starts anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from patterns.sandbox.services.sqs.patches.held import Held


def apply() -> None:
    """Drop what is too old before anybody counts or receives it; let a message be back at the end of its time-out."""
    from moto.core.utils import unix_time, unix_time_millis
    from moto.sqs.models import Message, Queue

    def messages(self: Any) -> Held:
        held: Held = self.held_messages
        kept = getattr(self, "message_retention_period", None)
        if held and kept and held.forget_before((unix_time() - kept) * 1000):
            self._pending_messages.intersection_update(held)
        return held

    def hold(self: Any, messages: Iterable[Any]) -> None:
        self.held_messages = Held(messages)

    Queue._messages = property(messages, hold)
    # moto takes the end of the time-out for its last moment, so that one of no seconds lasts until the clock moves.
    Message.visible = property(lambda self: unix_time_millis() >= self.visible_at)
