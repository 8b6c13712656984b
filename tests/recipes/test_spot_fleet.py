import json

import pytest

from patterns import Sandbox, SpotFleet, cost
from patterns.explore import spot
from patterns.explore.measures import measured
from patterns.parameters import ParameterError
from patterns.sandbox.services.autoscaling.strategy_comparison import Wish


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def drill(aws, pattern, **more):
    """The measures of a quarter of an hour in which the fullest pool is taken back."""
    stack = aws.deploy(pattern)
    pool = aws.spot.running[0].pool
    with aws.faults.spot_interruption(pool=pool, **more):
        return stack, measured(aws, spot.serving(aws, stack), minutes=15)


@pytest.mark.slow
def test_it_runs_its_base_on_demand_and_the_rest_as_spot_over_three_zones(aws):
    stack = aws.deploy(SpotFleet())

    told = aws.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"][0]["Instances"]

    assert len(told) == 6
    assert sorted(one["AvailabilityZone"][-1] for one in told) == list("aabbcc")
    assert len(aws.spot.running) == 4
    assert stack.drift() == {}
    assert spot.running(aws).rows[0][:3] == ("m5.large", "us-east-1b", "1")


def test_its_zones_are_scored_best_first_by_their_names(aws):
    with aws.faults.zone_outage("us-east-1a"):
        found = spot.placement(aws, 100, SpotFleet().instance_types)

    assert found.headings == ("zone", "score for 100 of 4 types")
    scores = [int(score) for _, score in found.rows]
    assert scores == sorted(scores, reverse=True)
    assert found.rows[-1] == ("us-east-1a", "1")


@pytest.mark.long
def test_in_a_drill_neither_signal_costs_capacity(aws):
    _, found = drill(aws, SpotFleet())

    assert found["in service"].extremes == (6, 6, 6, 6)
    assert [event for event in aws.timeline if event.what == "is interrupted"] == []


@pytest.mark.long
def test_without_rebalancing_the_function_drains_and_the_instances_work_on(aws):
    stack, found = drill(aws, SpotFleet(rebalancing=False))

    assert min(found["up"].values) == 6
    assert found["in service"].time_below(6).total_seconds() <= 60
    calls = [one.what for one in aws.timeline.of(stack["Drain"].physical_id)]
    assert calls == ["ran", "ran"]


@pytest.mark.long
def test_without_either_capacity_is_missing_until_somebody_notices(aws):
    _, found = drill(aws, SpotFleet(rebalancing=False, draining=False))

    assert min(found["up"].values) == 4
    assert found["up"].time_below(6).total_seconds() >= 90


@pytest.mark.slow
def test_a_spot_fleet_replaces_what_was_taken_and_its_workers_read_the_notices(aws):
    stack = aws.deploy(SpotFleet(fleet_kind="spot_fleet", rebalancing=False))
    fleet, taken = stack["Fleet"].physical_id, [instance.id for instance in aws.spot.running]

    with aws.faults.spot_interruption(pool=aws.spot.running[0].pool, ahead=0):
        aws.clock.advance(seconds=60)
        url = stack.outputs["NoticesUrl"]
        told = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        aws.clock.advance(minutes=4)

    assert {json.loads(one["Body"])["detail"]["instance-id"] for one in told} <= set(taken)
    assert len(aws.client("ec2").describe_spot_fleet_instances(SpotFleetRequestId=fleet)["ActiveInstances"]) == 6
    assert [one.what for one in aws.timeline.of(fleet)] == ["launches 4 instances"]


@pytest.mark.slow
def test_a_rebalancing_spot_fleet_launches_before_it_terminates(aws):
    stack = aws.deploy(SpotFleet(fleet_kind="spot_fleet"))
    fleet, one = stack["Fleet"].physical_id, aws.spot.running[0]
    active = lambda: aws.client("ec2").describe_spot_fleet_instances(SpotFleetRequestId=fleet)["ActiveInstances"]  # noqa: E731

    aws.faults.spot_interruption(instance=one.id)

    assert len(active()) == 7
    aws.clock.advance(minutes=3)
    assert len(active()) == 6
    assert one.id not in {found["InstanceId"] for found in active()}
    assert aws.timeline.of(fleet)[0].what == "launches ahead of an interruption"


@pytest.mark.slow
def test_a_fleets_part_on_demand_is_never_interrupted(aws):
    stack = aws.deploy(SpotFleet(fleet_kind="spot_fleet", capacity=4, on_demand_base=1, on_demand_percent=50))

    config = stack["Fleet"].actual["SpotFleetRequestConfigData"]

    assert (config["TargetCapacity"], config["OnDemandTargetCapacity"]) == (4, 3)
    assert len(aws.spot.running) == 1


def test_spot_costs_less_than_on_demand():
    spare, bought = cost(SpotFleet()), cost(SpotFleet(on_demand_percent=100))

    assert spare.monthly_usd < 0.8 * bought.monthly_usd
    assert not spare.unpriced


@pytest.mark.slow
def test_the_comparison_is_a_table_of_outcomes():
    found = spot.compared({"cheap": Wish("lowest-price", pools=1), "both": Wish("price-capacity-optimized")}, hours=2)

    assert [row[0] for row in found.table.rows] == list(found) == ["cheap", "both"]
    assert found["cheap"].hourly_usd < found["both"].hourly_usd


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"instance_types": ()}, "names none: name at least one type"),
        ({"instance_types": ("t4g.large",)}, "an x86 type of m5, m6i, r6i or t3"),
        ({"capacity": 1}, "is over the capacity of 1: the base cannot be more than that"),
        ({"strategy": "diversified"}, "is a strategy of Spot Fleets only"),
        ({"capacity": 41}, "is over the limit of 40 instances"),
    ],
)
def test_what_cannot_be_is_refused(values, message):
    with pytest.raises(ParameterError, match=message):
        SpotFleet(**values)
