"""Spot pools: for each type in each zone a price and spare capacity over time, made up from a seed. Not AWS's data.

What is AWS's are the relations: a price that moves slowly and never exceeds the one on demand, capacity that moves
from moment to moment, and instances that are taken back when it runs out. That price and room have nothing to do with
one another, how deep pools are and how often demand surges are assumptions, the same for every pool.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances-history.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import START
from patterns.sandbox.services.ec2.spot.on_demand import hourly_usd

STEP = timedelta(minutes=5)
"""How often the room of a pool changes."""

PRICE_STEP = timedelta(hours=6)
"""How often the price of a pool changes at most."""

DEEPEST, SHALLOWEST = 90, 8
"""The instances that a pool has room for in the long run, for all that one account asks of it."""

CHEAPEST, DEAREST = 0.28, 0.54
"""What a pool asks in the long run, in parts of the price on demand: where the sampled prices lie (`prices.json`)."""

SAFE = 0.8
"""The part of a pool's room above which instances in it are at an elevated risk."""

_CALM_STEPS = 48
_SWING = 0.3
_SURGES_EACH_STEP = 1 / (4 * 288)
_CHUNK = 288
_KEPT = math.exp(-1 / _CALM_STEPS)
_NEW = math.sqrt(1 - _KEPT * _KEPT)


class Pool(NamedTuple):
    """One instance type in one zone."""

    instance_type: str
    zone: str

    def __str__(self) -> str:
        return f"{self.instance_type} in {self.zone}"


class History:
    """The price and the room of one pool since the account began, told step by step and always the same."""

    def __init__(self, pool: Pool, drawn: Random) -> None:
        self.pool = pool
        self.on_demand_usd = hourly_usd(pool.instance_type)
        self.depth = SHALLOWEST * (DEEPEST / SHALLOWEST) ** drawn.random()
        self._share = drawn.uniform(CHEAPEST, DEAREST)
        self._offset = drawn.randrange(PRICE_STEP.seconds)
        self._prices_key = drawn.getrandbits(64)
        self._walk = Random(drawn.getrandbits(64))
        self._level = self._walk.gauss(0, 1)
        self._surge: Iterator[float] = iter(())
        self._rooms: list[int] = []
        self._prices: dict[int, float] = {}
        self._step_prices: list[float] = []

    def __repr__(self) -> str:
        return f"History({self.pool}, {self.on_demand_usd:g} USD on demand)"

    def price_usd(self, moment: datetime) -> float:
        """The price of an hour: it drifts from day to day, by some fifth, and is no more than on demand."""
        return self._price(self._price_step(moment))

    def price_changes(self, until: datetime) -> Iterator[tuple[datetime, float]]:
        """When the price changed and to what, latest first, without end."""
        number = self._price_step(until)
        while True:
            before = self._price(number - 1)
            if (price := self._price(number)) != before:
                yield START + number * PRICE_STEP + timedelta(seconds=self._offset), price
            number -= 1

    def room(self, moment: datetime) -> int:
        """How many instances of one account the pool has room for, with those that run."""
        return self._room(max(0, (moment - START) // STEP))

    def rooms(self, steps: int) -> Sequence[int]:
        """The room at each of the first steps since the account began, and perhaps at more."""
        self._room(max(0, steps - 1))
        return self._rooms

    def prices_usd(self, steps: int) -> Sequence[float]:
        """The price of an hour at each of the first steps since the account began."""
        if steps > len(self._step_prices):
            moments = range(len(self._step_prices) * STEP.seconds, steps * STEP.seconds, STEP.seconds)
            self._step_prices += [self._price((at - self._offset) // PRICE_STEP.seconds) for at in moments]
        return self._step_prices

    def next_moment(
        self, wanted: Callable[[int], bool], after: datetime, *, steps: int = 2 * _CHUNK
    ) -> datetime | None:
        """The first moment after another at which the room is as wanted, None if it is not within so many steps."""
        first = (after - START) // STEP + 1
        numbers = (number for number in range(first, first + steps) if wanted(self._room(number)))
        number = next(numbers, None)
        return None if number is None else START + number * STEP

    def next_above(self, usd: float, after: datetime, *, days: int = 30) -> datetime | None:
        """The first moment after another at which the price is above a limit, None if it is not within those days."""
        return self._next_price(lambda price: price > usd, after, days)

    def next_within(self, usd: float, after: datetime, *, days: int = 30) -> datetime | None:
        """The first moment after another at which the price is not above a limit any more."""
        return self._next_price(lambda price: price <= usd, after, days)

    def _next_price(self, wanted: Callable[[float], bool], after: datetime, days: int) -> datetime | None:
        first = self._price_step(after) + 1
        numbers = (number for number in range(first, first + 4 * days) if wanted(self._price(number)))
        number = next(numbers, None)
        return None if number is None else START + number * PRICE_STEP + timedelta(seconds=self._offset)

    def _price_step(self, moment: datetime) -> int:
        return (moment - START - timedelta(seconds=self._offset)) // PRICE_STEP

    def _price(self, number: int) -> float:
        if number not in self._prices:
            self._prices[number] = self._price_anew(number)
        return self._prices[number]

    def _price_anew(self, number: int) -> float:
        """Between the values of two days, as smooth as a cosine."""
        day, part = divmod(number, 4)
        way = (1 - math.cos(math.pi * part / 4)) / 2
        drift = (1 - way) * self._drift(day) + way * self._drift(day + 1)
        return round(min(self.on_demand_usd, self.on_demand_usd * self._share * (1 + 0.2 * drift)), 4)

    def _drift(self, day: int) -> float:
        return Random(f"{self._prices_key}|{day}").uniform(-1, 1)

    def _room(self, number: int) -> int:
        while number >= len(self._rooms):
            self._rooms += [self._next_room() for _ in range(_CHUNK)]
        return self._rooms[number]

    def _next_room(self) -> int:
        """One step of a level that wanders about the pool's depth, less what a surge of demand takes away."""
        self._level = _KEPT * self._level + _NEW * self._walk.gauss(0, 1)
        taken = next(self._surge, None)
        if taken is None and self._walk.random() < _SURGES_EACH_STEP:
            self._surge = _surge(self._walk)
        return int(self.depth * math.exp(_SWING * self._level) * (1 - (taken or 0.0)))


def _surge(drawn: Random) -> Iterator[float]:
    """What somebody else's demand takes of a pool, step by step: it rises, stays for hours, and falls."""
    most, rise, stay = drawn.uniform(0.5, 1.0), drawn.randint(3, 9), drawn.randint(12, 48)
    yield from (most * number / rise for number in range(1, rise))
    yield from (most for _ in range(stay))
    yield from (most * (1 - number / rise) for number in range(1, rise))


class Market:
    """The pools of a region, each made up when it is first asked for; who asked before makes no difference."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._histories: dict[Pool, History] = {}

    def __repr__(self) -> str:
        return f"Market({len(self._histories)} pools)"

    def history(self, pool: Pool) -> History:
        """The history of one pool."""
        if pool not in self._histories:
            self._histories[pool] = History(pool, self._chance.generator("spot pool", *pool))
        return self._histories[pool]
