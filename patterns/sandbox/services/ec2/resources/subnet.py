"""AWS::EC2::Subnet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider, to_value


def _first_block(associations: list[dict[str, Any]]) -> str:
    return str(associations[0]["Ipv6CidrBlock"])


class Subnet(Ec2Provider):
    """A range of a network in one zone."""

    type = "AWS::EC2::Subnet"
    identifier = "SubnetId"
    resource_type = "subnet"
    creation = "create_subnet"
    created_path = "Subnet.SubnetId"
    deletion = "delete_subnet"
    gone = frozenset({"InvalidSubnetID.NotFound"})
    listing = Call("describe_subnets", "Subnets")
    entry_id = "SubnetId"
    filtered_by = "subnet-id"
    properties = (
        Property("VpcId", create="VpcId", get=entry("VpcId")),
        Property("CidrBlock", create="CidrBlock", get=entry("CidrBlock")),
        Property(
            "Ipv6CidrBlock",
            code="set_ipv6_block",
            get=entry("Ipv6CidrBlockAssociationSet"),
            from_service=_first_block,
        ),
        Property("AvailabilityZone", create="AvailabilityZone", get=entry("AvailabilityZone")),
        Property(
            "MapPublicIpOnLaunch",
            put=Call("modify_subnet_attribute", "MapPublicIpOnLaunch"),
            get=entry("MapPublicIpOnLaunch"),
            default=False,
            cleared={"Value": False},
            to_service=to_value,
        ),
        Property(
            "AssignIpv6AddressOnCreation",
            put=Call("modify_subnet_attribute", "AssignIpv6AddressOnCreation"),
            get=entry("AssignIpv6AddressOnCreation"),
            default=False,
            cleared={"Value": False},
            to_service=to_value,
        ),
        TAGS,
    )
    examples = (
        {"VpcId": "{vpc}", "CidrBlock": "10.0.1.0/24"},
        {
            "VpcId": "{vpc}",
            "CidrBlock": "10.0.2.0/24",
            "AvailabilityZone": "us-east-1b",
            "MapPublicIpOnLaunch": True,
            "Ipv6CidrBlock": "2600:1f18:1234:5600::/64",
            "AssignIpv6AddressOnCreation": False,
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
    )

    def set_ipv6_block(self, target: Target, old: Mapping[str, Any]) -> None:
        """Let the range go that the subnet has, and give it the one declared: a subnet keeps its id meanwhile.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
        """
        client = target.account.administrator(self.service)
        wanted = target.properties.get("Ipv6CidrBlock")
        # What the service holds decides: after a refusal that is not what the last template declared.
        held = self.entry(target).get("Ipv6CidrBlockAssociationSet", ())
        for one in (one for one in held if one["Ipv6CidrBlock"] != wanted):
            client.disassociate_subnet_cidr_block(AssociationId=one["AssociationId"])
        if wanted and wanted not in [one["Ipv6CidrBlock"] for one in held]:
            client.associate_subnet_cidr_block(SubnetId=target.physical_id, Ipv6CidrBlock=wanted)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html."""
        found = self.entry(target)
        return {
            "SubnetId": target.physical_id,
            "VpcId": found["VpcId"],
            "CidrBlock": found["CidrBlock"],
            "AvailabilityZone": found["AvailabilityZone"],
            "AvailabilityZoneId": found["AvailabilityZoneId"],
            "Ipv6CidrBlocks": [one["Ipv6CidrBlock"] for one in found.get("Ipv6CidrBlockAssociationSet", [])],
        }


PROVIDER = Subnet()
