"""Pools are made up, and always the same way."""

from datetime import timedelta
from itertools import islice, pairwise

import pytest

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import START
from patterns.sandbox.services.ec2.spot.market import PRICE_STEP, STEP, Market, Pool
from patterns.sandbox.services.ec2.spot.on_demand import hourly_usd

ONE, OTHER = Pool("m5.large", "us-east-1a"), Pool("t3.large", "us-east-1b")
DAYS = 30


def told(market, pool):
    history, steps = market.history(pool), range(0, DAYS * 24 * 12, 7)
    moments = [START + number * STEP for number in steps]
    return [(history.room(at), history.price_usd(at)) for at in moments]


def test_a_history_repeats_whoever_asks_first_and_is_another_for_another_seed_or_pool():
    market, reversed_market = Market(Chance(0)), Market(Chance(0))

    first = told(market, ONE), told(market, OTHER)
    again = told(reversed_market, OTHER), told(reversed_market, ONE)

    assert first == again[::-1]
    assert first[0] != first[1]
    assert first[0] != told(Market(Chance(1)), ONE)


@pytest.mark.parametrize("seed", range(5))
def test_a_price_moves_slowly_and_stays_below_the_one_on_demand(seed):
    prices = [price for _, price in told(Market(Chance(seed)), ONE)]

    assert 0.1 * hourly_usd("m5.large") < min(prices) < max(prices) < hourly_usd("m5.large")
    assert max(abs(a - b) for a, b in pairwise(prices)) < 0.2 * min(prices)


@pytest.mark.slow
def test_the_room_of_a_pool_falls_to_nothing_now_and_then_and_comes_back():
    rooms = [[room for room, _ in told(Market(Chance(seed)), ONE)] for seed in range(20)]

    assert sum(min(one) < max(one) / 5 for one in rooms) > 5
    assert all(one[-1] > 0 for one in rooms)


def test_the_next_moment_is_the_first_at_which_the_room_is_as_wanted():
    history = Market(Chance(3)).history(ONE)
    now, least = START + timedelta(hours=5), history.room(START) // 2

    found = history.next_moment(lambda room: room < least, now, steps=9000)

    assert history.room(found) < least
    between = (now + number * STEP for number in range(1, (found - now) // STEP))
    assert min(map(history.room, between)) >= least
    assert history.next_moment(lambda room: room < 0, now) is None


def test_changes_of_the_price_are_told_latest_first():
    history = Market(Chance(0)).history(ONE)

    changes = list(islice(history.price_changes(START), 30))

    assert [at for at, _ in changes] == sorted((at for at, _ in changes), reverse=True)
    assert all(history.price_usd(at) == price != history.price_usd(at - PRICE_STEP) for at, price in changes)


def test_the_next_dear_moment_is_one():
    history = Market(Chance(0)).history(ONE)
    limit = history.price_usd(START)

    found = history.next_above(limit, START)

    assert history.price_usd(found) > limit >= history.price_usd(found - PRICE_STEP)
    assert history.next_above(1.0, START) is None


@pytest.mark.parametrize(
    ("kind", "usd"), [("m5.large", 0.096), ("t3.large", 0.0832), ("zz9.medium", 0.048), ("zz9.4xlarge", 0.768)]
)
def test_a_type_costs_what_is_confirmed_or_what_its_size_does(kind, usd):
    assert hourly_usd(kind) == usd
