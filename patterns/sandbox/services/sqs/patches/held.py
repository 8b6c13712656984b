"""The messages of a queue, which know without looking at each of them how many there are to receive.

A queue that a rule fills for a year holds tens of thousands, and every message that comes asks how many wait. Those
that are away, delayed or received and not deleted yet, are kept apart; all the others are there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any


class Held(list[Any]):
    """Messages of moto's in the order they came in."""

    def __init__(self, messages: Iterable[Any] = ()) -> None:
        super().__init__()
        self.away: set[Any] = set()
        """Those that are not there to receive, or were not when they were last looked at."""
        self.oldest = math.inf
        """No message was sent before this moment, in milliseconds; it may be that none was sent at it either."""
        for message in messages:
            self.append(message)

    def __deepcopy__(self, memo: Any) -> Held:
        # What is received is a copy of the message, which no queue holds.
        return Held()

    def append(self, message: Any) -> None:
        """Take a message in, whose times are followed from now on."""
        super().append(message)
        message.holder = self
        self.oldest = min(self.oldest, message.sent_timestamp)
        self.away.add(message)

    def remove(self, message: Any) -> None:
        """Let a message go."""
        super().remove(message)
        self.away.discard(message)

    def still_away(self, now: float) -> set[Any]:
        """The messages that cannot be received at a moment in milliseconds."""
        self.away = {each for each in self.away if max(each.visible_at, each.delayed_until) >= now}
        return self.away

    def forget_before(self, moment: float) -> bool:
        """Let go of what was sent at this moment, in milliseconds, or before it; return whether anything was."""
        if moment < self.oldest:
            return False
        kept = [message for message in self if message.sent_timestamp > moment]
        forgotten = len(kept) < len(self)
        self[:] = kept
        self.away.intersection_update(kept)
        self.oldest = min((message.sent_timestamp for message in kept), default=math.inf)
        return forgotten


def followed(name: str) -> property:
    """The moment in milliseconds that an attribute of a message holds, whose holder hears of every change of it."""
    kept = f"_{name}"

    def get(message: Any) -> float:
        return float(vars(message).get(kept, 0.0))

    def put(message: Any, moment: float) -> None:
        vars(message)[kept] = moment
        holder = vars(message).get("holder")
        if holder is not None:
            holder.away.add(message)

    return property(get, put)
