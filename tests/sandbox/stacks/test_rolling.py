"""An update of an Auto Scaling group exchanges its machines as its UpdatePolicy says, or leaves them."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed

IMAGE = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
TELLS = "#!/bin/bash\n/opt/aws/bin/cfn-signal -e $? --stack ${AWS::StackName} --resource Group\n"
SILENT = "#!/bin/bash\necho hello\n"


def group(policy, *, kind="t4g.micro", says=TELLS):
    data = {"ImageId": IMAGE, "InstanceType": kind, "UserData": {"Fn::Base64": {"Fn::Sub": says}}}
    launch = {"LaunchTemplateId": {"Ref": "Launch"}, "Version": {"Fn::GetAtt": "Launch.LatestVersionNumber"}}
    sizes = {"MinSize": "2", "MaxSize": "3", "AvailabilityZones": ["us-east-1a"], "LaunchTemplate": launch}
    made = {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": sizes, "UpdatePolicy": policy}
    return {"Resources": {
        "Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}},
        "Group": made,
    }}  # fmt: skip


def rolling(**said):
    return {"AutoScalingRollingUpdate": {"MinInstancesInService": 1, **said}}


def kinds(aws, stack):
    named = [{"Name": "tag:aws:autoscaling:groupName", "Values": [stack["Group"].physical_id]}]
    running = [*named, {"Name": "instance-state-name", "Values": ["running"]}]
    reservations = aws.client("ec2").describe_instances(Filters=running)["Reservations"]
    return sorted(each["InstanceType"] for reservation in reservations for each in reservation["Instances"])


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


@pytest.mark.slow
@pytest.mark.parametrize(
    ("policy", "after", "batches", "minutes"),
    [
        ({}, ["t4g.micro", "t4g.micro"], 0, 0),
        (rolling(), ["t4g.small", "t4g.small"], 2, 0),
        (rolling(MaxBatchSize=2, MinInstancesInService=0), ["t4g.small", "t4g.small"], 1, 0),
        (rolling(PauseTime="PT10M"), ["t4g.small", "t4g.small"], 2, 20),
        (rolling(WaitOnResourceSignals=True), ["t4g.small", "t4g.small"], 2, 0),
    ],
    ids=["none", "one by one", "at once", "with a pause", "with signals"],
)
def test_machines_are_exchanged_in_batches(aws, policy, after, batches, minutes):
    stack = aws.deploy(group(policy))
    began = aws.clock.now

    stack.update(group(policy, kind="t4g.small"))

    told = [event.reason for event in stack.events if event.reason.startswith("Terminating instance(s)")]
    assert kinds(aws, stack) == after
    assert len(told) == batches
    assert minutes <= (aws.clock.now - began).total_seconds() / 60 < minutes + 10


@pytest.mark.slow
def test_without_its_signals_an_update_goes_back_and_the_machines_with_it(aws):
    policy = rolling(WaitOnResourceSignals="true", PauseTime="PT5M")
    stack = aws.deploy(group(policy))

    with pytest.raises(StackFailed, match=r"Received 1 FAILURE signal\(s\) out of 2. Unable to satisfy 100%"):
        stack.update(group(policy, kind="t4g.small", says=SILENT))

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert kinds(aws, stack) == ["t4g.micro", "t4g.micro"]


@pytest.mark.slow
def test_a_group_may_be_replaced_whole(aws):
    policy = {"AutoScalingReplacingUpdate": {"WillReplace": True}}
    stack = aws.deploy(group(policy))
    before = stack["Group"].physical_id

    stack.update(group(policy, kind="t4g.small"))

    assert stack["Group"].physical_id != before
    assert kinds(aws, stack) == ["t4g.small", "t4g.small"]
    groups = aws.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]
    assert [each["AutoScalingGroupName"] for each in groups] == [stack["Group"].physical_id]
