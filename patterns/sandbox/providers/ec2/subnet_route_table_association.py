"""AWS::EC2::SubnetRouteTableAssociation."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.listed import ListedProvider, entry
from patterns.sandbox.provider import Call, Property, Target


class SubnetRouteTableAssociation(ListedProvider):
    """Which table routes a subnet; without one its network's main table does."""

    type = "AWS::EC2::SubnetRouteTableAssociation"
    service = "ec2"
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

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The association's own id."""
        return str(response["AssociationId"])

    def entries(self, account: Any, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Association id -> association, of all tables."""
        pages = account.observer("ec2").get_paginator("describe_route_tables").paginate()
        return {
            link["RouteTableAssociationId"]: link
            for page in pages
            for table in page["RouteTables"]
            for link in table["Associations"]
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """The association's id."""
        return {"Id": target.physical_id}


PROVIDER = SubnetRouteTableAssociation()
