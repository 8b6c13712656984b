"""From which pool the next instance comes: the allocation strategies. Pure: offers in, one of them out.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/allocation-strategies.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-allocation-strategy.html
AWS says that pools "with the highest capacity availability" are looked at, not how near the best that is: here it is
half of the best one's room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from patterns.sandbox.services.ec2.spot.market import Pool

NEAR_THE_BEST = 0.5


class Strategy(StrEnum):
    """In the words of Auto Scaling; a Spot Fleet writes them without hyphens, and has `diversified` as well."""

    LOWEST_PRICE = "lowest-price"
    CAPACITY = "capacity-optimized"
    CAPACITY_PRIORITIZED = "capacity-optimized-prioritized"
    PRICE_CAPACITY = "price-capacity-optimized"
    DIVERSIFIED = "diversified"


@dataclass(frozen=True)
class Offer:
    """What a pool offers: an hour's price, room for so many more, and how many of its instances one has already."""

    pool: Pool
    price_usd: float
    room: int
    has: int = 0
    priority: float = 0
    weight: float = 1
    highest_usd: float | None = None

    @property
    def unit_usd(self) -> float:
        """The price of one unit of capacity."""
        return self.price_usd / self.weight

    @property
    def is_open(self) -> bool:
        """Whether an instance can be had of it: it has room, and asks no more than one is willing to pay."""
        return self.room >= 1 and (self.highest_usd is None or self.price_usd <= self.highest_usd)


def choice(strategy: str, offers: Sequence[Offer], *, pools: int = 1) -> Offer | None:
    """The offer that one more instance is taken from, None where no pool gives one.

    `pools` is among how many of the cheapest `lowest-price` spreads. Of equal offers it is the first.
    """
    there = [offer for offer in offers if offer.is_open]
    if not there:
        return None
    if strategy == Strategy.DIVERSIFIED:
        return min(there, key=lambda offer: offer.has)
    if strategy == Strategy.LOWEST_PRICE:
        cheapest = sorted(there, key=lambda offer: offer.unit_usd)[: max(1, pools)]
        return min(cheapest, key=lambda offer: offer.has)
    deepest = max(offer.room for offer in there)
    if strategy == Strategy.CAPACITY:
        return next(offer for offer in there if offer.room == deepest)
    near = [offer for offer in there if offer.room >= NEAR_THE_BEST * deepest]
    if strategy == Strategy.CAPACITY_PRIORITIZED:
        return min(near, key=lambda offer: offer.priority)
    return min(near, key=lambda offer: offer.unit_usd)
