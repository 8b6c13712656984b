"""The bill on the page: its sum always in sight, what a turn adds to it, and quantities that the reader turns."""

from __future__ import annotations

import re

import pytest

from patterns import EncryptionKey, PrivateInstance, SecureBucket, cost
from patterns.explore import Workbench
from patterns.explore.still import still

KEY = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {}}}
QUEUE = {"Type": "AWS::SQS::Queue"}
ODD = {"Type": "Custom::Odd", "Properties": {"ServiceToken": "x"}}


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def bill(bench: Workbench) -> str:
    bench.page.selected = "bill"
    return bench.page.panes["bill"]


def test_the_sum_is_in_sight_and_is_that_of_the_estimate():
    bench = Workbench(SecureBucket())

    assert f"${cost(SecureBucket()).monthly_usd:,.2f} a month" in text(bench.page.head)
    assert f"${cost(SecureBucket()).monthly_usd:,.2f}" in text(bill(bench))


def test_a_turn_says_in_the_strip_what_it_adds_and_on_the_bill_where():
    bench = Workbench(SecureBucket())

    bench.turn("encryption", "aws:kms")

    added = cost(SecureBucket(encryption="aws:kms")).monthly_usd - cost(SecureBucket()).monthly_usd
    assert f"+ ${added:,.2f} a month" in text(bench.page.strip)
    assert "+ $1.00 Key, key" in text(bill(bench))

    bench.undo()

    assert f"\N{MINUS SIGN} ${added:,.2f} a month" in text(bench.page.strip)


def test_a_turn_that_costs_nothing_says_nothing_of_money():
    bench = Workbench(SecureBucket())

    bench.turn("tls_only", False)

    assert "a month" not in text(bench.page.strip)


def test_a_quantity_is_turned_undone_and_put_back():
    bench = Workbench(SecureBucket())
    before = bench.view.estimate.monthly_usd

    bench.page.click("use", "storage_gb", "1000")

    assert bench.view.estimate.monthly_usd == pytest.approx(cost(SecureBucket(), {"storage_gb": 1000}).monthly_usd)
    assert "Data in buckets 100 GB → 1,000 GB" in text(bench.page.strip)
    assert 'value="1000"' in bill(bench)

    bench.page.click("use", "storage_gb", "")
    assert bench.view.estimate.monthly_usd == before

    bench.undo()
    assert bench.view.draft.usage == {"storage_gb": 1000}


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("many", "is &#x27;many&#x27;: give a number (GB)"),
        ("-5", "is -5.0: give zero or more (GB)"),
        ("nan", "is nan: give a"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_and_nothing_moves(amount: str, message: str):
    bench = Workbench(SecureBucket())
    before = bench.view.estimate.monthly_usd

    bench.page.click("use", "storage_gb", amount)

    assert message in text(bill(bench))
    assert bench.view.estimate.monthly_usd == before
    assert bench.view.draft.usage == {}


def test_quantities_survive_the_next_turn_of_a_parameter():
    bench = Workbench(SecureBucket())

    bench.page.click("use", "storage_gb", "1000")
    bench.turn("versioning", False)

    expected = cost(SecureBucket(versioning=False), {"storage_gb": 1000}).monthly_usd
    assert bench.view.estimate.monthly_usd == pytest.approx(expected)


def test_only_what_matters_to_the_template_can_be_turned():
    assert 'data-value="nat_gb"' not in bill(Workbench(SecureBucket()))
    assert 'data-value="kms_requests"' in bill(Workbench({"Resources": {"Key": KEY}}))


def test_what_has_no_price_is_listed_and_not_in_the_sum():
    html = bill(Workbench({"Resources": {"Key": KEY, "Odd": ODD}}))

    assert "Not in this sum: 1 resource" in text(html)
    assert "<b>Odd</b>" in html
    assert "Custom::Odd" in html


def test_what_no_sum_counts_is_said():
    assert "AWS::SQS::Queue: data to the internet" in text(bill(Workbench({"Resources": {"Q": QUEUE}})))
    assert "no sum here counts" not in bill(Workbench({"Resources": {"One": {"Type": "AWS::IAM::Group"}}}))


def test_the_sum_is_unknown_where_nothing_has_a_price_and_nothing_where_nothing_is_billed():
    unknown, free = (Workbench({"Resources": {"One": one}}) for one in (ODD, {"Type": "AWS::IAM::Group"}))

    assert "unknown a month" in text(unknown.page.head)
    assert "What it costs a month in us-east-1 is unknown: nothing in it has a confirmed price." in text(bill(unknown))
    assert "$0.00" not in text(bill(unknown)) + still(unknown.view)
    assert "Nothing in this template is billed on its own." in text(bill(free))


def test_a_spot_price_stands_with_the_day_it_was_seen():
    bench = Workbench(PrivateInstance(architecture="x86_64"))

    assert "a sample from" not in text(bill(bench))

    bench.page.click("use", "spot_percent", "100")

    assert "instance as Spot 730 hour $0.0068 / hour a sample from 4 October 2026" in text(bill(bench))


def test_quantities_are_written_out():
    html = bill(Workbench(EncryptionKey()))

    assert "50,000 request" in text(html)
    assert 'value="1000000"' in html
    assert "e+0" not in html
