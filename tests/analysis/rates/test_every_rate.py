"""Small templates against calculations by hand, one or more for each type with a rule, and what is left unpriced."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path

import pytest

from patterns import cost
from patterns.analysis.rates import quantities, rates, services
from patterns.analysis.usage import SHARED
from patterns.catalogue import recipe, recipe_names
from tests.analysis.rates.billed import FROM_TEMPLATE, HOURS, ROOT, SPOT, SUBNETS, TEMPLATE, VPC, one

FOLDER = Path(__file__).parent
CASES = [
    importlib.import_module(f"tests.analysis.rates.cases.{path.stem}") for path in sorted(FOLDER.glob("cases/*.py"))
]
BY_HAND = {name: case for module in CASES for name, case in getattr(module, "BY_HAND", {}).items()}
UNPRICED = {name: case for module in CASES for name, case in getattr(module, "UNPRICED", {}).items()}


RULES = [importlib.import_module(f"patterns.analysis.rates.{name}") for name in services()]
TESTED_APART = {
    type_name
    for name, module in zip(services(), RULES, strict=True)
    if (FOLDER / f"test_{name}.py").exists()
    for type_name in module.RATES
}
"""Types whose bills are longer than a row: they have a file of their own."""


def line_sums(resources, usage=None):
    """What each line of the resource called One comes to."""
    found = cost({"Resources": resources}, usage).items
    return {item.what: item.monthly_usd for item in found if item.resource == "One"}


def gaps(resources):
    """What stays unpriced of the resource called One."""
    return [gap.why for gap in cost({"Resources": resources}).unpriced if gap.resource == "One"]


@pytest.mark.parametrize("name", BY_HAND)
def test_a_resource_costs_what_a_calculation_by_hand_says(name):
    resources, by_hand = BY_HAND[name]

    assert line_sums(resources) == pytest.approx(by_hand)


MACHINE = VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="m5.large", SubnetId={"Ref": "SubnetB"}, **ROOT)
ON_DEMAND, PLAN, AS_SPOT = "instance on demand", "instance under a Savings Plan", "instance as Spot"
BOUGHT = {
    "as Spot": ({"spot_percent": 100}, {AS_SPOT: HOURS * 0.04804}),
    "as Spot at one's own discount": (
        {"spot_percent": 100, "spot_discount": 60},
        {AS_SPOT: pytest.approx(HOURS * 0.096 * 0.40)},
    ),
    "under a Savings Plan": ({"savings_plan_percent": 100}, {PLAN: pytest.approx(HOURS * 0.096 * 0.73)}),
    "under a plan for its family": (
        {"savings_plan_percent": 100, "savings_plan_discount": 37},
        {PLAN: pytest.approx(HOURS * 0.096 * 0.63)},
    ),
    "in all three ways, half the time": (
        {"hours": 400, "spot_percent": 25, "savings_plan_percent": 50},
        {
            AS_SPOT: pytest.approx(100 * 0.04804),
            PLAN: pytest.approx(150 * 0.096 * 0.73),
            ON_DEMAND: pytest.approx(150 * 0.096),
        },
    ),
}


@pytest.mark.parametrize("name", BOUGHT)
def test_an_instance_is_bought_as_the_usage_says(name):
    usage, by_hand = BOUGHT[name]
    found = line_sums(MACHINE, usage)

    assert {what: found[what] for what in (ON_DEMAND, PLAN, AS_SPOT) if what in found} == by_hand


def test_no_savings_plan_covers_spot():
    spot = VPC | SUBNETS | SPOT | one("AWS::EC2::Instance", SubnetId={"Ref": "SubnetB"}, **FROM_TEMPLATE)

    assert line_sums(spot, {"savings_plan_percent": 100}) == line_sums(spot)


def test_a_spot_price_says_of_which_day_it_is_and_others_hold():
    found = cost({"Resources": MACHINE}, {"spot_percent": 50}).items

    assert {item.what: item.sampled_on for item in found if item.resource == "One"} == {
        ON_DEMAND: None,
        AS_SPOT: date(2026, 10, 4),
        "storage, gp3": None,
    }


@pytest.mark.parametrize(
    ("type_name", "properties", "usd"),
    [
        ("t4g.small", {}, 2 * 0.4 * HOURS * 0.04),
        ("t4g.xlarge", {}, 4 * 0.2 * HOURS * 0.04),
        ("t3.micro", {}, 2 * 0.5 * HOURS * 0.05),
        ("t4g.small", {"CreditSpecification": {"CPUCredits": "standard"}}, 0),
        ("t4g.small", {"CreditSpecification": {"CPUCredits": "unlimited"}}, 2 * 0.4 * HOURS * 0.04),
        ("m5.large", {}, 0),
    ],
)
def test_a_load_above_the_baseline_of_a_burstable_type_costs_credits(type_name, properties, usd):
    instance = VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType=type_name, SubnetId={"Ref": "SubnetB"}, **ROOT)
    instance["One"]["Properties"] |= properties
    credits = "CPU credits beyond those earned"

    assert credits not in line_sums(instance)
    assert line_sums(instance, {"cpu_percent": 60}).get(credits, 0) == pytest.approx(usd)


def test_a_mixed_group_pays_credits_for_the_part_of_each_type():
    overrides = [{"InstanceType": "t4g.small"}, {"InstanceType": "m7g.large"}]
    mixed = {
        "LaunchTemplate": {
            "LaunchTemplateSpecification": FROM_TEMPLATE["LaunchTemplate"] | {"Version": "1"},
            "Overrides": overrides,
        },
        "InstancesDistribution": {"OnDemandBaseCapacity": 1, "OnDemandPercentageAboveBaseCapacity": 0},
    }
    group = VPC | SUBNETS | TEMPLATE | one(
        "AWS::AutoScaling::AutoScalingGroup", MinSize="3", MaxSize="3", VPCZoneIdentifier=[{"Ref": "SubnetB"}],
        MixedInstancesPolicy=mixed,
    )  # fmt: skip

    found = line_sums(group, {"cpu_percent": 60, "spot_discount": 50})

    # One on demand is of the first type; of the two bought as Spot, half the hours are.
    assert found["CPU credits beyond those earned"] == pytest.approx(2 * HOURS * 2 * 0.4 * 0.04)


@pytest.mark.parametrize(
    ("class_name", "is_doubled", "vcpus"), [("db.t4g.small", False, 0.8), ("db.t4g.small", True, 1.6)]
)
def test_a_database_above_its_baseline_costs_credits_too(class_name, is_doubled, vcpus):
    database = one("AWS::RDS::DBInstance", Engine="postgres", DBInstanceClass=class_name, MultiAZ=is_doubled,
                   StorageType="gp3", AllocatedStorage="20")  # fmt: skip
    credits = "CPU credits beyond those earned"

    assert credits not in line_sums(database)
    assert line_sums(database, {"database_cpu_percent": 60})[credits] == pytest.approx(vcpus * HOURS * 0.075)


def test_a_function_that_answers_the_internet_pays_for_what_goes_out_unless_it_is_in_a_network():
    usage = {"function_out_gb": 10}

    assert line_sums(one("AWS::Lambda::Function"), usage)["data to the internet"] == pytest.approx(0.90)
    assert "data to the internet" not in line_sums(one("AWS::Lambda::Function", VpcConfig={"SubnetIds": []}), usage)


def test_a_bill_asks_for_a_discount_only_where_something_is_bought_so():
    def asked(usage):
        return {name for name in cost({"Resources": MACHINE}, usage).quantities if name.endswith("_discount")}

    assert asked({}) == set()
    assert asked({"spot_percent": 1}) == {"spot_discount"}
    assert asked({"savings_plan_percent": 1}) == {"savings_plan_discount"}


def test_every_type_with_a_rule_has_a_calculation_by_hand():
    calculated = {resources["One"]["Type"] for resources, _ in BY_HAND.values()}

    assert rates().keys() - calculated - TESTED_APART == set()


def test_no_two_modules_have_a_case_or_a_quantity_of_one_name():
    def names(modules, table):
        return sorted(name for module in modules for name in getattr(module, table, ()))

    assert names(CASES, "BY_HAND") == sorted(BY_HAND)
    assert names(CASES, "UNPRICED") == sorted(UNPRICED)
    assert names(RULES, "QUANTITIES") == sorted(quantities())
    assert not quantities().keys() & SHARED.keys()


@pytest.mark.parametrize("name", recipe_names())
def test_the_bill_of_a_recipe_has_no_line_but_those_calculated_by_hand(name):
    calculated = {(resources["One"]["Type"], what) for resources, lines in BY_HAND.values() for what in lines}

    found = {(item.type, item.what) for item in cost(recipe(name)()).items}

    assert {line for line in found if line[0] not in TESTED_APART} <= calculated


@pytest.mark.parametrize(
    ("month", "period", "rotations"), [(12, 365, 0), (13, 365, 1), (25, 365, 2), (60, 365, 2), (12, 90, 2), (5, 90, 1)]
)
def test_the_first_two_rotations_of_a_key_cost_as_much_as_a_key(month, period, rotations):
    key = one("AWS::KMS::Key", EnableKeyRotation=True, RotationPeriodInDays=period)

    assert line_sums(key, {"month": month}).get("key material kept after rotation", 0) == rotations


@pytest.mark.parametrize("name", UNPRICED)
def test_what_has_no_confirmed_price_is_unpriced_with_the_reason(name):
    resources, why = UNPRICED[name]

    assert gaps(resources) == why


def test_a_group_without_a_launch_template_is_unpriced():
    group = one("AWS::AutoScaling::AutoScalingGroup", MinSize="1", MaxSize="2", MixedInstancesPolicy={})

    assert line_sums(group) == {}
    assert gaps(group) == ["it names no launch template and no types: it may use a launch configuration"]


def test_gateways_share_the_traffic_unless_one_has_its_own():
    two = one("AWS::EC2::NatGateway") | {"Two": {"Type": "AWS::EC2::NatGateway"}}

    assert line_sums(two, {"One": {"nat_gb": 10}})["data through it"] == pytest.approx(10 * 0.045)
