"""AWS::EC2::SubnetRouteTableAssociation.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed


class SubnetRouteTableAssociation(ListedProvider):
    """Which table routes a subnet, one at a time; without any its network's main table does."""

    type = "AWS::EC2::SubnetRouteTableAssociation"
    service = "ec2"
    shared = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html"
    identifier = "AssociationId"
    creation = "associate_route_table"
    deletion = "disassociate_route_table"
    gone = frozenset({"InvalidAssociationID.NotFound"})
    listing = Call("describe_route_tables", "RouteTables")
    properties = (
        Property("SubnetId", create="SubnetId", get=entry("SubnetId")),
        Property("RouteTableId", create="RouteTableId", get=entry("RouteTableId")),
    )
    examples = (
        {"SubnetId": "{subnet}", "RouteTableId": "{route_table}"},
        {"SubnetId": "{other_subnet}", "RouteTableId": "{other_route_table}"},
    )

    def displaced(self, target: Target) -> str:
        """The subnet's association with another table, or with the same one under another name."""
        subnet = target.properties["SubnetId"]
        mine = [{"Name": "association.subnet-id", "Values": [subnet]}]
        tables = target.account.observer("ec2").describe_route_tables(Filters=mine)["RouteTables"]
        links = (link for table in tables for link in table["Associations"])
        return next((link["RouteTableAssociationId"] for link in links if link.get("SubnetId") == subnet), "")

    def create(self, target: Target) -> str:
        """Associate; a subnet that has a table already is handed over, never without one of the two."""
        there = target.displaced
        if not there:
            return super().create(target)
        client, table = target.account.administrator("ec2"), target.properties["RouteTableId"]
        return str(client.replace_route_table_association(AssociationId=there, RouteTableId=table)["NewAssociationId"])

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The association's own id."""
        return str(response["AssociationId"])

    def entries(self, account: Any, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Association id -> association, of all tables."""
        return {
            link["RouteTableAssociationId"]: link
            for table in listed(account, "ec2", self.listing)
            for link in table["Associations"]
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """The association's id."""
        return {"Id": target.physical_id}


PROVIDER = SubnetRouteTableAssociation()
