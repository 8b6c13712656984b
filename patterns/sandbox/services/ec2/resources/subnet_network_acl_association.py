"""AWS::EC2::SubnetNetworkAclAssociation."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, HandlerError, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed


class SubnetNetworkAclAssociation(ListedProvider):
    """Which list guards a subnet. It always has one: this takes its place, and the end of this brings the default."""

    type = "AWS::EC2::SubnetNetworkAclAssociation"
    service = "ec2"
    shared = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html"
    listing = Call("describe_network_acls", "NetworkAcls")
    properties = (
        Property("SubnetId", create="SubnetId", get=entry("SubnetId")),
        Property("NetworkAclId", create="NetworkAclId", get=entry("NetworkAclId")),
    )
    examples = (
        {"SubnetId": "{subnet}", "NetworkAclId": "{acl}"},
        {"SubnetId": "{other_subnet}", "NetworkAclId": "{other_acl}"},
    )

    def displaced(self, target: Target) -> str:
        """The subnet's association with the list that guards it now."""
        subnet = target.properties["SubnetId"]
        mine = [{"Name": "association.subnet-id", "Values": [subnet]}]
        lists = target.account.observer("ec2").describe_network_acls(Filters=mine)["NetworkAcls"]
        links = (link for one in lists for link in one["Associations"])
        return next((link["NetworkAclAssociationId"] for link in links if link["SubnetId"] == subnet), "")

    def create(self, target: Target) -> str:
        """Put the list in the place of the one that guards the subnet now."""
        now = target.displaced
        if not now:
            raise HandlerError("NotFound", f"The subnet ID '{target.properties['SubnetId']}' does not exist")
        return self._replace(target, now, target.properties["NetworkAclId"])

    def complete(self, target: Target) -> None:
        """Nothing is left to set."""

    def delete(self, target: Target) -> None:
        """Bring the network's default list back."""
        found = self.entry(target)
        if not found:
            return
        lists = target.account.observer("ec2").describe_network_acls()["NetworkAcls"]
        network = next(one["VpcId"] for one in lists if one["NetworkAclId"] == found["NetworkAclId"])
        default = next(one["NetworkAclId"] for one in lists if one["IsDefault"] and one["VpcId"] == network)
        self._replace(target, target.physical_id, default)

    def _replace(self, target: Target, association_id: str, acl_id: str) -> str:
        client = target.account.administrator("ec2")
        made = client.replace_network_acl_association(AssociationId=association_id, NetworkAclId=acl_id)
        return str(made["NewAssociationId"])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Association id -> association, of all lists."""
        return {
            link["NetworkAclAssociationId"]: link
            for acl in listed(account, "ec2", self.listing)
            for link in acl["Associations"]
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """The association's id."""
        return {"AssociationId": target.physical_id}


PROVIDER = SubnetNetworkAclAssociation()
