"""The estimate as a whole: a recipe against a calculation by hand, what is left out, usage, and two estimates apart."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from botocore.session import Session

from patterns import SecureBucket, cost
from patterns.analysis import regions
from patterns.analysis.cost import Item, Unpriced, UsageError, difference
from patterns.analysis.usage import QUANTITIES
from patterns.catalogue import recipe, recipe_names
from patterns.parameters import ParameterError
from patterns.template.resolve import resolve
from tools.sampling import sampled

SEED = Path(__file__).parents[1] / "seed"
ROLE = "AWS::IAM::Role"
QUEUE = {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}


def template(**resources):
    return {"Resources": resources}


def bills(name):
    """The bill of a recipe's default, and that of each choice alone where it can go with the others."""
    choices = ({key: value} for key, kind in recipe(name).parameters().items() for value in kind.choices())
    for values in ({}, *choices):
        with suppress(ParameterError):
            yield cost(recipe(name)(**values))


FUNCTION_LOG = 0.84 * 0.50 + 0.84 * 30 / 30.42 * 0.15 * 0.03
"""What the log of a function costs: 840 bytes for each of a million calls, kept for 30 days."""

ALARM_MAIL = 1_000 * (0.50 / 1_000_000 + 2 / 100_000)
"""A thousand messages of a topic, delivered by e-mail."""

BY_HAND = {
    # 2 gateways and 2 addresses for 730 hours; 100 GB through NAT; 100 GB out; 100 GB between zones, paid twice; 10 GB
    # of flow logs delivered, and 90 days of them kept at 15% of their size.
    "three_tier_vpc": 2 * 730 * (0.045 + 0.005) + 100 * 0.045 + 100 * 0.09 + 2 * 100 * 0.01
    + 10 * 0.50 + 10 * 90 / 30.42 * 0.15 * 0.03,
    # 100 GB and 30 days of 10 GB of old versions; 50,000 writes, 500,000 reads, each with a log line of 500 bytes that
    # is kept for a year.
    "secure_bucket": (100 + 10 * 30 / 30.42) * 0.023 + 50 * 0.005 + 500 * 0.0004 + 550_000 * 500 / 1e9 * 12 * 0.023,
    # A key, 10,000 calls of one's own and, with a bucket key, one in a hundred of the bucket's; two queues with a
    # million calls each; and the bucket.
    "encryption_key": 1 + (10_000 + 5_500) / 10_000 * 0.03 + 2 * 0.40
    + (100 + 10 * 30 / 30.42) * 0.023 + 50 * 0.005 + 500 * 0.0004 + 550_000 * 500 / 1e9 * 12 * 0.023,
    # A secret and 100,000 calls for it; the logs of two functions; a queue with a million calls.
    # Both functions with a million calls of 100 ms and 128 MB on Arm, one in twenty traced.
    "database_secret": 0.40 + 10 * 0.05 + 2 * FUNCTION_LOG + 0.40
    + 2 * (0.20 + 100_000 * 0.125 * 0.0000133334 + 0.05 * 5),
    # Two functions with a million calls of 100 ms and 256 MB on Arm, one in twenty traced, and their logs; an
    # alarm that tells somebody by e-mail; a million reads and a million writes of 1 GB; 100,000 executions of 8 steps.
    "circuit_breaker": 0.10 + ALARM_MAIL + 0.625 + 0.125 + 0.25 + 100_000 * 8 * 0.025 / 1000
    + 2 * (0.20 + 100_000 * 0.25 * 0.0000133334 + 0.05 * 5 + FUNCTION_LOG),
    # 3 endpoints in 2 zones with 10 GB each; a t4g.small, 16 GB of gp3 and 7 metrics; traffic and flow logs as above.
    "private_instance": 3 * (2 * 730 * 0.01 + 10 * 0.01) + 730 * 0.0168 + 16 * 0.08 + 7 * 0.30
    + 100 * 0.09 + 2 * 100 * 0.01 + 10 * 0.50 + 10 * 90 / 30.42 * 0.15 * 0.03,
    # Two m5.large on demand, an m5.large, t3.large, m5.xlarge and t3.xlarge as Spot at the sampled prices, each with
    # 16 GB of gp3 and 7 metrics; an endpoint in 3 zones with 10 GB; traffic and flow logs as above; a queue's million
    # calls and a function's, with 256 MB on Arm, one in twenty traced, and its log.
    "spot_fleet": 730 * (2 * 0.096 + 0.04804 + 0.03214 + 0.06174 + 0.05836) + 6 * (16 * 0.08 + 7 * 0.30)
    + 3 * 730 * 0.01 + 10 * 0.01 + 100 * 0.09 + 2 * 100 * 0.01 + 10 * 0.50 + 10 * 90 / 30.42 * 0.15 * 0.03
    + 0.40 + 0.20 + 100_000 * 0.25 * 0.0000133334 + 0.05 * 5 + FUNCTION_LOG,
    # A million calls of 100 ms with 256 MB on Arm, one in twenty traced, and their log; the queue's million calls; an
    # alarm on two metrics that tells somebody by e-mail, and one metric of its own.
    "lambda_function": 0.20 + 100_000 * 0.25 * 0.0000133334 + 0.05 * 5 + FUNCTION_LOG
    + 0.40 + 2 * 0.10 + 0.30 + ALARM_MAIL,
    # Tags cost nothing: the bucket that carries them does. A function, as above, with its queue of a million calls.
    "resource_tags": (100 + 10 * 30 / 30.42) * 0.023 + 50 * 0.005 + 500 * 0.0004 + 550_000 * 500 / 1e9 * 12 * 0.023
    + 0.20 + 100_000 * 0.25 * 0.0000133334 + 0.05 * 5 + FUNCTION_LOG + 0.40,
    # Policies and roles cost nothing.
    "least_privilege_policy": 0,
    # A million reads and a million writes of 1 GB; a function, as above, with its log and a queue of a million calls.
    "service_role": 0.625 + 0.125 + 0.25 + FUNCTION_LOG + 0.40
    + 0.20 + 100_000 * 0.25 * 0.0000133334 + 0.05 * 5,
    # 3 gateways and their addresses, traffic and flow logs as above; a db.t4g.small and its standby, 20 GB of gp3 twice
    # and the login that RDS keeps; two cache.t4g.small of Valkey; 10 GB of request logs a month for twelve months; a
    # load balancer with one capacity unit and a public address in each of three zones; six m7g.medium with 8 GB and 7
    # metrics each; three alarm metrics.
    "multi_az_service": 3 * 730 * (0.045 + 0.005) + 100 * 0.045 + 100 * 0.09 + 2 * 100 * 0.01
    + 10 * 0.50 + 10 * 90 / 30.42 * 0.15 * 0.03
    + 730 * 0.065 + 2 * 20 * 0.115 + 0.40 + 2 * 730 * 0.0256 + 12 * 10 * 0.023
    + 730 * (0.0225 + 0.008 + 3 * 0.005) + 6 * (730 * 0.0408 + 8 * 0.08 + 7 * 0.30) + 3 * 0.10,
}  # fmt: skip
# Its parts, and of the tags the function with its log and its queue.
BY_HAND["web_application"] = (
    sum(BY_HAND[part] for part in ("encryption_key", "database_secret", "circuit_breaker", "multi_az_service"))
    + 0.20 + 100_000 * 0.25 * 0.0000133334 + 0.05 * 5 + FUNCTION_LOG + 0.40
)  # fmt: skip
"""Recipe -> its default bill for month 12 in us-east-1, from the prices on AWS's pages.

A new recipe needs none: every line a bill of a recipe can have is calculated by hand in `rates/`.
"""


