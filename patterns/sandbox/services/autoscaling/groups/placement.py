"""Where the next instance of a group goes, and how many have to move. Pure: counts in, zones out.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from patterns.sandbox.services.autoscaling.groups.model import Place

MARGIN_PERCENT = 10
"""How far above its maximum a group may go while it rebalances, and by one instance at least."""


def next_place(places: Sequence[Place], counts: Mapping[str, int], lost: Iterable[str]) -> Place | None:
    """The place for one more: in the zone with the fewest, the first listed of several; None where all are lost.

    Subnets of one zone take turns.
    """
    usable = [place for place in places if place.zone not in set(lost)]
    if not usable:
        return None
    zone = min(dict.fromkeys(place.zone for place in usable), key=lambda zone: counts.get(zone, 0))
    there = [place for place in usable if place.zone == zone]
    return there[counts.get(zone, 0) % len(there)]


def moves(zones: Sequence[str], counts: Mapping[str, int]) -> int:
    """How many instances stand in a zone that should stand in another, none where no two zones differ by over one."""
    total = sum(counts.values())
    if not zones or not total:
        return 0
    outside = sum(number for zone, number in counts.items() if zone not in zones)
    inside = [counts.get(zone, 0) for zone in zones]
    if not outside and max(inside) - min(inside) <= 1:
        return 0
    fair, rest = divmod(total, len(zones))
    fuller = sorted(inside, reverse=True)
    wanted = [fair + (number < rest) for number in range(len(zones))]
    return outside + sum(max(0, has - want) for has, want in zip(fuller, wanted, strict=True))


def room(capacity: int, most: int, moving: int) -> int:
    """How many of `moving` instances may be launched before as many are ended."""
    margin = max(1, most * MARGIN_PERCENT // 100)
    return max(0, min(moving, max(most, most + margin if capacity + moving > most else most) - capacity))
