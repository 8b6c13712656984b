"""AWS::EC2::Route. Its physical id is made of the table and the destination, as in AWS: `rtb-1|0.0.0.0/0`.

Not modelled: routes to transit, carrier and local gateways, core networks and Gateway Load Balancer endpoints.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed

DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
TARGETS = (
    "GatewayId", "NatGatewayId", "EgressOnlyInternetGatewayId", "InstanceId", "NetworkInterfaceId",
    "VpcPeeringConnectionId",
)  # fmt: skip


class Route(ListedProvider):
    """One way out of a route table; another target for the same destination is a change in place."""

    type = "AWS::EC2::Route"
    service = "ec2"
    creation = "create_route"
    deletion = "delete_route"
    gone = frozenset({"InvalidRoute.NotFound", "InvalidRouteTableID.NotFound"})
    listing = Call("describe_route_tables", "RouteTables")
    properties = (
        Property("RouteTableId", create="RouteTableId", get=entry("RouteTableId")),
        *(Property(name, create=name, get=entry(name)) for name in DESTINATIONS),
        *(Property(name, create=name, get=entry(name), code="set_target") for name in TARGETS),
    )
    examples = (
        {"RouteTableId": "{route_table}", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "{attached_gateway}"},
        {"RouteTableId": "{route_table}", "DestinationIpv6CidrBlock": "::/0", "GatewayId": "{attached_gateway}"},
        {"RouteTableId": "{route_table}", "DestinationCidrBlock": "10.9.0.0/16", "NatGatewayId": "{nat_gateway}"},
        {"RouteTableId": "{route_table}", "DestinationCidrBlock": "10.9.0.0/16", "InstanceId": "{instance}"},
        {
            "RouteTableId": "{route_table}", "DestinationIpv6CidrBlock": "::/0",
            "EgressOnlyInternetGatewayId": "{egress_gateway}",
        },
        {"RouteTableId": "{route_table}", "DestinationCidrBlock": "10.9.0.0/16", "NetworkInterfaceId": "{interface}"},
        {"RouteTableId": "{route_table}", "DestinationCidrBlock": "10.9.0.0/16", "VpcPeeringConnectionId": "{peering}"},
        {
            "RouteTableId": "{route_table}", "DestinationPrefixListId": "{prefix_list}",
            "VpcPeeringConnectionId": "{peering}",
        },
        {
            "RouteTableId": "{route_table}", "DestinationPrefixListId": "{prefix_list}",
            "GatewayId": "{attached_gateway}",
        },
    )  # fmt: skip

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """Table and destination."""
        destination = next(target.properties[name] for name in DESTINATIONS if name in target.properties)
        return f"{target.properties['RouteTableId']}|{destination}"

    def complete(self, target: Target) -> None:
        """The create call carries all of it."""

    def identity(self, target: Target) -> dict[str, Any]:
        """Table and destination, as a call names them."""
        names = ("RouteTableId", *DESTINATIONS)
        return {name: target.properties[name] for name in names if name in target.properties}

    def set_target(self, target: Target, old: Any) -> None:
        """Send the destination somewhere else."""
        where = {name: target.properties[name] for name in TARGETS if name in target.properties}
        target.account.administrator("ec2").replace_route(**self.identity(target), **where)

    def entries(self, account: Any, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Route id -> route, of all tables."""
        return {
            f"{table['RouteTableId']}|{route[name]}": {**route, "RouteTableId": table["RouteTableId"]}
            for table in listed(account, "ec2", self.listing)
            for route in table["Routes"]
            for name in DESTINATIONS
            if route.get(name)
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html."""
        return {"CidrBlock": target.physical_id.partition("|")[2]}


PROVIDER = Route()
