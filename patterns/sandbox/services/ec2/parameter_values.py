"""What a template's parameter can name of EC2 that no stack makes, or not by that name."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.parameter_values import Existing


def _filtered(operation: str, path: str, key: str, by: str) -> Existing:
    def existing(account: Account, asked: list[str]) -> set[str]:
        wanted = [{"Name": by, "Values": asked}] if asked else []
        answer = getattr(account.observer("ec2"), operation)(Filters=wanted)
        return {str(entry[key]) for entry in answer[path]}

    return existing


def attribute(account: Account, kind: str, named: str, name: str) -> str | None:
    """What rules may ask of a network, a subnet or a security group; None where there is no such thing.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
    """
    ec2, of_network = account.observer("ec2"), [{"Name": "vpc-id", "Values": [named]}]
    if name == "DefaultNetworkAcl":
        acls = ec2.describe_network_acls(Filters=[*of_network, {"Name": "default", "Values": ["true"]}])["NetworkAcls"]
        return next((str(acl["NetworkAclId"]) for acl in acls), None)
    if name == "DefaultSecurityGroup":
        default = [*of_network, {"Name": "group-name", "Values": ["default"]}]
        groups = ec2.describe_security_groups(Filters=default)["SecurityGroups"]
        return next((str(group["GroupId"]) for group in groups), None)
    operation, path, by = _DESCRIBED[kind]
    there = getattr(ec2, operation)(Filters=[{"Name": by, "Values": [named]}])[path]
    if name in ("AvailabilityZone", "VpcId"):
        return next((str(each[name]) for each in there), None)
    tags = {tag["Key"]: str(tag["Value"]) for each in there for tag in each.get("Tags", [])}
    return tags.get(name.removeprefix("Tags."))


_DESCRIBED = {
    "AWS::EC2::VPC::Id": ("describe_vpcs", "Vpcs", "vpc-id"),
    "AWS::EC2::Subnet::Id": ("describe_subnets", "Subnets", "subnet-id"),
    "AWS::EC2::SecurityGroup::Id": ("describe_security_groups", "SecurityGroups", "group-id"),
}

VALUES = {
    "AWS::EC2::AvailabilityZone::Name": _filtered(
        "describe_availability_zones", "AvailabilityZones", "ZoneName", "zone-name"
    ),
    "AWS::EC2::Image::Id": _filtered("describe_images", "Images", "ImageId", "image-id"),
    "AWS::EC2::KeyPair::KeyName": _filtered("describe_key_pairs", "KeyPairs", "KeyName", "key-name"),
    "AWS::EC2::SecurityGroup::GroupName": _filtered(
        "describe_security_groups", "SecurityGroups", "GroupName", "group-name"
    ),
}
