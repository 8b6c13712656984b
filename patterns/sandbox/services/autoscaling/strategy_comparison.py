"""What strategies come to over many seeded histories: interruptions, cost, capacity held. Makes no request of AWS.

The pools, the strategies and the way of a group over its zones are those of the account (`market`, `strategies`,
`groups.placement`). Simplified: five minutes at a time, which is also what a replacement takes, and no draining.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.services.autoscaling.groups import placement
from patterns.sandbox.services.autoscaling.groups.model import Place
from patterns.sandbox.services.ec2.spot.market import SAFE, STEP, Market, Pool
from patterns.sandbox.services.ec2.spot.strategies import Offer, choice

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Wish:
    """What a group wants: so much capacity, of these types in these zones, by a strategy."""

    strategy: str
    capacity: int = 10
    types: Sequence[str] = ("m5.large", "t3.large", "m5.xlarge", "t3.xlarge")
    zones: Sequence[str] = ("us-east-1a", "us-east-1b", "us-east-1c")
    pools: int = 2
    rebalancing: bool = False
    highest_usd: float | None = None

    @property
    def places(self) -> list[Place]:
        """The zones, as a group sees them."""
        return [Place("", zone) for zone in self.zones]


@dataclass(frozen=True)
class Outcome:
    """What became of a wish over one history or several: hours are instance hours."""

    hours: float = 0.0
    wanted_hours: float = 0.0
    usd: float = 0.0
    interruptions: int = 0
    worst: int = 0
    """The most instances that were missing at one time."""

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.hours + other.hours, self.wanted_hours + other.wanted_hours, self.usd + other.usd,
            self.interruptions + other.interruptions, max(self.worst, other.worst),
        )  # fmt: skip

    @property
    def held(self) -> float:
        """The part of the wanted capacity that was there, 0 to 1."""
        return self.hours / self.wanted_hours if self.wanted_hours else 0.0

    @property
    def hourly_usd(self) -> float:
        """What an hour of an instance cost."""
        return self.usd / self.hours if self.hours else 0.0

    @property
    def interrupted_each_day(self) -> float:
        """Interruptions for each instance and day."""
        return 24 * self.interruptions / self.hours if self.hours else 0.0


def outcome(wish: Wish, market: Market, *, hours: float = 48) -> Outcome:
    """What becomes of a wish over one history, from the account's first moment on."""
    return _Course(wish, market, int(hours * HOUR / STEP)).whole()


def over_histories(wishes: Iterable[Wish], *, histories: int = 200, hours: float = 48, seed: int = 0) -> list[Outcome]:
    """What becomes of each wish over the same histories, each with a seed of its own from `seed` on."""
    wanted = list(wishes)
    outcomes = [Outcome() for _ in wanted]
    for number in range(histories):
        market = Market(Chance(seed + number))
        outcomes = [before + outcome(wish, market, hours=hours) for before, wish in zip(outcomes, wanted, strict=True)]
    return outcomes


class _Course:
    """One group's way through one history."""

    def __init__(self, wish: Wish, market: Market, steps: int) -> None:
        self._wish = wish
        self._steps = steps
        self._places = wish.places
        pools = [Pool(kind, zone) for zone in wish.zones for kind in wish.types]
        self._rooms = {pool: market.history(pool).rooms(steps) for pool in pools}
        self._prices = {pool: market.history(pool).prices_usd(steps) for pool in pools}
        self._has: Counter[Pool] = Counter()
        self._step = 0

    def whole(self) -> Outcome:
        """What it came to after all steps."""
        wanted, instance_steps, usd, interruptions, worst = self._wish.capacity, 0, 0.0, 0, 0
        if self._steps:
            self._fill(wanted)
        for step in range(self._steps):
            self._step = step
            interruptions += self._interrupted()
            usd += sum(number * self._prices[pool][step] for pool, number in self._has.items())
            held = self._has.total()
            instance_steps += held
            worst = max(worst, wanted - held)
            if self._wish.rebalancing:
                self._rebalance()
            self._fill(wanted)
        hours = STEP / HOUR
        return Outcome(instance_steps * hours, self._steps * wanted * hours, usd * hours, interruptions, worst)

    def _interrupted(self) -> int:
        """Let pools take back what they have no room for, or ask too much for."""
        lost, highest = 0, self._wish.highest_usd
        for pool, number in list(self._has.items()):
            too_dear = highest is not None and self._prices[pool][self._step] > highest
            over = number if too_dear else max(0, number - self._rooms[pool][self._step])
            self._has[pool] -= over
            lost += over
        return lost

    def _rebalance(self) -> None:
        """Launch elsewhere in place of what is at risk, and end that once there is as much."""
        at_risk: Counter[Pool] = Counter()
        for pool, number in self._has.items():
            at_risk[pool] = max(0, number - int(SAFE * self._rooms[pool][self._step]))
        before = self._has.total()
        self._fill(self._wish.capacity + at_risk.total())
        gained = self._has.total() - before
        for pool in at_risk.elements():
            if gained <= 0:
                break
            self._has[pool] -= 1
            gained -= 1

    def _fill(self, capacity: int) -> None:
        closed: set[str] = set()
        while self._has.total() < capacity:
            zones: Counter[str] = Counter()
            for pool, number in self._has.items():
                zones[pool.zone] += number
            place = placement.next_place(self._places, zones, closed)
            if place is None:
                return
            offer = choice(self._wish.strategy, list(self._offers(place.zone)), pools=self._wish.pools)
            if offer is None:
                closed.add(place.zone)
            else:
                self._has[offer.pool] += 1

    def _offers(self, zone: str) -> Iterator[Offer]:
        for priority, kind in enumerate(self._wish.types):
            pool = Pool(kind, zone)
            has = self._has[pool]
            yield Offer(
                pool, self._prices[pool][self._step], self._rooms[pool][self._step] - has, has, priority,
                highest_usd=self._wish.highest_usd,
            )  # fmt: skip
