"""Groups fill up, spread, shrink and even out.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
"""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tools.fleet import ZONES, causes, group, states, template, zones


@pytest.mark.slow
def test_a_group_of_six_stands_evenly_in_three_zones_when_its_stack_is_complete(aws):
    stack = aws.deploy(template())

    assert zones(aws) == sorted(2 * ZONES)
    assert stack["Group"].unsimulated == ()
    assert causes(aws)[0] == (
        "At 2026-01-01T00:00:00Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 6."
        "  At 2026-01-01T00:00:00Z an instance was started in response to a difference between desired and actual "
        "capacity, increasing the capacity from 5 to 6."
    )


@pytest.mark.slow
def test_a_larger_capacity_takes_its_time(aws):
    aws.deploy(template())

    aws.client("autoscaling").set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=9)

    assert [state for _, state in states(aws)].count("Pending") == 3
    aws.clock.advance(minutes=1)
    assert zones(aws) == sorted(3 * ZONES)


@pytest.mark.slow
def test_a_smaller_capacity_drains_one_of_each_zone_and_then_ends_them(aws):
    stack = aws.deploy(template())

    aws.client("autoscaling").set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=3)

    balancing = aws.client("elbv2")
    health = balancing.describe_target_health(TargetGroupArn=stack["Targets"].physical_id)["TargetHealthDescriptions"]
    assert [one["TargetHealth"]["State"] for one in health].count("draining") == 3
    assert [state for _, state in states(aws)].count("Terminating") == 3
    aws.clock.advance(seconds=59)
    assert [state for _, state in states(aws)].count("Terminating") == 3
    aws.clock.advance(minutes=2)
    assert zones(aws) == sorted(ZONES)
    assert "shrinking the capacity from 4 to 3." in causes(aws)[0]
    assert "was selected for termination." in causes(aws)[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("desired", "message"),
    [
        (10, "New SetDesiredCapacity value 10 is above max value 9 for the AutoScalingGroup."),
        (2, "New SetDesiredCapacity value 2 is below min value 3 for the AutoScalingGroup."),
    ],
)
def test_a_capacity_outside_the_bounds_is_refused(aws, desired, message):
    aws.deploy(template())

    with pytest.raises(ClientError) as refused:
        aws.client("autoscaling").set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=desired)

    assert refused.value.response["Error"] == {"Code": "ValidationError", "Message": message, "Type": "Sender"}
    assert group(aws)["DesiredCapacity"] == 6


@pytest.mark.slow
def test_bounds_that_leave_the_capacity_outside_move_it(aws):
    aws.deploy(template())

    aws.client("autoscaling").update_auto_scaling_group(AutoScalingGroupName="web", MinSize=8)

    assert group(aws)["DesiredCapacity"] == 8
    aws.clock.advance(minutes=1)
    assert len(zones(aws)) == 8


@pytest.mark.slow
def test_a_zone_taken_out_of_the_group_is_emptied_after_others_are_launched(aws):
    stack = aws.deploy(template())
    two = ",".join(stack[name].physical_id for name in ("SubnetA", "SubnetB"))

    aws.client("autoscaling").update_auto_scaling_group(AutoScalingGroupName="web", VPCZoneIdentifier=two)

    assert [state for _, state in states(aws)].count("Pending") == 2
    aws.clock.advance(seconds=30)
    assert len(zones(aws)) == 6
    aws.clock.advance(minutes=5)
    assert zones(aws) == sorted(3 * ZONES[:2])
    assert "instances were launched to balance instances in zones us-east-1a, us-east-1b" in causes(aws)[0]


@pytest.mark.slow
def test_a_group_whose_rebalancing_is_suspended_stays_uneven(aws):
    stack = aws.deploy(template())
    two = ",".join(stack[name].physical_id for name in ("SubnetA", "SubnetB"))
    scaling = aws.client("autoscaling")
    scaling.suspend_processes(AutoScalingGroupName="web", ScalingProcesses=["AZRebalance"])

    scaling.update_auto_scaling_group(AutoScalingGroupName="web", VPCZoneIdentifier=two)
    aws.clock.advance(minutes=5)

    assert zones(aws) == sorted(2 * ZONES)


