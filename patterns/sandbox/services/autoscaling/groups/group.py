"""One Auto Scaling group at work: it fills itself up, shrinks, and evens out its zones. Not how one instance fares.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.autoscaling.groups import causes, mixed_instances, placement, termination, timings
from patterns.sandbox.services.autoscaling.groups.activity_log import Diary
from patterns.sandbox.services.autoscaling.groups.instance_life import Instances
from patterns.sandbox.services.autoscaling.groups.lifecycle_hooks import Waiting
from patterns.sandbox.services.autoscaling.groups.model import Member, Place, Plan, State
from patterns.sandbox.services.autoscaling.groups.rebalancing import Rebalancing
from patterns.sandbox.services.autoscaling.patches import groups as store
from patterns.sandbox.services.ec2.spot.mix import Kind

ChoosePool = Callable[..., Kind]


@dataclass(frozen=True)
class Order:
    """Where, of what kind and how one more instance is bought."""

    place: Place
    pool: Kind | None
    is_spot: bool

    @property
    def weight(self) -> int:
        """What it counts for."""
        return self.pool.weight if self.pool else 1


class Group:
    """The instances of one group, and what they are to become."""

    def __init__(self, account: Account, name: str, arn: str, *, bus_is_heard: Callable[[], bool]) -> None:
        self._account = account
        self.name = name
        self.arn = arn
        self.bus_is_heard = bus_is_heard
        self.members: list[Member] = []
        self.diary = Diary(account, self)
        self.waiting = Waiting(account, self)
        self.instances = Instances(account, self)
        self.rebalancing = Rebalancing(account, self)
        self.choose_pool: ChoosePool = mixed_instances.first_pool
        self.changed: Callable[[Member], object] = lambda member: None
        self.is_gone = False
        self.warmup_seconds = 0
        self._because = ""
        self._replacing = 0
        self._replaced_because = causes.REPLACED
        self._extra = 0
        self._is_due = False
        self._retry_seconds = timings.RETRY_SECONDS

    def __repr__(self) -> str:
        return f"Group({self.name!r}, {self.capacity} of {self.plan.desired})"

    @property
    def plan(self) -> Plan:
        """What it is told, now."""
        return store.plan(self._account.account_id, self._account.region, self.name)

    @property
    def counted(self) -> list[Member]:
        """The members that are part of its capacity."""
        return [member for member in self.members if member.counts]

    @property
    def capacity(self) -> int:
        """What it has, in units of its desired capacity."""
        return sum(member.weight for member in self.counted)

    def member(self, instance_id: str) -> Member | None:
        """The member that an instance is."""
        return next((member for member in self.members if member.instance_id == instance_id), None)

    def soon(self, because: str = "", *, warmup_seconds: int = 0) -> None:
        """Look at the group again once what is under way at this moment has happened; `because` is the cause told."""
        if because:
            self._because, self.warmup_seconds = causes.at(self._account.clock.now, because), warmup_seconds
        if not self._is_due and not self.is_gone:
            self._is_due = True
            self._account.clock.at(self._account.clock.now, self._look, f"the group {self.name}")

    def replaced(self, member: Member, because: str = causes.REPLACED) -> None:
        """Take note that the next launch stands in for a member, and why."""
        self._replacing += member.weight
        self._replaced_because = because
        self.soon()

    def tell(self, detail_type: str, detail: dict[str, Any]) -> None:
        """Put an event of the group on the bus."""
        self.diary.tell(detail_type, detail)

    def _look(self) -> None:
        self._is_due = False
        if self.is_gone:
            return
        plan = self.plan
        short = plan.desired + self._extra - self.capacity
        if short > 0 and plan.does("Launch"):
            self._launch(plan, short)
        elif short < 0 and plan.does("Terminate"):
            self._shrink(plan)
        elif not short:
            self._because, self._replacing = "" if not self._extra else self._because, 0
            self._even_out(plan)
        self.diary.measure()

    def _launch(self, plan: Plan, short: int) -> None:
        """Launch until nothing is short, zone after zone; what a zone refuses is tried in the others, and later.

        What only evens out the zones is of no use in the others, and is tried later alone.
        """
        avoided, is_uneven = set(self._account.zones.lost), False
        while short > 0:
            orders = Counter(self._orders(plan, short, avoided))
            if not orders:
                break
            for order, number in orders.items():
                made = self.instances.launch(plan, order, number, self._launch_cause)
                short -= sum(member.weight for member in made)
                if not made:
                    avoided.add(order.place.zone)
                    is_uneven, short, self._extra = is_uneven or self._extra > 0, short - self._extra, 0
        if (short > 0 or is_uneven) and avoided - self._account.zones.lost:
            self._account.clock.after(self._retry_seconds, self.soon, f"a launch of {self.name}")
            self._retry_seconds = min(2 * self._retry_seconds, timings.LONGEST_RETRY_SECONDS)
        elif short <= 0:
            self._retry_seconds = timings.RETRY_SECONDS

    def _orders(self, plan: Plan, short: int, avoided: set[str]) -> Iterator[Order]:
        counts = Counter(member.place.zone for member in self.counted)
        on_demand = sum(member.weight for member in self.counted if not member.is_spot)
        has = Counter((member.instance_type, member.place.zone) for member in self.counted if member.is_spot)
        ordered: Counter[tuple[str, str]] = Counter()
        while short > 0 and (place := placement.next_place(plan.places, counts, avoided)):
            is_spot = plan.mix is not None and mixed_instances.next_is_spot(
                plan.mix, on_demand, plan.desired + self._extra
            )
            about = {"is_spot": is_spot, "zone": place.zone, "has": has, "ordered": ordered}
            pool = self.choose_pool(plan.mix, **about) if plan.mix else None
            order = Order(place, pool, is_spot)
            if pool and is_spot:
                ordered[pool.instance_type, place.zone] += 1
            counts[place.zone] += 1
            on_demand += 0 if is_spot else order.weight
            short -= order.weight
            yield order

    def _launch_cause(self, weight: int) -> str:
        """Why one more is launched, on top of the capacity there is now."""
        now, has = self._account.clock.now, self.capacity
        if self._replacing > 0:
            self._replacing -= weight
            return causes.at(now, self._replaced_because)
        if self._extra:
            return self._because
        return self._joined(causes.at(now, causes.started(has, has + weight)))

    def _shrink(self, plan: Plan) -> None:
        while (left := self.capacity) > plan.desired + self._extra:
            member = self._one_too_many(plan)
            if member is None or left - member.weight < plan.desired + self._extra:
                break
            now = self._account.clock.now
            why = causes.at(now, causes.shrunk(left, left - member.weight))
            chosen = causes.at(now, causes.selected(member.instance_id))
            self.instances.end(member, self._joined(f"{why}  {chosen}"))

    def _one_too_many(self, plan: Plan) -> Member | None:
        members = self.counted
        if plan.mix:
            members = mixed_instances.to_end(plan.mix, members, plan.desired)
        elsewhere = [member for member in members if member.place.zone not in plan.zones]
        now = self._account.clock.now
        return termination.chosen(elsewhere or members, plan.termination_policies, plan.template, now)

    def _even_out(self, plan: Plan) -> None:
        """Launch in the zones that have too few before any of the others goes; what is too many goes after that.

        A zone that is lost neither has nor gets any.
        """
        if self._extra:
            if all(member.state != State.PENDING for member in self.counted):
                self._extra = 0
                self.soon()
            return
        lost = self._account.zones.lost
        zones = [zone for zone in plan.zones if zone not in lost]
        counts = Counter(member.place.zone for member in self.counted if member.place.zone not in lost)
        is_settled = all(member.state == State.IN_SERVICE for member in self.counted)
        moving = placement.moves(zones, counts) if is_settled and plan.does("AZRebalance") else 0
        self._extra = placement.room(self.capacity, plan.most, moving)
        if self._extra:
            short = [zone for zone in zones if counts[zone] * len(zones) < sum(counts.values())]
            self.soon(causes.rebalanced(short))

    def _joined(self, said: str) -> str:
        return f"{self._because}  {said}" if self._because else said
