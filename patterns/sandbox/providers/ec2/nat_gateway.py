"""AWS::EC2::NatGateway, in one zone. Not modelled yet: the regional kind (`AvailabilityMode`), secondary addresses."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.listed import entry
from patterns.sandbox.provider import Call, Property, Target
from patterns.sandbox.providers.ec2._base import TAGS, Ec2Provider


class NatGateway(Ec2Provider):
    """Lets a private subnet start connections to the internet, and nobody start one to it."""

    type = "AWS::EC2::NatGateway"
    identifier = "NatGatewayId"
    resource_type = "natgateway"
    creation = "create_nat_gateway"
    created_path = "NatGateway.NatGatewayId"
    deletion = "delete_nat_gateway"
    gone = frozenset({"NatGatewayNotFound"})
    listing = Call("describe_nat_gateways", "NatGateways")
    entry_id = "NatGatewayId"
    properties = (
        Property("SubnetId", create="SubnetId", get=entry("SubnetId")),
        Property("ConnectivityType", create="ConnectivityType", get=entry("ConnectivityType")),
        Property(
            "AllocationId",
            create="AllocationId",
            get=entry("NatGatewayAddresses"),
            from_service=lambda addresses: addresses[0].get("AllocationId"),
        ),
        TAGS,
    )
    examples = (
        {"SubnetId": "{subnet}", "AllocationId": "{address.AllocationId}"},
        {
            "SubnetId": "{subnet}",
            "ConnectivityType": "private",
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
    )

    def is_there(self, entry: dict[str, Any]) -> bool:
        """A deleted gateway is listed for about an hour."""
        return entry["State"] not in ("deleted", "deleting")

    def attributes(self, target: Target) -> dict[str, Any]:
        """The gateway's id."""
        return {"NatGatewayId": target.physical_id}


PROVIDER = NatGateway()
