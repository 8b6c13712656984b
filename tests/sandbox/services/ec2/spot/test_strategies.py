"""The allocation strategies, as documented.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/allocation-strategies.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-allocation-strategy.html
"""

import pytest

from patterns.sandbox.services.ec2.spot.market import Pool
from patterns.sandbox.services.ec2.spot.strategies import Offer, choice


def offer(name, usd, room, **more):
    return Offer(Pool(name, "us-east-1a"), usd, room, **more)


SHALLOW = offer("shallow", 0.02, 3, priority=0)
CHEAPER = offer("cheaper", 0.03, 40, priority=2)
DEEP = offer("deep", 0.05, 60, priority=1)
ALL = [DEEP, SHALLOW, CHEAPER]


@pytest.mark.parametrize(
    ("strategy", "taken"),
    [
        ("lowest-price", SHALLOW),
        ("capacity-optimized", DEEP),
        ("price-capacity-optimized", CHEAPER),  # the cheapest of those that have most room
        ("capacity-optimized-prioritized", DEEP),  # the first listed of those
        ("diversified", DEEP),
    ],
)
def test_each_strategy_takes_its_pool(strategy, taken):
    assert choice(strategy, ALL) is taken


def test_the_lowest_price_passes_over_a_pool_without_room():
    empty = offer("empty", 0.01, 0)

    assert choice("lowest-price", [empty, *ALL]) is SHALLOW


def test_the_lowest_price_spreads_over_as_many_pools_as_it_is_told():
    has = offer("shallow", 0.02, 3, has=1)

    assert choice("lowest-price", [has, CHEAPER, DEEP], pools=1) is has
    assert choice("lowest-price", [has, CHEAPER, DEEP], pools=2) is CHEAPER


def test_diversified_fills_pools_evenly():
    assert choice("diversified", [offer("a", 0.02, 9, has=2), offer("b", 0.09, 9, has=1)]).pool.instance_type == "b"


def test_a_price_counts_by_the_unit_of_capacity():
    double = offer("double", 0.05, 60, weight=2)

    assert choice("lowest-price", [CHEAPER, double]) is double


def test_nothing_is_taken_above_the_highest_price_or_where_there_is_no_room():
    capped = [offer("deep", 0.05, 60, highest_usd=0.04), offer("cheap", 0.03, 5, highest_usd=0.04)]

    assert choice("capacity-optimized", capped).pool.instance_type == "cheap"
    assert choice("capacity-optimized", capped[:1]) is None
    assert choice("diversified", []) is None
