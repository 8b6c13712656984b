"""Every price says what it is for, where, who says so and when, was confirmed twice, and is used by a rule."""

from __future__ import annotations

import re
from datetime import date

import pytest

from patterns.analysis.charges import Charge
from patterns.analysis.prices import prices, table
from patterns.analysis.rates import rates
from patterns.knowledge import known

AWS = re.compile(r"https://(docs\.)?aws\.amazon\.com/\S+")
PRICES = [(id, region) for id, form in table()["prices"].items() for region in form["regions"]]


def patterns_of_rules():
    charges = (part for rate in rates().values() for part in rate if isinstance(part, Charge))
    return {charge.price for charge in charges}


def matching(pattern):
    return re.compile(re.escape(pattern).replace(r"\{\}", ".+"))


def test_there_are_prices():
    assert len(PRICES) > 70


@pytest.mark.parametrize(("id", "region"), PRICES)
def test_a_price_says_for_what_where_and_when_and_who_says_so(id, region):
    price = prices(region)[id]

    assert price.usd > 0
    assert price.per >= 1
    assert price.unit
    assert re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", region)
    assert AWS.fullmatch(price.source)
    assert date(2020, 1, 1) < price.date <= date.today()


@pytest.mark.parametrize(("id", "region"), PRICES)
def test_a_price_was_confirmed_by_two_pages_none_newer_than_it_and_a_sample_by_one_of_its_day(id, region):
    pages = table()["pages"]
    found = table()["prices"][id]["regions"][region]

    if prices(region)[id].is_sample:
        assert found["date"] in {pages[page]["date"] for page in found["checked"]}
    else:
        assert len(set(found["checked"])) >= 2
    dates = [pages[page]["date"] for page in found["checked"] if pages[page]["date"]]
    assert max(dates, default=found["date"]) <= found["date"]


@pytest.mark.parametrize("id", table()["prices"])
def test_a_price_is_used_by_a_rule(id):
    assert any(matching(pattern).fullmatch(id) for pattern in patterns_of_rules())


@pytest.mark.parametrize("pattern", sorted(patterns_of_rules()))
def test_a_rule_has_a_price(pattern):
    assert any(matching(pattern).fullmatch(id) for id in prices("us-east-1"))


def test_every_page_is_cited_and_says_what_it_confirms():
    forms = [found for form in table()["prices"].values() for found in form["regions"].values()]
    cited = {page for form in [*forms, *table()["factors"].values()] for page in form["checked"]}

    assert cited == table()["pages"].keys()
    assert all(page["says"] for page in table()["pages"].values())


@pytest.mark.parametrize("name", table()["factors"])
def test_a_number_that_is_no_price_has_its_source_too(name):
    form = table()["factors"][name]

    assert AWS.fullmatch(form["source"])
    assert date.fromisoformat(form["date"]) <= date.today()
    assert form["what"]
    assert form["checked"]


def test_sizes_of_an_instance_family_cost_in_proportion():
    sizes = {"large": 1, "xlarge": 2, "2xlarge": 4, "4xlarge": 8}
    found = {
        id.removeprefix("ec2.instance."): price.usd for id, price in prices("us-east-1").items() if "instance" in id
    }

    wrong = [
        name
        for name, usd in found.items()
        if (size := name.split(".")[1]) in sizes
        and usd != pytest.approx(sizes[size] * found[f"{name.split('.')[0]}.large"])
    ]
    assert wrong == []


def test_a_standby_doubles_the_price_of_a_database_but_for_rounding():
    both = {id: price for id, price in prices("us-east-1").items() if id.startswith("rds.multi-az.")}
    alone = {id: prices("us-east-1")[id.replace("multi-az", "instance")] for id in both}

    assert both
    assert {id: price.usd for id, price in both.items()} == pytest.approx(
        {id: 2 * price.usd for id, price in alone.items()}, abs=0.0015
    )


def test_nodes_of_valkey_cost_a_fifth_less_than_those_of_redis():
    valkey = {id: price.usd for id, price in prices("us-east-1").items() if id.startswith("elasticache.valkey.")}
    redis = {id: prices("us-east-1")[id.replace("valkey", "redis")].usd for id in valkey}

    assert valkey
    assert valkey == pytest.approx({id: 0.8 * usd for id, usd in redis.items()})


def test_spot_prices_alone_are_samples_and_below_the_price_on_demand():
    samples = {id: price for id, price in prices("us-east-1").items() if price.is_sample}

    assert samples.keys() == {id for id in prices("us-east-1") if id.startswith("ec2.spot.")}
    assert all(price.usd < prices("us-east-1")[id.replace("spot", "instance")].usd for id, price in samples.items())


def test_a_price_reads_as_on_its_page():
    assert str(prices("us-east-1")["s3.requests.put"]) == "$0.005 per 1,000 requests"
    assert str(prices("us-east-1")["kms.key"]) == "$1 per key-month"


@pytest.mark.parametrize("type_name", [name for name, record in known().items() if record.free])
def test_a_free_type_has_the_page_of_its_service_and_no_rule(type_name):
    assert AWS.fullmatch(known()[type_name].free)
    assert type_name not in rates()
