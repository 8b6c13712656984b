"""What a template's parameter can name of EC2 that no stack makes, or not by that name."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.parameter_values import Existing


def _filtered(operation: str, path: str, key: str, by: str) -> Existing:
    def existing(account: Account, asked: list[str]) -> set[str]:
        answer = getattr(account.observer("ec2"), operation)(Filters=[{"Name": by, "Values": asked}])
        return {str(entry[key]) for entry in answer[path]}

    return existing


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
