"""One instance that follows its launch template: what a change and a stop do to it. Not an exercise."""

from __future__ import annotations

from typing import Any

from patterns.exercises._machines import INSTANCE
from patterns.trial import Trial

CHANGES: tuple[dict[str, Any], ...] = ({"group": "Second"}, {"watched": True}, {"project": "shop"}, {"gigabytes": 32})
IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"


def is_replaced(trial: Trial, change: dict[str, Any]) -> bool:
    """Whether the instance is another one after the change."""
    stack = trial.deployed(machine())
    first = stack["Server"].physical_id
    stack.update(machine(**change))
    return bool(stack["Server"].physical_id != first)


def facts(ec2: Any, server: str) -> dict[str, Any]:
    """What a stop and a new size may change of an instance."""
    [found] = ec2.describe_instances(InstanceIds=[server])["Reservations"][0]["Instances"]
    [volume] = [mapping["Ebs"]["VolumeId"] for mapping in found["BlockDeviceMappings"]]
    names = ("InstanceId", "InstanceType", "PrivateIpAddress", "PublicIpAddress")
    return {**{name: found[name] for name in names}, "volume": volume}


def in_public() -> dict[str, Any]:
    """A template of an instance in a subnet that lends public addresses."""
    body = machine()
    body["Resources"]["Subnet"]["Properties"]["MapPublicIpOnLaunch"] = True
    return body


def machine(
    *, group: str = "First", watched: bool = False, project: str = "cookbook", gigabytes: int = 16
) -> dict[str, Any]:
    """A template of an instance with its type, tags and group, which follows its launch template in all else."""
    volume = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": gigabytes, "VolumeType": "gp3", "Encrypted": True}}
    begins = {
        "ImageId": f"{{{{resolve:ssm:{IMAGE}}}}}",
        "MetadataOptions": {"HttpTokens": "required"},
        "Monitoring": {"Enabled": watched},
        "BlockDeviceMappings": [volume],
    }
    newest = {"LaunchTemplateId": {"Ref": "Launch"}, "Version": {"Fn::GetAtt": ["Launch", "LatestVersionNumber"]}}
    server = {
        "InstanceType": "t4g.small",
        "LaunchTemplate": newest,
        "SubnetId": {"Ref": "Subnet"},
        "SecurityGroupIds": [{"Ref": group}],
        "Tags": [{"Key": "Project", "Value": project}],
    }
    subnet = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}
    closed = {"GroupDescription": "Nothing comes in", "VpcId": {"Ref": "Vpc"}}
    return {
        "Resources": {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
            "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": subnet},
            "First": {"Type": "AWS::EC2::SecurityGroup", "Properties": closed},
            "Second": {"Type": "AWS::EC2::SecurityGroup", "Properties": closed},
            "Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": begins}},
            "Server": {"Type": INSTANCE, "Properties": server},
        }
    }