@pytest.mark.parametrize("name", BY_HAND)
def test_the_default_bill_is_what_a_calculation_by_hand_says_and_nothing_is_left_out(name):
    bill = cost(recipe(name)())

    assert bill.monthly_usd == pytest.approx(BY_HAND[name], rel=0.0005)
    assert bill.unpriced == ()


def test_an_item_says_what_how_much_and_at_which_price():
    (item,) = cost(QUEUE).items

    assert item == Item(
        "Jobs", "AWS::SQS::Queue", "requests", 1_000_000, "request", 0.4 / 1_000_000, "sqs.requests.standard"
    )
    assert item.monthly_usd == pytest.approx(0.40)


def test_an_estimate_says_what_it_is_and_cannot_be_changed():
    estimate = cost(template(Jobs={"Type": "AWS::SQS::Queue"}, Group={"Type": "AWS::Athena::WorkGroup"}))

    assert repr(estimate) == ("Estimate($0.40 a month in us-east-1, 1 item, 1 not priced, prices as of 2026-06-13)")
    with pytest.raises(FrozenInstanceError):
        estimate.items = ()


def test_the_date_of_an_estimate_is_that_of_its_oldest_price():
    both = template(
        Jobs={"Type": "AWS::SQS::Queue"}, Name={"Type": "AWS::SSM::Parameter", "Properties": {"Tier": "Advanced"}}
    )

    assert cost(both).prices_as_of == date(2025, 10, 21)


def test_a_type_without_a_rule_is_unpriced_and_a_free_one_is_neither():
    estimate = cost(template(Group={"Type": "AWS::Athena::WorkGroup"}, Role={"Type": "AWS::IAM::Role"}))

    assert estimate.items == ()
    assert estimate.unpriced == (
        Unpriced("Group", "AWS::Athena::WorkGroup", "there is no rule for AWS::Athena::WorkGroup yet"),
    )


