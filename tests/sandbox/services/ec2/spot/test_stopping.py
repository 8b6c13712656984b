"""Spot Instances that an interruption stops or hibernates, and that come back when their pool has room.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernate-spot-instances.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances-request.html
"""

from datetime import timedelta

import pytest

from patterns.sandbox.core.clock import START
from patterns.sandbox.services.ec2.spot.market import SAFE, Pool
from tests.sandbox.services.ec2.spot.test_interruptions import happened, heard, queue
from tests.sandbox.services.ec2.spot.test_spot_requests import (
    ENCRYPTED,
    IMAGE,
    POOL,
    STOPS,
    launch,
    market,
    refused,
    request,
    standing,
    state,
)

__all__ = ["queue"]
HIBERNATES = STOPS | {"InstanceInterruptionBehavior": "hibernate"}


def stopping(aws, number=1, **options):
    return launch(aws, number, InstanceMarketOptions=market(**STOPS | options))


def reason(aws, name):
    [found] = aws.client("ec2").describe_instances(InstanceIds=[name])["Reservations"]
    return found["Instances"][0]["StateReason"]["Code"]


@pytest.mark.slow
def test_an_instance_is_stopped_two_minutes_after_its_notice_and_started_when_there_is_room(aws, queue):
    [made] = stopping(aws)
    one, name = made["InstanceId"], made["SpotInstanceRequestId"]

    with aws.faults.spot_interruption(pool=tuple(POOL), ahead=0):
        noticed = standing(aws, name)
        aws.clock.advance(seconds=119)
        assert state(aws, one) == "running"
        aws.clock.advance(seconds=1)
        assert (state(aws, one), reason(aws, one)) == ("stopped", "Server.SpotInstanceShutdown")
        assert standing(aws, name) == ("disabled", "instance-stopped-no-capacity")
        aws.clock.advance(hours=1)
        assert state(aws, one) == "stopped"
    aws.clock.advance(hours=6)

    assert noticed == ("active", "marked-for-stop")
    assert (state(aws, one), standing(aws, name)) == ("running", ("active", "fulfilled"))
    assert [found.id for found in aws.spot.running] == [one]
    warning = heard(aws, queue)[1]
    assert warning["detail"] == {"instance-id": one, "instance-action": "stop"}


@pytest.mark.slow
def test_hibernation_begins_with_the_notice(aws, queue):
    options = market(**HIBERNATES)
    [made] = launch(aws, InstanceMarketOptions=options, BlockDeviceMappings=ENCRYPTED)
    one, name = made["InstanceId"], made["SpotInstanceRequestId"]

    with aws.faults.spot_interruption(instance=one, ahead=60):
        aws.clock.advance(seconds=59)
        before = state(aws, one)
        aws.clock.advance(seconds=1)
        after = state(aws, one)
    aws.clock.advance(hours=6)

    assert (before, after) == ("running", "stopped")
    told = heard(aws, queue)
    assert [one["time"] for one in told] == ["2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"]
    assert told[1]["detail"]["instance-action"] == "hibernate"
    assert [at for at, what in happened(aws, one) if what == "is interrupted"] == [60]
    assert (state(aws, one), standing(aws, name)) == ("running", ("active", "fulfilled"))


@pytest.mark.slow
def test_a_pool_that_runs_out_stops_and_starts_what_it_cannot_hold(aws):
    """Nobody injects anything: the seeded capacity does it."""
    history = aws.spot.market.history(POOL)
    number = history.room(START) // 2
    short = history.next_moment(lambda room: room < number, START, steps=50_000)
    ids = [one["InstanceId"] for one in stopping(aws, number)]

    aws.clock.advance(seconds=(short - START).total_seconds() + 120)
    stopped = [one for one in ids if state(aws, one) == "stopped"]
    again = history.next_moment(lambda room: int(SAFE * room) >= number, short, steps=50_000)
    aws.clock.advance(seconds=(again - aws.clock.now).total_seconds() + 60)

    assert len(stopped) == number - history.room(short) > 0
    assert {state(aws, one) for one in ids} == {"running"}
    assert len(aws.spot.within(POOL)) == number


