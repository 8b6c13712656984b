"""An Availability Zone that is lost for a while. What is lost with it is the business of those who stand in it.

Instances in the zone run on but answer no check, which is what a loss of power or network looks like from outside.
https://docs.aws.amazon.com/fis/latest/userguide/az-availability-scenario.html
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.fault import Fault, FaultError


class ZoneOutage(Fault):
    """One zone of the account's region, lost."""

    def __init__(self, account: Account, active: list[Fault], zone: str) -> None:
        listed = account.observer("ec2").describe_availability_zones()["AvailabilityZones"]
        names = sorted(one["ZoneName"] for one in listed)
        if zone not in names:
            raise FaultError(f"there is no zone {zone!r} in {account.region}: choose one of {', '.join(names)}")
        super().__init__(account, active, f"outage of {zone}", 1)
        self._zone = zone

    def begin(self) -> None:
        """Let the zone be lost."""
        self._account.zones.lose(self._zone)

    def end(self) -> None:
        """Let it come back, unless another outage of it goes on."""
        others = (one for one in self._all_active if isinstance(one, ZoneOutage))
        if not any(other._zone == self._zone for other in others):
            self._account.zones.restore(self._zone)
