"""EC2 Fleets on the pools of the account.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-request-type.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-ec2-fleet.html
"""

from collections import Counter

import pytest

from patterns.sandbox.core.clock import START
from patterns.sandbox.services.ec2.spot.market import Pool
from tests.sandbox.services.ec2.spot.test_spot_requests import IMAGE, refused, standing, state

TYPES = ("m5.large", "c5.large", "r5.large")
ZONES = ("us-east-1a", "us-east-1b")


@pytest.fixture
def named(aws):
    made = aws.client("ec2").create_launch_template(
        LaunchTemplateName="fleet", LaunchTemplateData={"ImageId": IMAGE, "InstanceType": "t3.micro"}
    )
    return {"LaunchTemplateId": made["LaunchTemplate"]["LaunchTemplateId"], "Version": "$Latest"}


def ask(aws, named, *, kind="maintain", total=6, on_demand=0, default="spot", overrides=None, **more):
    if overrides is None:
        overrides = [{"InstanceType": type_name, "AvailabilityZone": zone} for zone in ZONES for type_name in TYPES]
    return aws.client("ec2").create_fleet(**{
        "Type": kind, "LaunchTemplateConfigs": [{"LaunchTemplateSpecification": named, "Overrides": overrides}],
        "TargetCapacitySpecification": {
            "TotalTargetCapacity": total, "OnDemandTargetCapacity": on_demand, "DefaultTargetCapacityType": default,
        },
        "SpotOptions": {"AllocationStrategy": "price-capacity-optimized"},
    } | more)  # fmt: skip


def told(aws, name):
    [found] = aws.client("ec2").describe_fleets(FleetIds=[name])["Fleets"]
    return found


def active(aws, name):
    return aws.client("ec2").describe_fleet_instances(FleetId=name)["ActiveInstances"]


@pytest.mark.slow
def test_an_instant_fleet_answers_with_its_instances(aws, named):
    made = ask(aws, named, kind="instant", on_demand=2)

    bought = Counter()
    for instance in made["Instances"]:
        bought[instance["Lifecycle"]] += len(instance["InstanceIds"])
    assert bought == {"on-demand": 2, "spot": 4}
    assert made["Errors"] == []
    spot = next(instance for instance in made["Instances"] if instance["Lifecycle"] == "spot")
    assert spot["LaunchTemplateAndOverrides"]["Overrides"]["InstanceType"] == spot["InstanceType"]
    assert spot["LaunchTemplateAndOverrides"]["LaunchTemplateSpecification"]["Version"] == "1"
    assert {instance.id for instance in aws.spot.running} >= set(spot["InstanceIds"])
    assert {standing(aws, instance.request) for instance in aws.spot.running} == {("active", "fulfilled")}
    found = told(aws, made["FleetId"])
    assert (found["ActivityStatus"], found["CreateTime"]) == ("fulfilled", START)
    assert [instance["InstanceIds"] for instance in found["Instances"]] == [
        instance["InstanceIds"] for instance in made["Instances"]
    ]
    assert aws.client("ec2").describe_fleets()["Fleets"] == []  # it is told by its id alone


def test_an_instant_fleet_tells_what_it_did_not_get_and_does_not_try_again(aws, named):
    with aws.faults.spot_interruption(zone="us-east-1a"):
        made = ask(aws, named, kind="instant", overrides=[{"InstanceType": "m5.large", "AvailabilityZone": ZONES[0]}])
    aws.clock.advance(days=1)

    assert made["Instances"] == []
    assert [(error["ErrorCode"], error["ErrorMessage"], error["Lifecycle"]) for error in made["Errors"]] == [
        ("InsufficientInstanceCapacity", "There is no Spot capacity available that matches your request.", "spot")
    ]
    assert aws.spot.running == []
    cheap = [{"InstanceType": "m5.large", "AvailabilityZone": ZONES[0], "MaxPrice": "0.001"}]
    dear = ask(aws, named, kind="instant", overrides=cheap)
    price = aws.spot.price_usd(Pool("m5.large", ZONES[0]))
    assert [(error["ErrorCode"], error["ErrorMessage"]) for error in dear["Errors"]] == [
        ("SpotMaxPriceTooLow", "Your Spot request price of 0.001 is lower than the minimum required Spot request "
         f"fulfillment price of {price:g}."),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "left"), [("maintain", 6), ("request", 0)])
