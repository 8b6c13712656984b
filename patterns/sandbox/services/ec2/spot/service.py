"""The Spot capacity of an account: what runs in its pools, who gets more of it, and what happens when a pool runs out.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
Pools are made up (`market`). Which instances of a pool go first AWS does not say: here those that were at risk before
the others, and then the ones launched last. Not modelled: launch groups, Spot blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timers import Timers
from patterns.sandbox.services.ec2.spot import interruptions
from patterns.sandbox.services.ec2.spot.fleets import Fleets
from patterns.sandbox.services.ec2.spot.interruptions import Instance, Interruptions
from patterns.sandbox.services.ec2.spot.launch_options import Wanted
from patterns.sandbox.services.ec2.spot.market import SAFE, STEP, Market, Pool
from patterns.sandbox.services.ec2.spot.on_demand import hourly_usd
from patterns.sandbox.services.ec2.spot.spot_requests import Requests
from patterns.sandbox.services.ec2.spot.strategies import Offer, choice

if TYPE_CHECKING:
    from collections import Counter

    from patterns.sandbox.services.ec2.spot.mix import Kind, Mix

Closed = Callable[[Pool], bool]
"""Which pools are closed."""

HORIZON = timedelta(days=2)


class Spot:
    """The Spot Instances of one account, in its region."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._running: dict[str, Instance] = {}
        self._closed: list[Closed] = []
        self._timers = Timers(account.clock)
        self.region = account.region
        self.market = Market(account.chance)
        self.interruptions = Interruptions(account, self)
        self.fleets = Fleets(account, self)
        self.requests = Requests(account, self)
        self.is_heard: Callable[[], bool] = lambda: False
        self.members_of: Callable[[str], list[str] | None] = lambda group: None
        """The instances of an Auto Scaling group, None for a group that is not there; Auto Scaling says how."""

    def __repr__(self) -> str:
        return f"Spot({len(self._running)} instances)"

    @property
    def now(self) -> datetime:
        """The account's present moment."""
        return self._account.clock.now

    @property
    def running(self) -> list[Instance]:
        """The Spot Instances that run, in the order of their launch."""
        return [one for one in list(self._running.values()) if self._is_there(one)]

    def find(self, instance_id: str) -> Instance | None:
        """The Spot Instance of an id, None where there is none that runs."""
        found = self._running.get(instance_id)
        return found if found is not None and self._is_there(found) else None

    def known(self, instance_id: str) -> Instance | None:
        """The Spot Instance of an id as it was last known to run, whether or not it still does."""
        return self._running.get(instance_id)

    def within(self, pool: Pool) -> list[Instance]:
        """The Spot Instances that run in a pool."""
        return [instance for instance in self.running if instance.pool == pool]

    def on_demand_usd(self, instance_type: str) -> float:
        """What an hour of a type costs on demand."""
        return hourly_usd(instance_type)

    def price_usd(self, pool: Pool) -> float:
        """What an hour in a pool costs now."""
        return self.market.history(pool).price_usd(self._account.clock.now)

    def room(self, pool: Pool) -> int:
        """How many instances a pool holds now, with those that run: none while its zone is lost, or it is closed."""
        return 0 if self.is_closed(pool) else self.market.history(pool).room(self._account.clock.now)

    def is_closed(self, pool: Pool) -> bool:
        """Whether a pool gives nothing, whatever room it has: its zone is lost, or a drill has closed it."""
        return any(closed(pool) for closed in self._closed) or pool.zone in self._account.zones.lost

    def offer(self, pool: Pool, has: int, *, ordered: int = 0, **about: float | None) -> Offer:
        """What a pool offers to one who has so many instances of it, and has just ordered more."""
        left = self.room(pool) - len(self.within(pool)) - ordered
        return Offer(pool, self.price_usd(pool), left, has + ordered, **about)  # type: ignore[arg-type]

    def choose_for_group(
        self, mix: Mix, *, is_spot: bool, zone: str, has: Counter[Pool], ordered: Counter[Pool]
    ) -> Kind:  # fmt: skip
        """The kind of instance a mixed group takes next: on demand the first listed, or the cheapest."""
        if is_spot:
            return self.choose(mix, zone=zone, has=has, ordered=ordered)
        if mix.on_demand_strategy == "lowest-price":
            return min(mix.pools, key=lambda kind: self.on_demand_usd(kind.instance_type) / kind.weight)
        return mix.pools[0]

    def choose(self, mix: Mix, *, zone: str, has: Counter[Pool], ordered: Counter[Pool]) -> Kind:
        """The kind of instance a mixed group takes next in a zone; its cheapest where no pool of it gives any."""
        highest = float(mix.highest_price) if mix.highest_price else None
        offers = {}
        for priority, kind in enumerate(mix.pools):
            pool = Pool(kind.instance_type, zone)
            about = {"priority": priority, "weight": kind.weight, "highest_usd": highest}
            offers[self.offer(pool, has[pool], ordered=ordered[pool], **about)] = kind
        taken = choice(mix.spot_strategy, list(offers), pools=mix.spot_pools)
        return offers[taken or min(offers, key=lambda offer: offer.unit_usd)]

    def launched(
        self, instance_id: str, pool: Pool, wanted: Wanted, launch: Mapping[str, Any], *, request: str, fleet: str = ""
    ) -> None:
        """Take note of an instance that runs from now on, of the request it came of, and of what that asked for."""
        self.requests.launched(request, pool, wanted, launch, instance_id=instance_id, fleet=fleet)
        self._runs(instance_id, pool, wanted, request, fleet)

    def started(self, instance_id: str) -> None:
        """Take note of an instance that runs again."""
        if (made := self.requests.of(instance_id)) is not None:
            self.requests.started(instance_id)
            self._runs(instance_id, made.pool, made.wanted, made.id, made.fleet)

    def _runs(self, instance_id: str, pool: Pool, wanted: Wanted, request: str, fleet: str) -> None:
        now, highest = self._account.clock.now, wanted.highest_usd
        self._running[instance_id] = Instance(instance_id, pool, now, highest, fleet, request, wanted.action)
        self.look_soon(pool)

    def ended(self, instance: Instance) -> None:
        """Take note of an instance that EC2 took back."""
        self._running.pop(instance.id, None)
        self.look_soon(instance.pool)
        self.requests.waiting.look_soon(instance.pool)
        self.fleets.interrupted(instance)

    def terminated(self, instance_id: str) -> None:
        """Take note of an instance that somebody ended: there is room for another in its pool."""
        found = self._running.get(instance_id)
        if found is not None and found.is_ending:
            return
        self.requests.terminated(instance_id)
        if found is not None:
            self.requests.waiting.look_soon(found.pool)

    def close(self, closed: Closed) -> None:
        """Let pools give no new instance, until the same is opened again."""
        self._closed.append(closed)

    def reopen(self, closed: Closed) -> None:
        """Undo one `close`."""
        self._closed.remove(closed)
        self.requests.waiting.look_everywhere()

    def look_soon(self, pool: Pool) -> None:
        """Look at a pool when what is under way at this moment has happened."""
        self._timers.set(str(pool), self._account.clock.now, lambda: self._look(pool), f"the pool {pool}")

    def _is_there(self, instance: Instance) -> bool:
        if not interruptions.runs(self._account, instance.id):
            self._running.pop(instance.id, None)
            return False
        return True

    def _look(self, pool: Pool) -> None:
        """Warn whom the pool may not hold for long, take back what it does not hold, and come again in time."""
        here = [one for one in self.within(pool) if not one.is_noticed]
        if not here:
            return
        history, now = self.market.history(pool), self._account.clock.now
        room = history.room(now)
        for one in here:
            if one.highest_usd is not None and history.price_usd(now) > one.highest_usd:
                why = f"its price is above the {one.highest_usd:g} USD it may cost"
                self.interruptions.notice(one, why, is_dear=True)
        here = [one for one in here if not one.is_noticed]
        warned, others = ([one for one in reversed(here) if one.is_at_risk is told] for told in (True, False))
        for number, one in enumerate([*warned, *others]):
            if number < len(here) - room:
                self.interruptions.notice(one, f"{pool} has no capacity left")
            elif number < len(here) - int(SAFE * room):
                self.interruptions.recommend(one, f"{pool} has little capacity left")
        self._again(pool)

    def _again(self, pool: Pool) -> None:
        """Come back when the pool's room or its price may take an instance, or warn one that was not warned."""
        here = [instance for instance in self.within(pool) if not instance.is_noticed]
        if not here:
            return
        history, now = self.market.history(pool), self._account.clock.now
        number, warned = len(here), sum(one.is_at_risk for one in here)

        def matters(room: int) -> bool:
            return room < number or number - int(SAFE * room) > warned

        moments = [now + HORIZON]
        if (moment := history.next_moment(matters, now, steps=HORIZON // STEP)) is not None:
            moments.append(moment)
        for limit in {one.highest_usd for one in here if one.highest_usd is not None}:
            if (dear := history.next_above(limit, now)) is not None:
                moments.append(dear)
        self._timers.set(str(pool), min(moments), lambda: self._look(pool), f"the pool {pool}")
