"""Signals that the creation of a resource waits for, on the account's clock.

What a machine would signal only its own start-up code knows, which is not run here: a signal is sent by `aws.signal`,
or read off a bootstrap that ends in `cfn-signal`, or does not come, and the creation fails as in AWS.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from patterns.sandbox.core import arguments
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.provider.base import Provider, Target
from patterns.sandbox.provider.wait_conditions import Told

USUAL_TIMEOUT = "PT5M"
LONGEST = timedelta(hours=12)
STATUSES = ("SUCCESS", "FAILURE")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


class NotSignalled(SandboxError):
    """A resource did not get the signals that its creation waits for."""


@dataclass(frozen=True)
class Signal:
    """One signal: who sent it, an instance's id as a rule, and whether it tells of success."""

    unique_id: str
    succeeded: bool = True
    data: str = ""

    @property
    def status(self) -> str:
        """CloudFormation's word for it."""
        return STATUSES[0] if self.succeeded else STATUSES[1]


class Signals:
    """What was sent by hand to the resources of an account's stacks, until a creation takes it."""

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], list[Signal]] = {}

    def send(self, stack: str, logical_id: str, unique_id: str, status: str, data: str = "") -> None:
        """Keep a signal; of one sender the first counts. Raises `SandboxError` for a status that there is not."""
        if status not in STATUSES:
            raise SandboxError(f"status {status!r}: a signal is one of {', '.join(STATUSES)}")
        for value, what in ((logical_id, "logical_id"), (unique_id, "unique_id"), (data, "data")):
            arguments.text(value, what)
        kept = self._sent.setdefault((stack, logical_id), [])
        if unique_id not in {signal.unique_id for signal in kept}:
            kept.append(Signal(unique_id, status == STATUSES[0], data))

    def sent(self, stack: str, logical_id: str) -> list[Signal]:
        """What was sent to a resource and is not taken yet, in order."""
        return list(self._sent.get((stack, logical_id), ()))

    def told(self, stack: str, logical_id: str) -> dict[str, Told]:
        """The same for a wait condition, by sender."""
        return {each.unique_id: Told(each.succeeded, each.data) for each in self.sent(stack, logical_id)}

    def take(self, stack: str, logical_id: str) -> None:
        """Forget what was sent to a resource: its creation is over."""
        self._sent.pop((stack, logical_id), None)


@dataclass(frozen=True)
class Wanted:
    """What a `CreationPolicy` asks for: so many signals within a time, of which a share tells of success."""

    count: int
    timeout: timedelta
    percent: int = 100

    @classmethod
    def of(cls, policy: Mapping[str, Any]) -> Wanted | None:
        """What a policy asks for, None where it asks for no signal."""
        signal = policy.get("ResourceSignal")
        if not isinstance(signal, Mapping):
            return None
        percent = (policy.get("AutoScalingCreationPolicy") or {}).get("MinSuccessfulInstancesPercent", 100)
        return cls(int(signal.get("Count", 1)), duration(str(signal.get("Timeout", USUAL_TIMEOUT))), int(percent))

    def met(self, signals: Iterable[Signal]) -> bool:
        """Whether enough came. Raises `NotSignalled` where too many tell of failure for the rest to make up for it."""
        told = list(signals)
        failures = sum(not signal.succeeded for signal in told)
        if failures > self.count - self._needed:
            raise NotSignalled(
                f"Received {failures} FAILURE signal(s) out of {self.count}. Unable to satisfy {self.percent}% "
                "MinSuccessfulInstancesPercent requirement"
            )
        return len(told) >= self.count

    @property
    def _needed(self) -> int:
        return math.ceil(self.count * self.percent / 100)

    def late(self, signals: Iterable[Signal]) -> NotSignalled:
        """What is to be told where the time is over."""
        missing = self.count - len(list(signals))
        return NotSignalled(f"Failed to receive {missing} resource signal(s) within the specified duration")


def await_signals(
    wanted: Wanted, signals: Signals, target: Target, maker: Provider, log: Callable[[str, str], object]
) -> None:
    """Let the account's time pass until enough signals came for a resource that was just made; log each of them.

    Raises `NotSignalled`.
    """
    clock, told = target.account.clock, dict[str, Signal]()
    over = clock.now + wanted.timeout

    def enough() -> bool:
        by_machines = (Signal(*each) for each in maker.signalled(target).items())
        for signal in (*signals.sent(target.stack_name, target.logical_id), *by_machines):
            if signal.unique_id not in told:
                told[signal.unique_id] = signal
                log(f"Received {signal.status} signal with UniqueId {signal.unique_id}", target.physical_id)
        return wanted.met(told.values())

    try:
        clock.run(until=over, enough=enough)
        if not enough():
            clock.advance(seconds=(over - clock.now).total_seconds())
            raise wanted.late(told.values())
    finally:
        signals.take(target.stack_name, target.logical_id)


def duration(said: str) -> timedelta:
    """A time as ISO 8601 says it, twelve hours at most; none for what is not one."""
    match = _DURATION.fullmatch(said)
    days, hours, minutes, seconds = (int(part or 0) for part in (match.groups() if match else (0, 0, 0, 0)))
    return min(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds), LONGEST)
