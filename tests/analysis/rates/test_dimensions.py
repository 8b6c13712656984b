"""What AWS's price page bills for each type with a rule has a line or a gap, or is said to be left out."""

from __future__ import annotations

import pytest

from patterns.analysis.rates import rates
from tests.analysis.rates.test_every_rate import CASES

BILLED = {name: billed for module in CASES for name, billed in getattr(module, "BILLED", {}).items()}


def test_every_type_with_a_rule_says_what_its_price_page_bills():
    assert rates().keys() == BILLED.keys()


@pytest.mark.parametrize(
    ("type_name", "dimension"), [(name, dimension) for name, billed in BILLED.items() for dimension in billed]
)
def test_what_aws_bills_for_a_type_has_a_price_a_gap_or_is_said_to_be_left_out(type_name, dimension):
    assert any(BILLED[type_name][dimension] in part.what for part in rates()[type_name])


@pytest.mark.parametrize("type_name", sorted(BILLED))
def test_no_part_of_a_rule_stands_for_nothing_that_aws_bills(type_name):
    named = BILLED[type_name].values()

    assert [part.what for part in rates()[type_name] if not any(words in part.what for words in named)] == []
