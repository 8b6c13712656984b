"""What strategies come to over 200 seeded histories. No request is made.

AWS: `lowest-price` "might lead to high interruption rates because this strategy only considers instance price and not
available capacity" (https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html), and a
maximum price makes interruptions more frequent
(https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html).
"""

import pytest

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.services.autoscaling.strategy_comparison import Outcome, Wish, outcome, over_histories
from patterns.sandbox.services.ec2.spot.market import Market

PRICE, BALANCED = Wish("lowest-price", pools=1), Wish("price-capacity-optimized")


@pytest.fixture(scope="module")
def compared():
    return over_histories(
        [PRICE, BALANCED, Wish("price-capacity-optimized", rebalancing=True)], histories=200, hours=24
    )


@pytest.mark.long
def test_the_lowest_price_is_cheaper_and_interrupted_more_often(compared):
    price, balanced, _ = compared

    assert price.interruptions > 2 * balanced.interruptions > 0
    assert price.hourly_usd < balanced.hourly_usd < 0.6 * 0.096
    assert price.held < balanced.held


@pytest.mark.slow
def test_rebalancing_avoids_interruptions_and_costs_next_to_nothing(compared):
    _, balanced, rebalanced = compared

    assert rebalanced.interruptions < balanced.interruptions
    assert rebalanced.hourly_usd == pytest.approx(balanced.hourly_usd, rel=0.05)


@pytest.mark.slow
def test_the_same_histories_come_to_the_same():
    once, again = (over_histories([PRICE, BALANCED], histories=5) for _ in range(2))

    assert once == again
    assert over_histories([BALANCED], histories=5) == once[1:]


def test_one_pool_under_a_price_cap_holds_little_of_what_was_asked():
    one = {"types": ("m5.large",), "zones": ("us-east-1a",), "pools": 1}
    capped, free = over_histories(
        [Wish("lowest-price", **one, highest_usd=0.04), Wish("lowest-price", **one)], histories=20
    )

    assert capped.held < free.held < 0.99
    assert capped.worst == 10


def test_an_outcome_of_nothing_is_nothing():
    found = outcome(BALANCED, Market(Chance(0)), hours=0)

    assert (found.held, found.hourly_usd, found.interrupted_each_day) == (0, 0, 0)
    assert found + found == Outcome()
