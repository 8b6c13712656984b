"""AWS::EC2::VPCGatewayAttachment. Not modelled: virtual private gateways."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed


class VpcGatewayAttachment(ListedProvider):
    """The link of an internet gateway to a network; its id is made of both: `IGW|vpc-1`."""

    type = "AWS::EC2::VPCGatewayAttachment"
    service = "ec2"
    creation = "attach_internet_gateway"
    deletion = "detach_internet_gateway"
    gone = frozenset({"Gateway.NotAttached", "InvalidInternetGatewayID.NotFound", "InvalidVpcID.NotFound"})
    listing = Call("describe_internet_gateways", "InternetGateways")
    properties = (
        Property("VpcId", create="VpcId", get=entry("VpcId")),
        Property("InternetGatewayId", create="InternetGatewayId", get=entry("InternetGatewayId")),
    )
    examples = (
        {"VpcId": "{vpc}", "InternetGatewayId": "{gateway}"},
        {"VpcId": "{other_vpc}", "InternetGatewayId": "{other_gateway}"},
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html."""
        return f"IGW|{target.properties['VpcId']}"

    def identity(self, target: Target) -> dict[str, Any]:
        """Gateway and network."""
        return {name: target.properties[name] for name in ("InternetGatewayId", "VpcId")}

    def entries(self, account: Any, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Attachment id -> gateway and network, of every attached gateway."""
        return {
            f"IGW|{link['VpcId']}": {"VpcId": link["VpcId"], "InternetGatewayId": gateway["InternetGatewayId"]}
            for gateway in listed(account, self.service, self.listing)
            for link in gateway["Attachments"]
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """What kind of gateway is attached."""
        return {"AttachmentType": "IGW"}


PROVIDER = VpcGatewayAttachment()
