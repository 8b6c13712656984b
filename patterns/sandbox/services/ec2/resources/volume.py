"""AWS::EC2::Volume. Not modelled: copies of other volumes, initialisation rates, Outposts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider

CHANGES = ("Size", "VolumeType", "Iops", "Throughput")
"""What an elastic volume can have changed: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html"""


class Volume(Ec2Provider):
    """A disk, in one zone."""

    type = "AWS::EC2::Volume"
    identifier = "VolumeId"
    resource_type = "volume"
    creation = "create_volume"
    created_path = "VolumeId"
    deletion = "delete_volume"
    gone = frozenset({"InvalidVolume.NotFound"})
    listing = Call("describe_volumes", "Volumes")
    entry_id = "VolumeId"
    properties = (
        Property("AvailabilityZone", create="AvailabilityZone", get=entry("AvailabilityZone")),
        Property("Size", create="Size", get=entry("Size"), code="change"),
        Property("VolumeType", create="VolumeType", default="gp2", get=entry("VolumeType"), code="change"),
        Property("Iops", create="Iops", get=entry("Iops"), code="change"),
        Property("Throughput", create="Throughput", get=entry("Throughput"), code="change"),
        Property("Encrypted", create="Encrypted", default=False, get=entry("Encrypted")),
        Property("KmsKeyId", create="KmsKeyId", get=entry("KmsKeyId")),
        TAGS,
    )
    examples = (
        {"AvailabilityZone": "us-east-1a", "Size": 8},
        {
            "AvailabilityZone": "us-east-1b",
            "Size": 20,
            "VolumeType": "gp3",
            "Iops": 4000,
            "Throughput": 200,
            "Encrypted": True,
            "KmsKeyId": "{key.Arn}",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "AvailabilityZone": "us-east-1a",
            "Size": 16,
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what differs while it is in use."""
        asked = {name: target.properties[name] for name in CHANGES if name in target.properties}
        asked = {name: value for name, value in asked.items() if old.get(name) != value}
        if asked:
            target.account.administrator("ec2").modify_volume(**self.identity(target), **asked)

    def must_replace(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Whatever is not elastic."""
        return name not in CHANGES

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id."""
        return {"VolumeId": target.physical_id}


PROVIDER = Volume()