def test_a_price_above_the_highest_stops_an_instance_until_it_falls(aws):
    history = aws.spot.market.history(POOL)
    limit = history.price_usd(START)
    dear = history.next_above(limit, START)
    cheap = history.next_within(limit, dear)
    [made] = stopping(aws, MaxPrice=str(limit))
    name = made["SpotInstanceRequestId"]

    aws.clock.advance(seconds=(dear - START).total_seconds())
    noticed = standing(aws, name)
    aws.clock.advance(minutes=2)
    stopped = standing(aws, name)
    aws.clock.advance(seconds=(cheap - aws.clock.now).total_seconds() - 1)
    assert state(aws, made["InstanceId"]) == "stopped"
    aws.clock.advance(hours=1)

    assert noticed == ("active", "marked-for-stop")
    assert stopped == ("disabled", "instance-stopped-by-price")
    assert state(aws, made["InstanceId"]) == "running"


def test_a_price_above_the_highest_marks_for_termination_first(aws):
    limit = aws.spot.price_usd(POOL)
    dear = aws.spot.market.history(POOL).next_above(limit, START)
    [made] = launch(aws, InstanceMarketOptions=market(MaxPrice=str(limit)))

    aws.clock.advance(seconds=(dear - START).total_seconds())
    noticed = standing(aws, made["SpotInstanceRequestId"])
    aws.clock.advance(minutes=2)

    assert noticed == ("active", "marked-for-termination")
    assert standing(aws, made["SpotInstanceRequestId"]) == ("closed", "instance-terminated-by-price")


def test_only_ec2_starts_what_it_stopped(aws):
    [made] = stopping(aws)
    with aws.faults.spot_interruption(pool=tuple(POOL), ahead=0):
        aws.clock.advance(minutes=5)

        code, message = refused(aws.client("ec2").start_instances, InstanceIds=[made["InstanceId"]])

    assert (code, message) == (
        "IncorrectSpotRequestState",
        f"You can't start the Spot Instance '{made['InstanceId']}' because the associated Spot Instance request is not "
        "in an appropriate state to support start.",
    )


@pytest.mark.slow
def test_its_user_stops_and_starts_an_instance_of_a_persistent_request(aws):
    ec2, [made] = aws.client("ec2"), stopping(aws)
    one, name = made["InstanceId"], made["SpotInstanceRequestId"]

    ec2.stop_instances(InstanceIds=[one])
    aws.clock.advance(days=1)
    stopped = state(aws, one), standing(aws, name)
    with aws.faults.spot_interruption(pool=tuple(POOL)):
        code = refused(ec2.start_instances, InstanceIds=[one])
    ec2.start_instances(InstanceIds=[one])

    assert stopped == ("stopped", ("disabled", "instance-stopped-by-user"))
    assert code == (
        "InsufficientInstanceCapacity", "There is no Spot capacity available that matches your request.",
    )  # fmt: skip
    assert (state(aws, one), standing(aws, name)) == ("running", ("active", "fulfilled"))
    assert [found.id for found in aws.spot.running] == [one]


def test_a_stopped_instance_keeps_its_type(aws):
    ec2, [made] = aws.client("ec2"), stopping(aws)
    one = {"InstanceId": made["InstanceId"]}
    ec2.stop_instances(InstanceIds=[made["InstanceId"]])

    assert refused(ec2.modify_instance_attribute, **one, InstanceType={"Value": "m5.xlarge"}) == (
        "UnsupportedOperation", f"The instance type of the Spot Instance '{made['InstanceId']}' cannot be modified.",
    )  # fmt: skip
    ec2.modify_instance_attribute(**one, UserData={"Value": b"#!/bin/sh"})
    told = ec2.describe_instance_attribute(**one, Attribute="userData")["UserData"]["Value"]
    assert told == "IyEvYmluL3No"


def test_an_instance_of_a_one_time_request_cannot_be_stopped(aws):
    [made] = launch(aws)

    assert refused(aws.client("ec2").stop_instances, InstanceIds=[made["InstanceId"]]) == (
        "UnsupportedOperation",
        f"You can't stop the Spot Instance '{made['InstanceId']}' because it is associated with a one-time Spot "
        "Instance request. You can only stop Spot Instances associated with persistent Spot Instance requests.",
    )
    assert state(aws, made["InstanceId"]) == "running"


