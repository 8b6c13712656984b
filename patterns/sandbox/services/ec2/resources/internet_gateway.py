"""AWS::EC2::InternetGateway. Not here: its attachment to a network, a type of its own."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Target
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider


class InternetGateway(Ec2Provider):
    """The way between a network and the internet."""

    type = "AWS::EC2::InternetGateway"
    identifier = "InternetGatewayId"
    resource_type = "internet-gateway"
    creation = "create_internet_gateway"
    created_path = "InternetGateway.InternetGatewayId"
    deletion = "delete_internet_gateway"
    gone = frozenset({"InvalidInternetGatewayID.NotFound"})
    listing = Call("describe_internet_gateways", "InternetGateways")
    entry_id = "InternetGatewayId"
    properties = (TAGS,)
    examples = ({}, {"Tags": [{"Key": "Name", "Value": "example"}]})

    def attributes(self, target: Target) -> dict[str, Any]:
        """The gateway's id."""
        return {"InternetGatewayId": target.physical_id}


PROVIDER = InternetGateway()
