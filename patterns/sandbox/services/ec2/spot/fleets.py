"""Fleets at work: capacity that was taken back is replaced, or what is at risk before that. Not how one is made.

Of both kinds: Spot Fleets, and EC2 Fleets.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-request-type.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-capacity-rebalance.html
How long a fleet takes to notice AWS does not say; half a minute here. Only a fleet that maintains its capacity does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.ec2.patches import spot_pools as store

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.interruptions import Instance
    from patterns.sandbox.services.ec2.spot.service import Spot

NOTICED_SECONDS = 30
RETRY_SECONDS = 300
KINDS = {"sfr": "Spot Fleet", "fleet": "EC2 Fleet"}
"""What a fleet is, by what its id begins with."""


class Fleets:
    """The fleets of one account."""

    def __init__(self, account: Account, spot: Spot) -> None:
        self._account = account
        self._spot = spot
        self._awaited: set[str] = set()

    def is_there(self, fleet: str) -> bool:
        """Whether there is an active fleet of an id."""
        return bool(store.asked(self._account.account_id, self._account.region, fleet))

    def short(self, fleet: str) -> None:
        """Try again for what a fleet could not get, as long as it wants it."""
        self._later(fleet, RETRY_SECONDS)

    def interrupted(self, instance: Instance) -> None:
        """Replace an instance of a fleet that was taken back."""
        if instance.fleet:
            self._later(instance.fleet, NOTICED_SECONDS)

    def at_risk(self, instance: Instance) -> None:
        """Launch another in place of an instance at risk, where the fleet rebalances, and end it after its delay."""
        if not instance.fleet or not (rule := self._rule(instance.fleet)):
            return
        if not self._launch(instance.fleet):
            return
        self._account.timeline.note(
            _kind(instance.fleet), instance.fleet, "launches ahead of an interruption", instance.id
        )
        if rule.get("ReplacementStrategy") == "launch-before-terminate":
            delay, label = float(rule.get("TerminationDelay") or 120), f"the end of {instance.id}"
            self._account.clock.after(delay, partial(self._end, instance), label)

    def _rule(self, fleet: str) -> dict[str, Any]:
        asked = store.asked(self._account.account_id, self._account.region, fleet)
        capacity_rebalance: dict[str, Any] = asked.get("SpotMaintenanceStrategies", {}).get("CapacityRebalance", {})
        return capacity_rebalance if store.maintains(asked) else {}

    def _end(self, instance: Instance) -> None:
        if self._spot.find(instance.id) is not None:
            self._account.service("ec2").terminate_instances(InstanceIds=[instance.id])

    def _later(self, fleet: str, seconds: float) -> None:
        if fleet not in self._awaited:
            self._awaited.add(fleet)
            self._account.clock.after(seconds, partial(self._fill, fleet), f"the fleet {fleet}")

    def _fill(self, fleet: str) -> None:
        self._awaited.discard(fleet)
        if not store.maintains(store.asked(self._account.account_id, self._account.region, fleet)):
            return
        if made := self._launch(fleet):
            plural = "" if made == 1 else "s"
            self._account.timeline.note(_kind(fleet), fleet, f"launches {made} instance{plural}", tone=Tone.GOOD)

    def _launch(self, fleet: str) -> int:
        """Launch what a fleet lacks; where it rebalances, what is at risk does not count."""
        at_risk = [instance.id for instance in self._spot.running if instance.fleet == fleet and instance.is_at_risk]
        account = self._account
        return store.launch(account.account_id, account.region, fleet, at_risk if self._rule(fleet) else ())


def _kind(fleet: str) -> str:
    return KINDS[fleet.partition("-")[0]]
