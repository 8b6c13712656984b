"""AWS::EC2::EIP. Not modelled: pools of own addresses, transfer between accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider


class Eip(Ec2Provider):
    """A public address. Its physical id is the address itself; calls name it by its allocation."""

    type = "AWS::EC2::EIP"
    identifier = "AllocationId"
    resource_type = "elastic-ip"
    creation = "allocate_address"
    created_path = "PublicIp"
    deletion = "release_address"
    gone = frozenset({"InvalidAllocationID.NotFound", "InvalidAddress.NotFound"})
    listing = Call("describe_addresses", "Addresses")
    entry_id = "PublicIp"
    filtered_by = "public-ip"
    properties = (
        Property("Domain", create="Domain", get=entry("Domain")),
        Property("InstanceId", get=entry("InstanceId"), code="set_instance"),
        TAGS,
    )
    examples = (
        {},
        {"Domain": "vpc", "Tags": [{"Key": "Name", "Value": "example"}]},
        {"Domain": "vpc", "InstanceId": "{public_instance}"},
    )

    def set_instance(self, target: Target, old: Mapping[str, Any]) -> None:
        """Give the address to an instance, or take it back."""
        client, instance = target.account.administrator("ec2"), target.properties.get("InstanceId")
        if instance:
            client.associate_address(**self.identity(target), InstanceId=instance, AllowReassociation=True)
        elif link := self.entry(target).get("AssociationId"):
            client.disassociate_address(AssociationId=link)

    def delete(self, target: Target) -> None:
        """Take it back from whom it has, and let it go."""
        if link := self.entry(target).get("AssociationId"):
            target.account.administrator("ec2").disassociate_address(AssociationId=link)
        super().delete(target)

    def identity(self, target: Target) -> dict[str, Any]:
        """The allocation that holds the address."""
        return {"AllocationId": self.entry(target).get("AllocationId", "eipalloc-0")}

    def tagged(self, target: Target) -> str:
        """The allocation, not the address."""
        return str(self.identity(target)["AllocationId"])

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html."""
        return {"AllocationId": self.entry(target)["AllocationId"], "PublicIp": target.physical_id}


PROVIDER = Eip()
