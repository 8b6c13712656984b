"""AWS::EC2::EIPAssociation. Not modelled: secondary private addresses, which moto does not know."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed


class EipAssociation(ListedProvider):
    """The link of a public address to an instance or to a network interface."""

    type = "AWS::EC2::EIPAssociation"
    service = "ec2"
    identifier = "AssociationId"
    creation = "associate_address"
    deletion = "disassociate_address"
    gone = frozenset({"InvalidAssociationID.NotFound"})
    shared = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html"
    listing = Call("describe_addresses", "Addresses")
    properties = (
        Property("AllocationId", create="AllocationId", get=entry("AllocationId")),
        Property("EIP", create="PublicIp", get=entry("PublicIp")),
        Property("InstanceId", create="InstanceId", get=entry("InstanceId")),
        Property("NetworkInterfaceId", create="NetworkInterfaceId", get=entry("NetworkInterfaceId")),
    )
    examples = (
        {"AllocationId": "{address.AllocationId}", "InstanceId": "{public_instance}"},
        {"EIP": "{other_address}", "InstanceId": "{public_instance}"},
        {"AllocationId": "{address.AllocationId}", "NetworkInterfaceId": "{public_interface}"},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """In a network an address moves to whoever is given it last."""
        return {**given, "AllowReassociation": True}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The association's own id."""
        return str(response["AssociationId"])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Association id -> address, of all that are in use."""
        entries = listed(account, self.service, self.listing)
        return {one["AssociationId"]: one for one in entries if one.get("AssociationId")}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The association's id."""
        return {"Id": target.physical_id}


PROVIDER = EipAssociation()
