"""What all faults share: when they are active, and whom they meet. Not what they do."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Self

from patterns.sandbox.core import arguments
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxEnded, SandboxError
from patterns.sandbox.core.timeline import Tone

Span = float | timedelta
"""Seconds of the account's time, or a `timedelta`."""


class FaultError(SandboxError):
    """A fault that cannot be: of a service, an operation or a function that does not exist, or by no possible rate."""


class Fault:
    """Something that goes wrong while it is active: until the end of a `with` block, or until `stop()`."""

    def __init__(self, account: Account, active: list[Fault], what: str, rate: float) -> None:
        self.what = what + ("" if number(rate, "rate", most=1) == 1 else f" ({rate:.0%} of them)")
        self._account = account
        self._all_active = active
        self._rate = rate
        self._cancel: list[Callable[[], None]] = []

    def __repr__(self) -> str:
        state = "active" if self.is_active else "to come" if self._cancel else "over"
        return f"Fault({self.what}; {state})"

    @property
    def is_active(self) -> bool:
        """Whether it is active now."""
        return any(fault is self for fault in self._all_active)

    def start(self, *, after: Span = 0, lasting: Span | None = None) -> Self:
        """Return this fault, active from now on or `after` a while, until it is stopped or for as long as it lasts.

        Spans are `timedelta` or seconds of the account's time. Raises `FaultError` where it was started already.
        """
        if self._account.gateway.ended:
            raise SandboxEnded(f"{self._account!r} has ended: there is nothing left to go wrong")
        if self.is_active or self._cancel:
            raise FaultError(f"{self.what}: it has been started already; stop() it first")
        delay = seconds(after, "after")
        span = None if lasting is None else seconds(lasting, "lasting")
        if span == 0:
            raise FaultError(f"{self.what}: lasting must be a span above zero")
        if delay:
            self._at(delay, self._activate)
        else:
            self._activate()
        if span is not None:
            self._at(delay + span, self.stop)
        return self

    def stop(self) -> None:
        """End it, or what was to come of it; one that is not active stays so."""
        for cancel in self._cancel:
            cancel()
        self._cancel.clear()
        if self.is_active:
            self._all_active[:] = [fault for fault in self._all_active if fault is not self]
            self._account.timeline.note("fault", self.what, "ended")
            self.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _at(self, delay: float, action: Callable[[], None]) -> None:
        self._cancel.append(self._account.clock.after(delay, action, f"a fault: {self.what}"))

    def _activate(self) -> None:
        self._all_active.append(self)
        self._account.timeline.note("fault", self.what, "began", tone=Tone.BAD)
        self.begin()

    def begin(self) -> None:
        """Let it go wrong from now on."""
        raise NotImplementedError

    def end(self) -> None:
        """Let nothing go wrong any more."""
        raise NotImplementedError

    def meets(self, *key: str | bytes) -> bool:
        """Whether what `key` tells apart is among those that meet it; the same is drawn anew each time."""
        if self._rate in (0, 1):
            return bool(self._rate)
        return self._account.chance.generator("fault", self.what, *key).random() < self._rate


def number(value: Any, name: str, *, most: float = math.inf) -> float:
    """Return a number from nought to `most`, or raise `FaultError`."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= min(most, sys.float_info.max):
        limits = "a number from 0 to 1" if most == 1 else "a number of seconds, not below 0"
        raise FaultError(f"{name} must be {limits}, got {arguments.brief(value)}")
    return float(value)


def seconds(span: Span, name: str) -> float:
    """Return a span in seconds, or raise `FaultError`."""
    return number(span.total_seconds() if isinstance(span, timedelta) else span, name)
