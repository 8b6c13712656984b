"""What time does to messages where moto's SQS lets it do nothing: they are kept no longer than the queue keeps them.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
A message in a dead-letter queue keeps the age it had, as in a standard queue; a FIFO queue of AWS's starts anew.
"""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Drop what is too old before anybody counts or receives it; let a message be back at the end of its time-out."""
    from moto.core.utils import unix_time, unix_time_millis
    from moto.sqs.models import Message, Queue

    def messages(self: Any) -> list[Any]:
        kept: list[Any] = self.kept_messages
        moment = unix_time(), getattr(self, "message_retention_period", None)
        if kept and moment != self.cleared_at:
            self.cleared_at = moment
            oldest = (moment[0] - self.message_retention_period) * 1000
            kept[:] = [message for message in kept if message.sent_timestamp > oldest]
            self._pending_messages.intersection_update(kept)
        return kept

    def keep(self: Any, messages: list[Any]) -> None:
        self.kept_messages, self.cleared_at = messages, None

    Queue._messages = property(messages, keep)
    # moto takes the end of the time-out for its last moment, so that one of no seconds lasts until the clock moves.
    Message.visible = property(lambda self: unix_time_millis() >= self.visible_at)
