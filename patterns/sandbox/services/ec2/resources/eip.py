"""AWS::EC2::EIP. Not modelled: pools of own addresses, transfer between accounts."""

from __future__ import annotations

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
    properties = (Property("Domain", create="Domain", get=entry("Domain")), TAGS)
    examples = ({}, {"Domain": "vpc", "Tags": [{"Key": "Name", "Value": "example"}]})

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
