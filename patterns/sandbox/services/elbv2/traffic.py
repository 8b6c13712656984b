"""How many of the requests offered to a load balancer are served, by which zones and targets it sends them to.

A balancer has a node in each of its zones; clients find those that DNS names, and take turns. Each node sends to the
healthy targets of all zones, or of its own where cross-zone balancing is off, and to all of them where none is healthy.
https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
Not modelled: single requests, their retries, sessions, slow start, zonal shift, a target that slows down under load.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.elbv2.health import Health, Target
from patterns.sandbox.services.elbv2.patches import targets as store
from patterns.sandbox.services.elbv2.patches.targets import Routed
from patterns.sandbox.services.elbv2.targets import Targets

DNS_SECONDS = 60
"""How long clients go on asking a node that DNS names no more: the time to live of a balancer's addresses.

https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#request-routing
"""


class Requests:
    """What becomes of the load that one target group is offered, in the capacities of one target.

    >>> requests = Requests(aws, stack["TargetGroup"].physical_id, load=3.6)
    >>> requests.share_served
    1.0
    """

    def __init__(self, account: Account, target_group: str, *, load: float) -> None:
        self._account = account
        self._arn = target_group
        self._load = load
        self._out_since: dict[str, float] = {}
        # Held weakly: who reads no more is not told of zones any more, whatever became of its target group.
        reader = weakref.ref(self)
        weakref.finalize(self, account.zones.listen(lambda zone: _look(reader())))
        self._look()

    def __repr__(self) -> str:
        return f"Requests(load={self._load:g}, served={self.share_served:.0%})"

    @property
    def is_reached(self) -> bool:
        """Whether a balancer sends requests to the target group at all."""
        return bool(self._look().zones)

    @property
    def share_served(self) -> float:
        """The part of the load that is served at this moment, 0 to 1."""
        group = self._look()
        nodes = self._asked(group.zones)
        if not nodes or not self._load:
            return 0.0
        sent: dict[str, float] = {}
        for zone in nodes:
            if zone not in self._account.zones.lost:
                receivers = self._receivers(zone, group.crosses_zones)
                for target in receivers:
                    sent[target.id] = sent.get(target.id, 0.0) + self._load / len(nodes) / len(receivers)
        targets = {one.id: one for one in self._targets()}
        answered = self._account.part(Targets).answers
        return sum(min(1.0, load) for name, load in sent.items() if answered(self._arn, targets[name])) / self._load

    def _targets(self) -> list[Target]:
        """Whoever may be sent something."""
        silent = (Health.DRAINING, Health.UNUSED)
        return [one for one in self._account.part(Targets).of(self._arn) if one.health not in silent]

    def _receivers(self, zone: str, crosses_zones: bool) -> Sequence[Target]:
        there = [target for target in self._targets() if crosses_zones or target.zone == zone]
        return [one for one in there if one.health is Health.HEALTHY] or there

    def _look(self) -> Routed:
        """Note since when each zone is out of DNS: its node is lost, or has nobody healthy to send to."""
        group = store.routed(self._account.account_id, self._account.region, self._arn)
        healthy = {target.zone for target in self._targets() if target.health is Health.HEALTHY}
        for zone in group.zones:
            serves = bool(healthy) if group.crosses_zones else zone in healthy
            if serves and zone not in self._account.zones.lost:
                self._out_since.pop(zone, None)
            else:
                self._out_since.setdefault(zone, self._account.clock.time())
        return group

    def _asked(self, zones: Sequence[str]) -> list[str]:
        """The zones whose nodes clients ask; all of them where DNS would name none."""
        now = self._account.clock.time()
        named = [zone for zone in zones if now - self._out_since.get(zone, now) < DNS_SECONDS]
        return named or list(zones)


def _look(requests: Requests | None) -> None:
    if requests is not None:
        requests._look()
