"""Tells what is sent to, received from and deleted in moto's queues, and how many messages wait in one. No metrics."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

Heard = Callable[[str, str, str, int], object]

_listeners: list[Heard] = []


class Waiting(NamedTuple):
    """How many messages of a queue are there to receive, in flight and delayed, and when that changes by itself."""

    visible: int
    in_flight: int
    delayed: int
    changes_at: float | None


def listen(heard: Heard) -> Callable[[], None]:
    """Call `heard` with a region, a queue's name, what happened there and how often; return what ends that.

    "sent", "received", "deleted" and "changed" by the message; "moved" for each that came in, whoever put it there;
    "purged" and "gone" of the queue.
    """
    _listeners.append(heard)
    return lambda: _listeners.remove(heard)


def waiting(account_id: str, region: str, name: str) -> Waiting | None:
    """What is in a queue now, None where there is no such queue."""
    from moto.core.utils import unix_time_millis
    from moto.sqs.models import sqs_backends

    queue = sqs_backends[account_id][region].queues.get(name)
    if queue is None:
        return None
    now = unix_time_millis()
    away = queue._messages.still_away(now)
    delayed = [message for message in away if now < message.delayed_until]
    in_flight = [message for message in away if now <= message.visible_at and now >= message.delayed_until]
    # A message is there again after its last moment out of sight, not in it.
    ends = [one.delayed_until for one in delayed] + [one.visible_at + 1 for one in in_flight]
    visible = len(queue._messages) - len(delayed) - len(in_flight)
    soonest = min(ends, default=math.inf) / 1000
    return Waiting(visible, len(in_flight), len(delayed), soonest if math.isfinite(soonest) else None)


def apply() -> None:
    """Tell after each of the calls that change what is in a queue."""
    from moto.sqs.models import Queue, SQSBackend

    for name, what, number in (
        ("send_message", "sent", lambda answer: 1),
        ("receive_message", "received", len),
        ("delete_message", "deleted", lambda answer: 1),
        ("change_message_visibility", "changed", lambda answer: 1),
        ("purge_queue", "purged", lambda answer: 1),
        ("delete_queue", "gone", lambda answer: 1),
    ):
        setattr(SQSBackend, name, _telling(getattr(SQSBackend, name), what, number))
    add = Queue.add_message

    def add_message(self: Any, message: Any) -> None:
        add(self, message)
        _tell(self.region, self.name, "moved", 1)

    Queue.add_message = add_message


def _telling(call: Any, what: str, number: Callable[[Any], int]) -> Any:
    def telling(self: Any, queue_name: str, *args: Any, **kwargs: Any) -> Any:
        answer = call(self, queue_name, *args, **kwargs)
        # Some of moto's callers give the queue's URL.
        _tell(self.region_name, queue_name.rsplit("/", 1)[-1], what, number(answer))
        return answer

    return telling


def _tell(region: str, name: str, what: str, number: int) -> None:
    for heard in list(_listeners):
        heard(region, name, what, number)
