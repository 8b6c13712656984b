"""AWS::EC2::RouteTable. Not here: its routes and associations, types of their own."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider


class RouteTable(Ec2Provider):
    """A table of routes; it begins with the one inside its network."""

    type = "AWS::EC2::RouteTable"
    identifier = "RouteTableId"
    resource_type = "route-table"
    creation = "create_route_table"
    created_path = "RouteTable.RouteTableId"
    deletion = "delete_route_table"
    gone = frozenset({"InvalidRouteTableID.NotFound"})
    listing = Call("describe_route_tables", "RouteTables")
    entry_id = "RouteTableId"
    properties = (Property("VpcId", create="VpcId", get=entry("VpcId")), TAGS)
    examples = (
        {"VpcId": "{vpc}"},
        {"VpcId": "{vpc}", "Tags": [{"Key": "Name", "Value": "example"}]},
        {"VpcId": "{other_vpc}"},
    )

    def attributes(self, target: Target) -> dict[str, Any]:
        """The table's id."""
        return {"RouteTableId": target.physical_id}


PROVIDER = RouteTable()
