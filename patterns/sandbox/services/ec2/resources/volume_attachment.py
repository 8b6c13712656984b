"""AWS::EC2::VolumeAttachment. Not modelled: cards of volumes, file systems on them, volumes of several instances."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed


class VolumeAttachment(ListedProvider):
    """A disk in a machine; both together are its id."""

    type = "AWS::EC2::VolumeAttachment"
    service = "ec2"
    creation = "attach_volume"
    deletion = "detach_volume"
    gone = frozenset({"InvalidVolume.NotFound", "InvalidInstanceID.NotFound", "InvalidAttachment.NotFound",
                      "IncorrectState"})  # fmt: skip
    listing = Call("describe_volumes", "Volumes")
    properties = (
        Property("VolumeId", create="VolumeId", get=entry("VolumeId")),
        Property("InstanceId", create="InstanceId", get=entry("InstanceId")),
        Property("Device", create="Device", get=entry("Device")),
    )
    examples = (
        {"VolumeId": "{volume}", "InstanceId": "{instance}", "Device": "/dev/sdh"},
        {"VolumeId": "{other_volume}", "InstanceId": "{instance}", "Device": "/dev/sdi"},
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """Volume and instance."""
        return f"{target.properties['VolumeId']}|{target.properties['InstanceId']}"

    def identity(self, target: Target) -> dict[str, Any]:
        """Volume and instance."""
        volume, instance = target.physical_id.split("|")
        return {"VolumeId": volume, "InstanceId": instance}

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Volume and instance -> attachment, of every volume."""
        links = (link for volume in listed(account, "ec2", self.listing) for link in volume["Attachments"])
        return {f"{link['VolumeId']}|{link['InstanceId']}": link for link in links}


PROVIDER = VolumeAttachment()
