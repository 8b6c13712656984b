"""Spot Fleets, and the snippet that is published of one (seed/aws-patterns.md)."""

import pytest

from patterns import Sandbox
from patterns.template.errors import TemplateError

SNIPPET = {
    "IamFleetRole": {"Fn::GetAtt": ["SpotFleetRole", "Arn"]},
    "TargetCapacity": 10,
    "AllocationStrategy": "lowestPrice",
    "LaunchSpecifications": [
        {"InstanceType": "m5.large", "SpotPrice": "0.05", "SubnetId": {"Ref": "PrivateSubnet1"}}
    ],
}  # fmt: skip
AROUND = {
    "SpotFleetRole": {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "spotfleet.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        },
    },
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "PrivateSubnet1": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.10.0/24", "AvailabilityZone": "us-east-1a"},
    },
}


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def fleet(around=AROUND, **changes):
    config = SNIPPET | changes
    resource = {"Type": "AWS::EC2::SpotFleet", "Properties": {"SpotFleetRequestConfigData": config}}
    return {"Resources": {**around, "SpotFleet": resource}}


def completed(**changes):
    specification = {**SNIPPET["LaunchSpecifications"][0], "ImageId": "ami-12c6146b"}
    return fleet(LaunchSpecifications=[specification], **changes)


def running(aws, stack):
    name = stack["SpotFleet"].physical_id
    active = aws.client("ec2").describe_spot_fleet_instances(SpotFleetRequestId=name)["ActiveInstances"]
    return [one["InstanceId"] for one in active]


def states(aws, ids):
    reservations = aws.client("ec2").describe_instances(InstanceIds=ids)["Reservations"]
    return {instance["State"]["Name"] for reservation in reservations for instance in reservation["Instances"]}


def test_the_snippet_alone_names_what_its_template_lacks(aws):
    with pytest.raises(TemplateError, match=r"PrivateSubnet1|SpotFleetRole"):
        aws.deploy(fleet(around={}))


def test_the_snippet_is_refused_for_its_missing_image(aws):
    with pytest.raises(TemplateError, match="ImageId") as refused:
        aws.deploy(fleet())

    assert "Properties validation failed for resource SpotFleet" in str(refused.value)


@pytest.mark.slow
def test_the_completed_snippet_runs_its_capacity_in_one_pool(aws):
    stack = aws.deploy(completed())

    ids = running(aws, stack)

    assert len(ids) == 10
    reservations = aws.client("ec2").describe_instances(InstanceIds=ids)["Reservations"]
    instances = [instance for reservation in reservations for instance in reservation["Instances"]]
    assert {(instance["InstanceType"], instance["SubnetId"]) for instance in instances} == {
        ("m5.large", stack["PrivateSubnet1"].physical_id)
    }
    assert stack.drift() == {}


@pytest.mark.slow
def test_capacity_grows_and_shrinks_in_place_and_ends_with_the_stack(aws):
    stack = aws.deploy(completed(TargetCapacity=2))
    name = stack["SpotFleet"].physical_id

    stack.update(completed(TargetCapacity=5))
    assert len(ids := running(aws, stack)) == 5
    stack.update(completed(TargetCapacity=1))
    assert len(running(aws, stack)) == 1
    assert stack["SpotFleet"].physical_id == name

    stack.delete()
    assert states(aws, ids) == {"terminated"}


@pytest.mark.slow
def test_another_strategy_is_another_fleet(aws):
    stack = aws.deploy(completed(TargetCapacity=1))
    before = stack["SpotFleet"].physical_id

    stack.update(completed(TargetCapacity=1, AllocationStrategy="diversified"))

    assert stack["SpotFleet"].physical_id != before


@pytest.mark.slow
def test_a_diversified_fleet_fills_its_pools_evenly(aws):
    specification = {"ImageId": "ami-12c6146b", "SubnetId": {"Ref": "PrivateSubnet1"}}
    types = ["m5.large", "c5.large", "r5.large"]
    pools = [specification | {"InstanceType": name} for name in types]
    stack = aws.deploy(fleet(AllocationStrategy="diversified", TargetCapacity=6, LaunchSpecifications=pools))

    answer = aws.client("ec2").describe_spot_fleet_instances(SpotFleetRequestId=stack["SpotFleet"].physical_id)

    given = [instance["InstanceType"] for instance in answer["ActiveInstances"]]
    assert {name: given.count(name) for name in types} == dict.fromkeys(types, 2)


@pytest.mark.slow
def test_a_cancelled_request_may_leave_its_instances(aws):
    stack = aws.deploy(completed(TargetCapacity=2))
    ids, ec2 = running(aws, stack), aws.client("ec2")
    asked = {"SpotFleetRequestIds": [stack["SpotFleet"].physical_id, "sfr-unknown"]}

    answer = ec2.cancel_spot_fleet_requests(**asked, TerminateInstances=False)

    [ended] = answer["SuccessfulFleetRequests"]
    assert ended["CurrentSpotFleetRequestState"] == "cancelled_running"
    assert answer["UnsuccessfulFleetRequests"][0]["Error"]["Code"] == "fleetRequestIdDoesNotExist"
    assert states(aws, ids) == {"running"}
