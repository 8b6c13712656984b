"""AWS::EC2::VPCDHCPOptionsAssociation. Not here: the options, a type of their own."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed

DEFAULT = "default"


class VpcDhcpOptionsAssociation(ListedProvider):
    """Which options a network has; a second one takes the place of the first."""

    type = "AWS::EC2::VPCDHCPOptionsAssociation"
    service = "ec2"
    creation = "associate_dhcp_options"
    gone = frozenset({"InvalidVpcID.NotFound"})
    shared = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateDhcpOptions.html"
    names_itself = True
    listing = Call("describe_vpcs", "Vpcs")
    properties = (
        Property("DhcpOptionsId", create="DhcpOptionsId", get=entry("DhcpOptionsId")),
        Property("VpcId", create="VpcId", get=entry("VpcId")),
    )
    examples = (
        {"DhcpOptionsId": "{dhcp_options}", "VpcId": "{vpc}"},
        {"DhcpOptionsId": "{dhcp_options}", "VpcId": "{other_vpc}"},
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """Options and network; the service returns nothing."""
        return f"{target.properties['DhcpOptionsId']}|{target.properties['VpcId']}"

    def delete(self, target: Target) -> None:
        """Give the network its default options back, unless others have taken their place."""
        if self.entry(target):
            client, network = target.account.administrator("ec2"), target.physical_id.partition("|")[2]
            client.associate_dhcp_options(DhcpOptionsId=DEFAULT, VpcId=network)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Options and network -> network, of those that have options of their own."""
        entries = listed(account, self.service, self.listing)
        return {
            f"{one['DhcpOptionsId']}|{one['VpcId']}": one for one in entries if one["DhcpOptionsId"].startswith("dopt-")
        }


PROVIDER = VpcDhcpOptionsAssociation()
