"""What is due for each of many things, at most one moment each, on the account's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from patterns.sandbox.core.clock import Clock


class Timers:
    """One action to come by name; setting it again forgets the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cancel: dict[str, Callable[[], None]] = {}

    def __repr__(self) -> str:
        return f"Timers({sorted(self._cancel)})"

    def set(self, name: str, when: datetime, action: Callable[[], object], label: str) -> None:
        """Let the action happen then, in place of what was to come."""
        self.clear(name)
        self._cancel[name] = self._clock.at(when, action, label)

    def clear(self, name: str) -> None:
        """Forget what was to come."""
        if cancel := self._cancel.pop(name, None):
            cancel()