@pytest.mark.slow
def test_instances_of_an_older_launch_template_go_first(aws):
    old = template(DesiredCapacity="3")
    stack = aws.deploy(old)
    before = {instance["InstanceId"] for instance in group(aws)["Instances"]}
    aws.client("ec2").create_launch_template_version(
        LaunchTemplateId=stack["Template"].physical_id,
        SourceVersion="1",
        LaunchTemplateData={"InstanceType": "t3.small"},
    )
    scaling = aws.client("autoscaling")
    asked = {"LaunchTemplateId": stack["Template"].physical_id, "Version": "2"}
    scaling.update_auto_scaling_group(AutoScalingGroupName="web", LaunchTemplate=asked, DesiredCapacity=6)
    aws.clock.advance(minutes=5)

    scaling.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=3)
    aws.clock.advance(minutes=5)

    left = group(aws)["Instances"]
    assert {one["InstanceId"] for one in left}.isdisjoint(before)
    assert {one["InstanceType"] for one in left} == {"t3.small"}


@pytest.mark.slow
def test_an_instance_protected_from_scale_in_stays(aws):
    aws.deploy(template(DesiredCapacity="3", MinSize="1"))
    kept = group(aws)["Instances"][0]["InstanceId"]
    scaling = aws.client("autoscaling")
    scaling.set_instance_protection(AutoScalingGroupName="web", InstanceIds=[kept], ProtectedFromScaleIn=True)

    scaling.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=1)
    aws.clock.advance(minutes=5)

    assert [instance["InstanceId"] for instance in group(aws)["Instances"]] == [kept]


def test_new_instances_are_protected_where_the_group_says_so_and_count_as_any(aws):
    aws.deploy(template(NewInstancesProtectedFromScaleIn=True))
    aws.clock.advance(minutes=5)

    instances = group(aws)["Instances"]
    assert [(one["LifecycleState"], one["ProtectedFromScaleIn"]) for one in instances] == [("InService", True)] * 6


@pytest.mark.slow
def test_a_group_with_instances_is_deleted_only_by_force(aws):
    aws.deploy(template())
    scaling = aws.client("autoscaling")

    with pytest.raises(ClientError) as refused:
        scaling.delete_auto_scaling_group(AutoScalingGroupName="web")
    scaling.delete_auto_scaling_group(AutoScalingGroupName="web", ForceDelete=True)

    assert refused.value.response["Error"]["Code"] == "ResourceInUse"
    assert scaling.describe_auto_scaling_groups()["AutoScalingGroups"] == []
    running = [{"Name": "instance-state-name", "Values": ["running"]}]
    assert aws.client("ec2").describe_instances(Filters=running)["Reservations"] == []


@pytest.mark.slow
def test_a_mixed_group_buys_its_base_on_demand_and_the_rest_as_declared(aws):
    policy = {
        "LaunchTemplate": {
            "LaunchTemplateSpecification": {"LaunchTemplateId": {"Ref": "Template"}, "Version": "1"},
            "Overrides": [{"InstanceType": "t3.small"}],
        },
        "InstancesDistribution": {"OnDemandBaseCapacity": 2, "OnDemandPercentageAboveBaseCapacity": 25},
    }
    body = template(MixedInstancesPolicy=policy)
    del body["Resources"]["Group"]["Properties"]["LaunchTemplate"]

    aws.deploy(body)

    reservations = aws.client("ec2").describe_instances()["Reservations"]
    bought = [instance.get("InstanceLifecycle", "on demand") for each in reservations for instance in each["Instances"]]
    assert sorted(bought) == ["on demand"] * 3 + ["spot"] * 3
    assert zones(aws) == sorted(2 * ZONES)
