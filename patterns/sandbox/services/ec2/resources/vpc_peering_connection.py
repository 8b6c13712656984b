"""AWS::EC2::VPCPeeringConnection. Not modelled: networks of other accounts, roles that accept there, names."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, HandlerError, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider

ENDED = frozenset({"deleted", "failed", "rejected", "expired"})


class VpcPeeringConnection(Ec2Provider):
    """The link of two networks. Between networks of one account CloudFormation accepts it itself.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html
    """

    type = "AWS::EC2::VPCPeeringConnection"
    identifier = "VpcPeeringConnectionId"
    resource_type = "vpc-peering-connection"
    creation = "create_vpc_peering_connection"
    created_path = "VpcPeeringConnection.VpcPeeringConnectionId"
    deletion = "delete_vpc_peering_connection"
    gone = frozenset({"InvalidVpcPeeringConnectionId.NotFound"})
    listing = Call("describe_vpc_peering_connections", "VpcPeeringConnections")
    entry_id = "VpcPeeringConnectionId"
    properties = (
        Property("VpcId", create="VpcId", get=entry("RequesterVpcInfo.VpcId")),
        Property("PeerVpcId", create="PeerVpcId", get=entry("AccepterVpcInfo.VpcId")),
        Property("PeerOwnerId", create="PeerOwnerId", get=entry("AccepterVpcInfo.OwnerId")),
        Property("PeerRegion", create="PeerRegion", get=entry("AccepterVpcInfo.Region")),
        TAGS,
    )
    examples = (
        {"VpcId": "{vpc}", "PeerVpcId": "{other_vpc}"},
        {
            "VpcId": "{vpc}",
            "PeerVpcId": "{other_vpc}",
            "PeerOwnerId": "123456789012",
            "PeerRegion": "us-east-1",
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
        {"VpcId": "{other_vpc}", "PeerVpcId": "{vpc}"},
    )

    def complete(self, target: Target) -> None:
        """Accept it, in the region of the other network."""
        client = target.account.observer("ec2")
        [made] = client.describe_vpc_peering_connections(VpcPeeringConnectionIds=[target.physical_id])[
            "VpcPeeringConnections"
        ]
        status = made["Status"]
        if status["Code"] != "pending-acceptance":
            raise HandlerError("NotStabilized", f"VPC peering connection {target.physical_id}: {status['Message']}")
        account = target.account
        there = account.in_region(target.properties.get("PeerRegion") or account.region)
        there.administrator("ec2").accept_vpc_peering_connection(**self.identity(target))

    def is_there(self, entry: dict[str, Any]) -> bool:
        """Not one that has ended, which EC2 goes on listing."""
        return entry["Status"]["Code"] not in ENDED

    def attributes(self, target: Target) -> dict[str, Any]:
        """The connection's id."""
        return {"Id": target.physical_id}


PROVIDER = VpcPeeringConnection()
