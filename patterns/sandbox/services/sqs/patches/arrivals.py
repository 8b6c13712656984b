"""Tells who wants to know that a message came, and lets those who wait for one wait on the account's clock.

moto would give it to a function itself, one at a time and with made-up attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from patterns.sandbox.core import lineage
from patterns.sandbox.core.lineage import Lineage
from patterns.sandbox.simulator import backends, time_and_chance

Heard = Callable[[str], object]

_listeners: list[Heard] = []


def listen(heard: Heard) -> Callable[[], None]:
    """Call `heard` with a queue's ARN after each arrival; return what ends that."""
    _listeners.append(heard)
    return lambda: _listeners.remove(heard)


def apply() -> None:
    """Take the delivery to functions out of moto's queue, and its real waiting."""
    from moto.sqs.models import Queue, SQSBackend

    add, receive = Queue.add_message, SQSBackend.receive_message

    def add_message(self: Any, message: Any) -> None:
        message.lineage = lineage.current().at_rest()
        mappings, self.lambda_event_source_mappings = self.lambda_event_source_mappings, {}
        try:
            add(self, message)
        finally:
            self.lambda_event_source_mappings = mappings
        waiting, self.waiting = getattr(self, "waiting", []), []
        for signal in waiting:
            signal.set()
        for heard in list(_listeners):
            heard(self.queue_arn)

    def receive_message(
        self: Any, queue_name: str, count: int, wait_seconds_timeout: int, *rest: Any, **named: Any
    ) -> Any:
        _wait(self.get_queue(queue_name), wait_seconds_timeout)
        return receive(self, queue_name, count, 0, *rest, **named)

    Queue.add_message = add_message
    SQSBackend.receive_message = receive_message


def followed(account_id: str, region: str, queue_arn: str, message_ids: Collection[str]) -> Lineage:
    """What led to messages that a queue holds: the longest chain that one of them comes from."""
    backend = backends.existing("sqs", account_id, region)
    queue = backend.queues.get(queue_arn.rpartition(":")[2]) if backend else None
    found = [message.lineage for message in queue._messages if message.id in message_ids] if queue else []
    return max(found, key=lambda chain: max(chain.traced.values(), default=0), default=lineage.NONE)


def _wait(queue: Any, seconds: float) -> None:
    """Wait for a message that arrives, or comes back, or whose delay ends; for none longer than `seconds`."""
    end = time_and_chance.now() + timedelta(seconds=seconds)
    while not queue.messages and (left := (end - time_and_chance.now()).total_seconds()) > 0:
        signal = time_and_chance.processes().signal()
        queue.waiting = [*getattr(queue, "waiting", []), signal]
        signal.wait(min([left, *_until_back(queue)]))


def _until_back(queue: Any) -> list[float]:
    """Seconds until each message can be received; never none, which would let no time pass."""
    now = time_and_chance.now().timestamp()
    away = queue._messages.still_away(now * 1000)
    return [max(max(message.visible_at, message.delayed_until) / 1000 - now, 0.001) for message in away]