NOT_LOOKED_UP = "af-south-1"


def test_an_estimate_says_by_type_what_it_never_counts():
    both = template(
        Jobs={"Type": "AWS::SQS::Queue"}, Other={"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": "k"}}
    )

    assert cost(QUEUE).uncounted == ("AWS::SQS::Queue: data to the internet or another region",)
    assert cost(both).uncounted == (
        "AWS::SQS::Queue: calls to KMS for its messages, data to the internet or another region",
    )
    assert cost(template(Role={"Type": ROLE})).uncounted == ()


@pytest.mark.parametrize("region", ["us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-1"])
def test_a_region_with_some_prices_lists_what_has_none_and_sums_the_rest(region):
    here, elsewhere = cost(recipe("multi_az_service")()), cost(recipe("multi_az_service")(), region=region)

    priced = {(item.resource, item.what) for item in elsewhere.items}
    unpriced = {gap.resource for gap in elsewhere.unpriced if f"in {region} is confirmed" in gap.why}
    assert {item.resource for item in here.items} <= {resource for resource, _ in priced} | unpriced
    assert priced < {(item.resource, item.what) for item in here.items}
    assert not elsewhere.is_unknown


def test_a_region_without_prices_leaves_everything_unpriced_and_the_amount_unknown():
    estimate = cost(QUEUE, region=NOT_LOOKED_UP)

    assert (estimate.items, estimate.region, estimate.is_unknown) == ((), "af-south-1", True)
    assert [gap.why for gap in estimate.unpriced] == ["no price of sqs.requests.standard in af-south-1 is confirmed"]
    assert estimate.prices_as_of is None
    assert repr(estimate) == (
        "Estimate(unknown a month in af-south-1: no prices for af-south-1 are known, 1 not priced)"
    )


def test_the_amount_of_what_has_no_price_anywhere_is_unknown_and_that_of_what_is_free_is_not():
    unpriced, free = (cost(template(One={"Type": type_name})) for type_name in ("AWS::Athena::WorkGroup", ROLE))

    assert repr(unpriced) == (
        "Estimate(unknown a month in us-east-1: nothing in it has a confirmed price, 1 not priced)"
    )
    assert repr(free) == "Estimate($0.00 a month in us-east-1, 0 items)"


@pytest.mark.parametrize(
    ("region", "message"),
    [
        ("eu-centrl-1", "there is no region 'eu-centrl-1': did you mean eu-central-1?"),
        ("", "there is no region '': there are af-south-1, "),
        ("mars", "there is no region 'mars': there are af-south-1, "),
    ],
)
def test_a_region_that_there_is_not_is_refused(region, message):
    with pytest.raises(UsageError) as refused:
        cost(QUEUE, region=region)

    assert str(refused.value).startswith(message)


def test_every_region_of_the_public_partitions_is_known():
    session = Session()
    partitions = ("aws", "aws-cn", "aws-us-gov", "aws-eusc")

    assert set(regions.NAMES) == {
        name for partition in partitions for name in session.get_available_regions("sts", partition)
    }


VOLUME = """
Parameters:
  Size: {{Type: Number{default}}}
Resources:
  Disk:
    Type: AWS::EC2::Volume
    Properties: {{AvailabilityZone: us-east-1a, VolumeType: gp3, Size: !Ref Size}}
"""


def test_a_parameter_counts_with_its_default_and_with_a_given_value():
    text = VOLUME.format(default=", Default: 50")

    assert cost(text).monthly_usd == pytest.approx(50 * 0.08)
    assert cost(text, parameters={"Size": 20}).monthly_usd == pytest.approx(20 * 0.08)


def test_a_value_that_only_a_deployment_settles_is_unpriced_with_the_reason():
    estimate = cost(VOLUME.format(default=""))

    assert estimate.items == ()
    assert [gap.why for gap in estimate.unpriced] == ["storage, gp3: Size is ${Size}, which only a deployment settles"]


def test_a_resource_whose_condition_is_open_is_unpriced():
    text = """
Parameters: {Big: {Type: String}}
Conditions: {IsBig: !Equals [!Ref Big, "yes"]}
Resources:
  Jobs: {Type: AWS::SQS::Queue, Condition: IsBig}
"""

    assert [gap.why for gap in cost(text).unpriced] == [
        "whether it is made depends on the condition IsBig, which only a deployment settles"
    ]
    assert cost(text, parameters={"Big": "yes"}).monthly_usd == pytest.approx(0.40)
    assert cost(text, parameters={"Big": "no"}).items == ()


