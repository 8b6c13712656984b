"""AWS::EC2::EgressOnlyInternetGateway."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider


class EgressOnlyInternetGateway(Ec2Provider):
    """Lets IPv6 out of a network, and nothing in."""

    type = "AWS::EC2::EgressOnlyInternetGateway"
    identifier = "EgressOnlyInternetGatewayId"
    resource_type = "egress-only-internet-gateway"
    creation = "create_egress_only_internet_gateway"
    created_path = "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId"
    deletion = "delete_egress_only_internet_gateway"
    gone = frozenset({"InvalidGatewayID.NotFound"})
    listing = Call("describe_egress_only_internet_gateways", "EgressOnlyInternetGateways")
    entry_id = "EgressOnlyInternetGatewayId"
    properties = (
        Property("VpcId", create="VpcId", get=entry("Attachments"), from_service=lambda links: links[0]["VpcId"]),
        TAGS,
    )
    examples = (
        {"VpcId": "{vpc}"},
        {"VpcId": "{vpc}", "Tags": [{"Key": "Name", "Value": "example"}]},
        {"VpcId": "{other_vpc}"},
    )

    def attributes(self, target: Target) -> dict[str, Any]:
        """The gateway's id."""
        return {"Id": target.physical_id}


PROVIDER = EgressOnlyInternetGateway()
