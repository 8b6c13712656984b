"""Resources to bill, and the forms of a case: a template's resources, of which one is called One, and what it costs."""

from __future__ import annotations

from typing import Any

Costs = dict[str, tuple[dict[str, Any], dict[str, float]]]
"""Resources and the lines of One, each with what it comes to, by the name of the case."""

Gaps = dict[str, tuple[dict[str, Any], list[str]]]
"""Resources and why something of One has no price, by the name of the case."""

Billed = dict[str, dict[str, str]]
"""What AWS's price page bills by type, in its words, each with words of the part of the rule that stands for it."""

HOURS = 730

VPC = {"Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}
SUBNETS = {
    f"Subnet{letter.upper()}": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {
            "VpcId": {"Ref": "Net"},
            "AvailabilityZone": f"us-east-1{letter}",
            "MapPublicIpOnLaunch": public,
        },
    }
    for letter, public in (("a", True), ("b", False), ("c", False))
}
ROOT = {"BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeType": "gp3", "VolumeSize": 20}}]}


def launch_template(**data: Any) -> dict[str, Any]:
    return {"Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}}


TEMPLATE = launch_template(InstanceType="m7g.large", **ROOT)
SPOT = launch_template(InstanceType="t3.micro", InstanceMarketOptions={"MarketType": "spot"}, **ROOT)
FROM_TEMPLATE = {"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}, "Version": "1"}}


def one(type_name: str, **properties: Any) -> dict[str, Any]:
    return {"One": {"Type": type_name, "Properties": properties}}
