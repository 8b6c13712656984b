import pytest

from patterns import Sandbox
from patterns.explore.machines import machines


def started(aws, **tags):
    tagged = [{"ResourceType": "instance", "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]
    made = aws.client("ec2").run_instances(
        ImageId=aws.existing_network().image_ids["arm64"], InstanceType="t4g.micro", MinCount=1, MaxCount=1,
        SubnetId=aws.existing_network().subnet_ids["us-east-1a"], TagSpecifications=tagged if tags else [],
    )  # fmt: skip
    return made["Instances"][0]


@pytest.mark.slow
def test_instances_are_told_by_name_or_id_with_what_a_stop_takes_from_them():
    with Sandbox() as aws:
        named, nameless = started(aws, Name="web", Team="shop"), started(aws)
        aws.client("ec2").stop_instances(InstanceIds=[nameless["InstanceId"]])

        web, other = machines(aws, "Team").rows

        assert web[:4] == ("web", "t4g.micro", "running", named["PrivateIpAddress"])
        assert web[4].count(".") == 3
        assert web[5] == "shop"
        assert other == (nameless["InstanceId"], "t4g.micro", "stopped", nameless["PrivateIpAddress"], "", "")


@pytest.mark.slow
def test_what_is_terminated_is_left_out():
    with Sandbox() as aws:
        aws.client("ec2").terminate_instances(InstanceIds=[started(aws)["InstanceId"]])

        assert str(machines(aws)) == "no instances"
