"""AWS::EC2::VPCCidrBlock. Not modelled: address pools (IPAM, own IPv6 ranges)."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed


class VpcCidrBlock(ListedProvider):
    """One more range of a network; its physical id is the association's."""

    type = "AWS::EC2::VPCCidrBlock"
    service = "ec2"
    identifier = "AssociationId"
    creation = "associate_vpc_cidr_block"
    deletion = "disassociate_vpc_cidr_block"
    gone = frozenset({"InvalidVpcCidrBlockAssociationID.NotFound"})
    listing = Call("describe_vpcs", "Vpcs")
    properties = (
        Property("VpcId", create="VpcId", get=entry("VpcId")),
        Property("CidrBlock", create="CidrBlock", get=entry("CidrBlock")),
        Property("AmazonProvidedIpv6CidrBlock", create="AmazonProvidedIpv6CidrBlock", default=False,
                 get=entry("AmazonProvidedIpv6CidrBlock")),
    )  # fmt: skip
    examples = (
        {"VpcId": "{vpc}", "CidrBlock": "10.77.0.0/16"},
        {"VpcId": "{vpc}", "AmazonProvidedIpv6CidrBlock": True},
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The association's id."""
        made = response.get("CidrBlockAssociation") or response["Ipv6CidrBlockAssociation"]
        return str(made["AssociationId"])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Association id -> range, of all networks."""
        entries: dict[str, dict[str, Any]] = {}
        for vpc in listed(account, self.service, self.listing):
            for link in vpc.get("CidrBlockAssociationSet", ()):
                if link["CidrBlockState"]["State"] == "associated":
                    entries[link["AssociationId"]] = {"VpcId": vpc["VpcId"], "CidrBlock": link["CidrBlock"]}
            for link in vpc.get("Ipv6CidrBlockAssociationSet", ()):
                if link["Ipv6CidrBlockState"]["State"] == "associated":
                    entries[link["AssociationId"]] = {"VpcId": vpc["VpcId"], "AmazonProvidedIpv6CidrBlock": True}
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """The association's id."""
        return {"Id": target.physical_id}


PROVIDER = VpcCidrBlock()
