"""Each choice of a recipe that is less safe than its default earns the finding that names it, and only that."""

import pytest

from patterns.catalogue import recipe
from patterns.review import check

CHOICES = [
    ("lambda_function", {"tracing": False}, {"LAMBDA-003"}),
    ("lambda_function", {"dead_letters": False}, {"LAMBDA-004"}),
    ("lambda_function", {"variables": ("DB_PASSWORD=hunter2",)}, {"SEC-001"}),
    ("circuit_breaker", {"attempts": 0}, {"SFN-002"}),
    ("resource_tags", {"volume_tags": False}, {"TAG-002"}),
    ("private_instance", {"access": "none"}, {"EC2-007", "VPC-011"}),
    ("private_instance", {"encrypted": False}, {"EC2-005"}),
    ("private_instance", {"hop_limit": 3}, {"EC2-002"}),
    ("private_instance", {"monitoring": False}, {"EC2-009"}),
    ("private_instance", {"termination_protection": False}, {"EC2-008"}),
    ("spot_fleet", {"strategy": "lowest_price"}, {"SPOT-003"}),
    ("spot_fleet", {"max_price_cents": 5}, {"SPOT-001"}),
    ("spot_fleet", {"instance_types": ("m5.large",)}, {"SPOT-004"}),
    ("spot_fleet", {"zone_count": 1}, {"ASG-001", "VPC-004"}),
    ("spot_fleet", {"rebalancing": False}, {"SPOT-005"}),
    ("spot_fleet", {"draining": False}, {"SPOT-006"}),
    ("spot_fleet", {"fleet_kind": "spot_fleet"}, {"SPOT-007"}),
    ("three_tier_vpc", {"zone_count": 1}, {"VPC-004"}),
    ("three_tier_vpc", {"nat": "none"}, {"VPC-011"}),
    ("three_tier_vpc", {"nat": "one"}, {"VPC-005"}),
    ("three_tier_vpc", {"gateway_endpoints": False}, {"VPC-007"}),
    ("three_tier_vpc", {"isolate_data": False}, {"VPC-012"}),
    ("three_tier_vpc", {"network_acls": False}, {"VPC-013"}),
    ("three_tier_vpc", {"public_addresses": True}, {"VPC-001"}),
    ("three_tier_vpc", {"flow_logs": "none"}, {"VPC-002"}),
]
SAFE = [
    ("lambda_function", {"reserve": True}),
    ("lambda_function", {"runtime": "python3.11"}),
    ("lambda_function", {"variables": ("DISCOUNT_PERCENT=10",)}),
    ("circuit_breaker", {"breaker": False}),
    ("resource_tags", {"shutdown": False}),
    ("private_instance", {"architecture": "x86_64"}),
    ("private_instance", {"hop_limit": 2}),
    ("private_instance", {"way_out": "nat"}),
    ("spot_fleet", {"strategy": "capacity_optimized"}),
    ("spot_fleet", {"on_demand_base": 0}),
    ("spot_fleet", {"on_demand_percent": 100}),
    ("three_tier_vpc", {"zone_count": 3}),
    ("three_tier_vpc", {"nat": "regional"}),
    ("three_tier_vpc", {"interface_endpoints": ("ssm",)}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "choice", "earned"), CHOICES)
def test_an_insecure_choice_earns_its_finding_and_going_back_is_the_remedy(name, choice, earned):
    pattern = recipe(name)(**choice)
    (parameter,) = choice

    findings = check(pattern, lint=False)

    assert {finding.id for finding in findings} == earned
    assert {(finding.remedy.parameter, finding.remedy.value) for finding in findings} == {
        (parameter, pattern.default(parameter))
    }


@pytest.mark.parametrize(("name", "choice"), SAFE)
def test_a_choice_that_is_no_less_safe_earns_none(name, choice):
    assert check(recipe(name)(**choice), lint=False) == []