def test_usage_is_given_for_all_and_for_single_resources():
    two = template(A={"Type": "AWS::SQS::Queue"}, B={"Type": "AWS::SQS::Queue"})

    estimate = cost(two, {"queue_requests": 2_000_000, "B": {"queue_requests": 5_000_000}})

    assert {item.resource: item.quantity for item in estimate.items} == {"A": 2_000_000, "B": 5_000_000}


def test_the_usage_of_an_estimate_can_be_used_again():
    first = cost(QUEUE, {"Jobs": {"queue_requests": 7}})

    assert cost(QUEUE, first.usage) == first


@pytest.mark.parametrize(
    ("usage", "message"),
    [
        ({"queue_request": 1}, "no usage quantity is called 'queue_request': did you mean queue_requests?"),
        ({"zebra": 1}, "no usage quantity is called 'zebra': there are hours, cpu_percent, spot_percent"),
        ({"Job": {"queue_requests": 1}}, "no resource of the template is called 'Job': did you mean Jobs?"),
        ({"Jobs": {"hour": 1}}, "no usage quantity is called 'hour': did you mean hours?"),
        ({"hours": -1}, "usage hours is -1: give zero or more (hours a month)"),
        ({"Jobs": {"hours": -1}}, "usage hours of Jobs is -1: give zero or more (hours a month)"),
        ({"hours": "all"}, "usage hours is 'all': give a number (hours a month)"),
        ({"hours": True}, "usage hours is True: give a number (hours a month)"),
        ({"hours": float("nan")}, "usage hours is nan: give a number (hours a month)"),
        ({"spot_percent": 101}, "usage spot_percent is 101: give at most 100 (% of the hours)"),
        ({"spot_discount": 91}, "usage spot_discount is 91: give at most 90 (% off)"),
        ({"savings_plan_discount": 73}, "usage savings_plan_discount is 73: give at most 72 (% off)"),
        ({"month": 0}, "usage month is 0: the first month is 1"),
    ],
)
def test_a_usage_that_cannot_be_is_refused(usage, message):
    with pytest.raises(UsageError) as refused:
        cost(QUEUE, usage)

    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_has_a_default_a_unit_and_a_line_of_help(name):
    quantity = QUANTITIES[name]

    assert quantity.default >= 0
    assert quantity.unit
    assert quantity.help.endswith(".")
    assert "\n" not in quantity.help


def test_ten_times_the_use_costs_ten_times_as_much():
    once, tenfold = cost(QUEUE), cost(QUEUE, {"queue_requests": 10_000_000})

    assert tenfold.monthly_usd == pytest.approx(10 * once.monthly_usd)


def test_ten_of_a_resource_cost_ten_times_as_much():
    ten = template(**{f"Jobs{n}": {"Type": "AWS::SQS::Queue"} for n in range(10)})

    assert cost(ten).monthly_usd == pytest.approx(10 * cost(QUEUE).monthly_usd)


def test_a_resolved_template_is_estimated_in_its_own_region():
    assert cost(resolve(QUEUE)) == cost(QUEUE)
    assert cost(resolve(QUEUE, region="eu-west-1")).region == "eu-west-1"


def test_two_estimates_differ_by_the_lines_that_changed_the_largest_first():
    old, new = cost(SecureBucket()), cost(SecureBucket(encryption="aws:kms", noncurrent_days=60))

    changes = difference(old, new)

    assert [(change.resource, change.what, change.old_usd) for change in changes] == [
        ("Key", "key", 0),
        ("Bucket", "storage, Standard", pytest.approx(2.5268, abs=1e-4)),
        ("Key", "requests", 0),
        ("Bucket", "KMS requests for its objects", 0),
    ]
    assert sum(change.difference_usd for change in changes) == pytest.approx(new.monthly_usd - old.monthly_usd)


def test_an_estimate_does_not_differ_from_itself():
    assert difference(cost(SecureBucket()), cost(SecureBucket())) == []


@pytest.mark.parametrize("name", sampled(recipe_names(), 1, slow=3))
def test_no_bill_of_a_recipe_wants_for_a_rule(name):
    assert [gap for bill in bills(name) for gap in bill.unpriced if "no rule" in gap.why] == []


@pytest.mark.parametrize(
    "name", ["encryption", "object_lock", "versioning", "transition_class", "access_logs", "retain"]
)
def test_every_choice_of_a_recipe_has_a_price(name):
    for value in SecureBucket.parameters()[name].choices():
        estimate = cost(SecureBucket(**{name: value}))

        assert estimate.unpriced == ()
        assert 0 < estimate.monthly_usd < 10


@pytest.mark.parametrize("path", sorted(SEED.rglob("completed.yaml")), ids=lambda path: path.parent.name)
def test_a_published_snippet_completed_is_estimated_too(path):
    assert cost(path).monthly_usd > 0