def test_cancelling_terminates_what_is_stopped(aws):
    ec2, [made] = aws.client("ec2"), stopping(aws)
    one, name = made["InstanceId"], made["SpotInstanceRequestId"]
    with aws.faults.spot_interruption(pool=tuple(POOL), ahead=0):
        aws.clock.advance(minutes=5)

        ec2.cancel_spot_instance_requests(SpotInstanceRequestIds=[name])
    aws.clock.advance(days=1)

    assert (state(aws, one), standing(aws, name)) == ("terminated", ("cancelled", "instance-terminated-by-service"))
    assert aws.spot.running == []


@pytest.mark.slow
def test_a_persistent_request_ends_when_it_is_told_and_its_instance_goes_on(aws):
    until = START + timedelta(hours=1)
    ec2, [made] = aws.client("ec2"), stopping(aws, ValidUntil=until)
    one, name = made["InstanceId"], made["SpotInstanceRequestId"]

    aws.clock.advance(hours=2)

    assert request(aws, name)["ValidUntil"] == until
    assert (state(aws, one), standing(aws, name)) == (
        "running", ("cancelled", "request-canceled-and-instance-running"),
    )  # fmt: skip
    assert refused(ec2.stop_instances, InstanceIds=[one])[0] == "UnsupportedOperation"


TYPES = ("m5.large", "t3.large")


def fleet(aws, *, kind="maintain", action="stop", strategy="lowestPrice", capacity=3):
    specification = {"ImageId": IMAGE, "Placement": {"AvailabilityZone": POOL.zone}}
    subnet = aws.client("ec2").describe_subnets(
        Filters=[{"Name": "availability-zone", "Values": [POOL.zone]}]
    )["Subnets"][0]["SubnetId"]  # fmt: skip
    made = aws.client("ec2").request_spot_fleet(
        SpotFleetRequestConfig={
            "IamFleetRole": f"arn:aws:iam::{aws.account_id}:role/fleet", "TargetCapacity": capacity, "Type": kind,
            "AllocationStrategy": strategy, "InstanceInterruptionBehavior": action,
            "LaunchSpecifications": [
                specification | {"InstanceType": type_name, "SubnetId": subnet} for type_name in TYPES
            ],
        }
    )  # fmt: skip
    return made["SpotFleetRequestId"]


@pytest.mark.slow
def test_a_fleet_stops_what_is_taken_replaces_it_and_starts_it_when_its_strategy_leads_back(aws):
    name = fleet(aws)
    before = {instance.id: instance.pool for instance in aws.spot.running}
    [cheaper] = set(before.values())
    other = Pool(next(kind for kind in TYPES if kind != cheaper.instance_type), POOL.zone)

    with aws.faults.spot_interruption(pool=tuple(cheaper), ahead=0):
        aws.clock.advance(minutes=5)
        assert {state(aws, one) for one in before} == {"stopped"}
        assert [instance.pool for instance in aws.spot.running] == [other] * 3
    aws.clock.advance(minutes=10)
    assert {state(aws, one) for one in before} == {"stopped"}  # nobody asks for more
    aws.client("ec2").modify_spot_fleet_request(SpotFleetRequestId=name, TargetCapacity=5)

    assert sum(state(aws, one) == "running" for one in before) == 2
    assert len(aws.spot.running) == 5
    requests = {standing(aws, instance.request) for instance in aws.spot.running}
    assert requests == {("active", "fulfilled")}


@pytest.mark.slow
@pytest.mark.parametrize("terminates", [True, False])
def test_a_fleet_that_is_cancelled_terminates_what_is_stopped(aws, terminates):
    name = fleet(aws)
    before, pool = [instance.id for instance in aws.spot.running], aws.spot.running[0].pool
    with aws.faults.spot_interruption(pool=tuple(pool), ahead=0):
        aws.clock.advance(minutes=5)
    assert {state(aws, one) for one in before} == {"stopped"}

    aws.client("ec2").cancel_spot_fleet_requests(SpotFleetRequestIds=[name], TerminateInstances=terminates)

    assert {state(aws, one) for one in before} == {"terminated"}
    assert len(aws.spot.running) == (0 if terminates else 3)


@pytest.mark.slow
def test_a_fleet_that_does_not_maintain_its_capacity_cannot_stop_instances(aws):
    assert refused(fleet, aws, kind="request") == (
        "InvalidSpotFleetRequestConfig",
        "The interruption behavior stop is supported for fleets of type maintain only.",
    )
    assert refused(fleet, aws, kind="request", action="hibernate")[0] == "InvalidSpotFleetRequestConfig"
    assert fleet(aws, kind="request", action="terminate").startswith("sfr-")