def test_only_a_fleet_that_maintains_its_capacity_replaces_what_is_taken(aws, named, kind, left):
    name = ask(aws, named, kind=kind)["FleetId"]
    before = {one["InstanceId"] for one in active(aws, name)}

    aws.faults.spot_interruption(fleet=name, ahead=0)
    aws.clock.advance(minutes=5)

    after = {one["InstanceId"] for one in active(aws, name)}
    assert (len(before), len(after), before & after) == (6, left, set())
    found = told(aws, name)
    assert (found["FulfilledCapacity"], found["FulfilledOnDemandCapacity"]) == (left, 0)
    assert found["ActivityStatus"] == ("fulfilled" if left else "pending_fulfillment")


@pytest.mark.slow
def test_a_fleet_weighs_its_types_and_buys_on_demand_what_it_is_told(aws, named):
    overrides = [{"InstanceType": "m5.xlarge", "AvailabilityZone": ZONES[0], "WeightedCapacity": 2}]

    name = ask(aws, named, total=8, on_demand=4, overrides=overrides)["FleetId"]

    found = active(aws, name)
    assert len(found) == 4
    assert sum("SpotInstanceRequestId" in one for one in found) == 2
    assert told(aws, name)["FulfilledOnDemandCapacity"] == 4
    by_default = ask(aws, named, total=3, default="on-demand")["FleetId"]
    assert [one for one in active(aws, by_default) if "SpotInstanceRequestId" in one] == []


def test_a_fleet_that_rebalances_launches_before_it_ends(aws, named):
    options = {"MaintenanceStrategies": {"CapacityRebalance": {
        "ReplacementStrategy": "launch-before-terminate", "TerminationDelay": 300,
    }}}  # fmt: skip
    name = ask(aws, named, SpotOptions=options, total=2)["FleetId"]
    one = aws.spot.running[0]

    aws.faults.spot_interruption(instance=one.id, ahead=3600)
    aws.clock.advance(minutes=1)
    during = len(active(aws, name))
    aws.clock.advance(minutes=5)

    assert (during, len(active(aws, name)), state(aws, one.id)) == (3, 2, "terminated")
    assert [entry.kind for entry in aws.timeline.of(name)] == ["EC2 Fleet"]


@pytest.mark.slow
def test_a_fleet_that_stops_starts_again_what_its_strategy_leads_back_to(aws, named):
    overrides = [{"InstanceType": "m5.large", "AvailabilityZone": ZONES[0]}]
    name = ask(aws, named, overrides=overrides, total=2, SpotOptions={"InstanceInterruptionBehavior": "stop"})[
        "FleetId"
    ]
    before = [one["InstanceId"] for one in active(aws, name)]

    with aws.faults.spot_interruption(zone=ZONES[0], ahead=0):
        aws.clock.advance(minutes=10)
        stopped = {state(aws, one) for one in before}
    aws.clock.advance(hours=1)

    assert stopped == {"stopped"}
    assert [one["InstanceId"] for one in active(aws, name)] == before


@pytest.mark.slow
def test_tags_go_to_the_fleet_and_at_once_to_its_instances(aws, named):
    tags = [{"Key": "team", "Value": "a"}]
    both = [{"ResourceType": kind, "Tags": tags} for kind in ("fleet", "instance")]

    made = ask(aws, named, kind="instant", total=1, TagSpecifications=both)

    assert told(aws, made["FleetId"])["Tags"] == tags
    [found] = aws.client("ec2").describe_instances(InstanceIds=made["Instances"][0]["InstanceIds"])["Reservations"]
    assert tags[0] in found["Instances"][0]["Tags"]
    assert refused(ask, aws, named, TagSpecifications=both) == (
        "InvalidParameterValue", "'instance' is not a valid taggable resource type for this operation.",
    )  # fmt: skip


