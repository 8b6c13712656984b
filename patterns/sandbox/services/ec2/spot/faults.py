"""Spot Instances that EC2 takes back: first a rebalance recommendation, then a notice, two minutes later the end.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.fault import Fault, FaultError, Span, seconds
from patterns.sandbox.services.ec2.patches import spot as ec2_spot
from patterns.sandbox.services.ec2.spot.market import Pool
from patterns.sandbox.services.ec2.spot.service import Spot

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.interruptions import Instance

Chosen = Callable[[], list["Instance"]]


class _Target(NamedTuple):
    """Who is to be interrupted, found when it begins; and of which types or zones nothing is to be had meanwhile."""

    words: str
    chosen: Chosen
    closes: Callable[[Pool], bool] | None = None


class SpotInterruption(Fault):
    """The interruption of the Spot Instances of one pool, zone, group or fleet, or of one of them alone."""

    def __init__(
        self, account: Account, active: list[Fault], named: Mapping[str, object], ahead: Span, rate: float
    ) -> None:  # fmt: skip
        given = {name: value for name, value in named.items() if value is not None}
        if len(given) != 1:
            told = ", ".join(given) or "nothing"
            raise FaultError(f"name exactly one of {', '.join(named)} to interrupt, got {told}")
        [(kind, value)] = given.items()
        self._target = _TARGETS[kind](account, value)
        self._ahead = seconds(ahead, "ahead")
        self._noticed = False
        super().__init__(account, active, f"interruption of {self._target.words}", rate)

    def begin(self) -> None:
        """Recommend to move off at once; the notice follows."""
        spot = self._account.part(Spot)
        if self._target.closes is not None:
            spot.close(self._target.closes)
        self._met = [one for one in self._target.chosen() if not one.is_noticed and self.meets(one.id)]
        if self._ahead:
            for one in self._met:
                spot.interruptions.recommend(one, self.what)
            self._at(self._ahead, self._notice)
        else:
            self._notice()

    def end(self) -> None:
        """Give room again, and no notice that was not given yet."""
        if self._target.closes is not None:
            self._account.part(Spot).reopen(self._target.closes)

    def _notice(self) -> None:
        for one in self._met:
            if self._account.part(Spot).find(one.id) is not None:
                self._account.part(Spot).interruptions.notice(one, self.what)


def _pool(account: Account, value: object) -> _Target:
    if not isinstance(value, tuple | list) or len(value) != 2 or not all(isinstance(part, str) for part in value):
        raise FaultError(f"a pool is an instance type and a zone, ('m5.large', 'us-east-1a'), got {value!r}")
    pool = Pool(*value)
    _check_zone(account, pool.zone)
    return _Target(str(pool), lambda: account.part(Spot).within(pool), lambda one: one == pool)


def _zone(account: Account, value: object) -> _Target:
    zone = str(value)
    _check_zone(account, zone)
    chosen = lambda: [instance for instance in account.part(Spot).running if instance.pool.zone == zone]  # noqa: E731
    return _Target(f"Spot Instances in {zone}", chosen, lambda one: one.zone == zone)


def _instance(account: Account, value: object) -> _Target:
    name = str(value)
    if account.part(Spot).find(name) is None:
        kind = "is not a Spot Instance" if ec2_spot.runs(account.account_id, account.region, name) else "does not run"
        running = ", ".join(instance.id for instance in account.part(Spot).running[:3]) or "there are none"
        raise FaultError(f"{name} {kind}: only a running Spot Instance can be interrupted; {running}")
    return _Target(name, lambda: [instance for instance in account.part(Spot).running if instance.id == name])


def _group(account: Account, value: object) -> _Target:
    name = str(value)
    if account.part(Spot).members_of(name) is None:
        raise FaultError(f"there is no Auto Scaling group {name!r}: give the physical id of one")

    def chosen() -> list[Instance]:
        ids = account.part(Spot).members_of(name) or []
        return [instance for instance in account.part(Spot).running if instance.id in ids]

    return _Target(f"Spot Instances of {name}", chosen)


def _fleet(account: Account, value: object) -> _Target:
    name = str(value)
    if not account.part(Spot).fleets.is_there(name):
        raise FaultError(f"there is no Spot Fleet or EC2 Fleet {name!r}: give the physical id of one")
    return _Target(
        f"Spot Instances of {name}",
        lambda: [instance for instance in account.part(Spot).running if instance.fleet == name],
    )


def _check_zone(account: Account, zone: str) -> None:
    listed = account.observer("ec2").describe_availability_zones()["AvailabilityZones"]
    names = sorted(one["ZoneName"] for one in listed)
    if zone not in names:
        raise FaultError(f"there is no zone {zone!r} in {account.region}: choose one of {', '.join(names)}")


_TARGETS: Mapping[str, Callable[[Account, object], _Target]] = {
    "pool": _pool, "instance": _instance, "group": _group, "fleet": _fleet, "zone": _zone,
}  # fmt: skip
