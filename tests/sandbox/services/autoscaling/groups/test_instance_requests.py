"""Users end, detach, attach and put aside single instances.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html
"""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tools.fleet import group, template, zones


def one(aws):
    return group(aws)["Instances"][0]["InstanceId"]


def ids(aws):
    return {found["InstanceId"] for found in group(aws)["Instances"]}


@pytest.mark.slow
@pytest.mark.parametrize(("decrement", "left"), [(True, 5), (False, 6)])
def test_an_instance_ended_in_the_group_is_replaced_unless_the_capacity_shrinks(aws, decrement, left):
    aws.deploy(template())
    gone = one(aws)

    aws.client("autoscaling").terminate_instance_in_auto_scaling_group(
        InstanceId=gone, ShouldDecrementDesiredCapacity=decrement
    )
    aws.clock.advance(minutes=5)

    assert gone not in ids(aws)
    assert (group(aws)["DesiredCapacity"], len(zones(aws))) == (left, left)


@pytest.mark.slow
def test_an_instance_detached_goes_on_outside_and_can_come_back(aws):
    aws.deploy(template())
    outside, scaling = one(aws), aws.client("autoscaling")

    asked = {"AutoScalingGroupName": "web", "InstanceIds": [outside]}
    scaling.detach_instances(**asked, ShouldDecrementDesiredCapacity=True)
    assert outside not in ids(aws)
    [found] = aws.client("ec2").describe_instances(InstanceIds=[outside])["Reservations"][0]["Instances"]
    assert found["State"]["Name"] == "running"

    scaling.attach_instances(**asked)
    assert outside in ids(aws)
    assert group(aws)["DesiredCapacity"] == 6


@pytest.mark.slow
def test_an_instance_in_standby_is_no_part_of_the_capacity_until_it_returns(aws):
    aws.deploy(template())
    aside, scaling = one(aws), aws.client("autoscaling")
    asked = {"AutoScalingGroupName": "web", "InstanceIds": [aside]}

    scaling.enter_standby(**asked, ShouldDecrementDesiredCapacity=True)
    aws.clock.advance(minutes=5)
    assert (group(aws)["DesiredCapacity"], len(zones(aws)), len(ids(aws))) == (5, 5, 6)

    scaling.exit_standby(**asked)
    assert (group(aws)["DesiredCapacity"], len(zones(aws))) == (6, 6)


@pytest.mark.slow
def test_a_capacity_at_its_least_is_not_made_less(aws):
    aws.deploy(template(DesiredCapacity="3"))

    with pytest.raises(ClientError) as refused:
        aws.client("autoscaling").terminate_instance_in_auto_scaling_group(
            InstanceId=one(aws), ShouldDecrementDesiredCapacity=True
        )

    assert refused.value.response["Error"]["Code"] == "ValidationError"
    assert "Currently, desiredSize equals minSize (3)." in refused.value.response["Error"]["Message"]
