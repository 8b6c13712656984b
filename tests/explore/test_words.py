"""Names as AWS writes them."""

from __future__ import annotations

import pytest

from patterns import MultiAzService, explore
from patterns.explore.words import spelt, titled


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("multi-az-service", "Multi-AZ service"),
        ("three_tier_vpc", "Three-tier VPC"),
        ("secure-bucket", "Secure bucket"),
        ("orders-api-dynamodb", "Orders API DynamoDB"),
        ("OurApp", "OurApp"),
        ("azure-vpcs", "Azure vpcs"),
    ],
)
def test_a_title_has_the_spelling_of_aws_and_leaves_other_words(name, title):
    assert titled(name) == title


def test_within_a_line_only_names_are_capitals():
    assert spelt("three_tier_vpc") == "three-tier VPC"


def test_the_page_bears_it():
    assert explore(MultiAzService()).view.title == "Multi-AZ service"
