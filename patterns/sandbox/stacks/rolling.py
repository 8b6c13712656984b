"""What the `UpdatePolicy` of an Auto Scaling group does: machines are exchanged in batches, or the group is replaced.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
Not modelled: `SuspendProcesses`, `MinActiveInstancesPercent`, scheduled actions, and the policies of other types.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from patterns.sandbox.provider.base import Provider, Target
from patterns.sandbox.stacks.signals import NotSignalled, Signal, Signals, duration

LAUNCHES = ("LaunchConfigurationName", "LaunchTemplate", "MixedInstancesPolicy", "PlacementGroup", "VPCZoneIdentifier")
"""The properties whose change means other machines."""

Log = Callable[[str], object]


def means_other_machines(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a change of a group's properties is one that its policy is about."""
    return any(old.get(name) != new.get(name) for name in LAUNCHES)


def replaces(policy: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a policy wants another group in the place of the old one."""
    wanted = (policy.get("AutoScalingReplacingUpdate") or {}).get("WillReplace")
    return str(wanted).lower() == "true" and means_other_machines(old, new)


@dataclass(frozen=True)
class Rolling:
    """How a group's machines are exchanged: so many at once, and when the next batch may go on."""

    batch: int = 1
    least: int = 0
    percent: int = 100
    pause: timedelta = timedelta()
    waits: bool = False

    @classmethod
    def of(cls, policy: Mapping[str, Any]) -> Rolling | None:
        """What a policy says; None where it says nothing of it."""
        said = policy.get("AutoScalingRollingUpdate")
        if not isinstance(said, Mapping):
            return None
        waits = str(said.get("WaitOnResourceSignals", False)).lower() == "true"
        pause = duration(str(said.get("PauseTime", "PT5M" if waits else "PT0S")))
        least, percent = int(said.get("MinInstancesInService", 0)), int(said.get("MinSuccessfulInstancesPercent", 100))
        return cls(int(said.get("MaxBatchSize", 1)), least, percent, pause, waits)

    def run(self, signals: Signals, target: Target, maker: Provider, log: Log) -> None:
        """Exchange all machines. Raises `NotSignalled` where too few of the new ones tell of success."""
        old = list(maker.machines(target))
        if not old:
            return
        size, total, failed, seen = max(1, min(self.batch, len(old) - self.least)), len(old), 0, set(old)
        log(
            f"Rolling update initiated. Terminating {total} obsolete instance(s) in batches of {size}, while keeping "
            f"at least {self.least} instance(s) in service."
        )
        while old:
            batch, old = old[:size], old[size:]
            log(f"Terminating instance(s) [{','.join(batch)}]; replacing with {len(batch)} new instance(s).")
            maker.exchange(target, batch)
            log(f"Successfully terminated instance(s) [{','.join(batch)}] (Progress {100 - 100 * len(old) // total}%).")
            if self.waits:
                failed += self._failures(signals, target, maker, len(batch), seen, log)
                if failed > total - math.ceil(total * self.percent / 100):
                    raise NotSignalled(
                        f"Received {failed} FAILURE signal(s) out of {total}. Unable to satisfy {self.percent}% "
                        "MinSuccessfulInstancesPercent requirement"
                    )
            elif self.pause:
                target.account.clock.advance(seconds=self.pause.total_seconds())

    def _failures(self, signals: Signals, target: Target, maker: Provider, count: int, seen: set[str], log: Log) -> int:
        """How many of a batch told of failure, or nothing in time."""
        clock, told = target.account.clock, dict[str, Signal]()
        over = clock.now + self.pause
        log(f"New instance(s) added to autoscaling group - Waiting on {count} resource signal(s).")

        def enough() -> bool:
            by_machines = (Signal(*each) for each in maker.signalled(target).items())
            for signal in (*signals.sent(target.stack_name, target.logical_id), *by_machines):
                if signal.unique_id not in seen and len(told) < count:
                    seen.add(signal.unique_id)
                    told[signal.unique_id] = signal
                    log(f"Received {signal.status} signal with UniqueId {signal.unique_id}")
            return len(told) >= count

        clock.run(until=over, enough=enough)
        if not enough():
            clock.advance(seconds=(over - clock.now).total_seconds())
            log(
                f"Failed to receive {count - len(told)} resource signal(s) for the current batch.  Each resource "
                "signal timeout is counted as a FAILURE."
            )
        return count - sum(signal.succeeded for signal in told.values())