@pytest.mark.slow
def test_a_deleted_fleet_ends_its_instances_or_lets_them_run(aws, named):
    ec2 = aws.client("ec2")
    ends, goes = ask(aws, named)["FleetId"], ask(aws, named)["FleetId"]
    ids = {name: [one["InstanceId"] for one in active(aws, name)] for name in (ends, goes)}

    first = ec2.delete_fleets(FleetIds=[ends, "fleet-0"], TerminateInstances=True)
    ec2.delete_fleets(FleetIds=[goes], TerminateInstances=False)
    again = ec2.delete_fleets(FleetIds=[goes], TerminateInstances=True)
    aws.faults.spot_interruption(instance=ids[goes][0], ahead=0)
    aws.clock.advance(minutes=10)

    assert first["SuccessfulFleetDeletions"] == [
        {"FleetId": ends, "CurrentFleetState": "deleted_terminating", "PreviousFleetState": "active"}
    ]
    assert first["UnsuccessfulFleetDeletions"] == [
        {
            "FleetId": "fleet-0",
            "Error": {"Code": "fleetIdDoesNotExist", "Message": "The fleet ID 'fleet-0' does not exist"},
        }
    ]
    assert again["UnsuccessfulFleetDeletions"][0]["Error"]["Code"] == "fleetNotInDeletableState"
    assert [told(aws, name)["FleetState"] for name in (ends, goes)] == ["deleted", "deleted_running"]
    assert {state(aws, one) for one in ids[ends]} == {"terminated"}
    assert len(active(aws, goes)) == 5  # a deleted fleet replaces nothing


@pytest.mark.slow
def test_an_instant_fleet_is_deleted_with_its_instances_only(aws, named):
    name = ask(aws, named, kind="instant")["FleetId"]

    assert refused(aws.client("ec2").delete_fleets, FleetIds=[name], TerminateInstances=False) == (
        "OperationNotPermitted", "NoTerminateInstances option is not supported for instant fleet",
    )  # fmt: skip
    aws.client("ec2").delete_fleets(FleetIds=[name], TerminateInstances=True)
    assert aws.spot.running == []


@pytest.mark.slow
def test_fleets_are_filtered_by_state_and_type(aws, named):
    first, second = ask(aws, named, total=1)["FleetId"], ask(aws, named, kind="request", total=1)["FleetId"]
    ec2 = aws.client("ec2")
    ec2.delete_fleets(FleetIds=[first], TerminateInstances=False)

    def names(name, value):
        found = ec2.describe_fleets(Filters=[{"Name": name, "Values": [value]}])["Fleets"]
        return [one["FleetId"] for one in found]

    assert names("type", "request") == [second]
    assert names("fleet-state", "deleted-running") == [first]
    assert names("activity-status", "fulfilled") == [first, second]
    assert refused(ec2.describe_fleets, Filters=[{"Name": "colour", "Values": ["x"]}]) == (
        "InvalidParameterValue", "The filter 'colour' is invalid",
    )  # fmt: skip
    expected = ("InvalidFleetId.NotFound", "The fleet ID 'fleet-0' does not exist")
    assert refused(ec2.describe_fleets, FleetIds=["fleet-0"]) == expected
    assert refused(ec2.describe_fleet_instances, FleetId="fleet-0") == expected


TWICE = [{"InstanceType": "m5.large", "AvailabilityZone": ZONES[0]}] * 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        ({"overrides": TWICE}, "InvalidFleetConfig", "The fleet configuration contains duplicate instance pools."),
        ({"total": 1, "on_demand": 2}, "InvalidFleetConfig",
         "The sum of OnDemandTargetCapacity and SpotTargetCapacity exceeds TotalTargetCapacity."),
        ({"kind": "request", "SpotOptions": {"InstanceInterruptionBehavior": "stop"}}, "InvalidFleetConfig",
         "The interruption behavior is supported for fleets of type maintain only."),
        ({"kind": "instant", "SpotOptions": {"MaintenanceStrategies": {"CapacityRebalance": {
            "ReplacementStrategy": "launch"}}}}, "InvalidFleetConfig",
         "The capacity rebalance is supported for fleets of type maintain only."),
        ({"SpotOptions": {"AllocationStrategy": "diversified", "InstancePoolsToUseCount": 2}}, "InvalidFleetConfig",
         "InstancePoolsToUseCount option is only available with the lowestPrice allocation strategy."),
        ({"SpotOptions": {"SingleInstanceType": True}}, "UnsupportedOperation",
         "SingleInstanceType of a fleet is not simulated: leave it out."),
    ],
)  # fmt: skip
def test_what_no_fleet_can_be_is_refused(aws, named, asked, code, message):
    assert refused(ask, aws, named, **asked) == (code, message)
    assert aws.client("ec2").describe_fleets()["Fleets"] == []
