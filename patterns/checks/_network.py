"""What several checks need to know about the networks of a template: who routes where. Not a check.

Where the answer depends on something outside the template, or not decided yet, it is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from patterns.checks._references import known_text, target, undecided
from patterns.knowledge import about
from patterns.ranges import is_open
from patterns.template.properties import at, each, is_on, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

_DATA = re.compile(r"(?:^|[a-z0-9])(Data|Database|Databases|DB|Db|Rds|RDS|Cache)(?=[A-Z0-9]|$)")


def vpc_of(resolved: Resolved, resource: Resource) -> Resource | None:
    """The VPC of this template that the resource belongs to, None for one that stands elsewhere."""
    return target(resolved, at(resource.properties, "VpcId"))


def subnets_of(resolved: Resolved, vpc: Resource) -> list[Resource]:
    """The subnets of a VPC."""
    return [subnet for subnet in of_type(resolved, "AWS::EC2::Subnet") if vpc_of(resolved, subnet) is vpc]


def zone(subnet: Resource) -> str | None:
    """The Availability Zone of a subnet, None where AWS or a deployment chooses."""
    availability_zone = at(subnet.properties, "AvailabilityZone") or at(subnet.properties, "AvailabilityZoneId")
    return known_text(availability_zone)


def default_routes(resolved: Resolved, subnet: Resource) -> list[Resource] | None:
    """The routes to everywhere that hold for a subnet.

    A subnet without an association follows the main route table, which in a VPC of this template has local routes
    only. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
    """
    tables = route_tables(resolved, subnet)
    routes = list(of_type(resolved, "AWS::EC2::Route"))
    if tables is None or any(undecided(at(route.properties, "RouteTableId")) for route in routes):
        return None
    mine = [route for route in routes if _name(resolved, route, "RouteTableId") in tables]
    if any(isinstance(destination, Unknown) for route in mine for destination in _destinations(route)):
        return None
    return [route for route in mine if any(is_open(destination) for destination in _destinations(route))]


def ways_out(resolved: Resolved, subnet: Resource) -> frozenset[str] | None:
    """How traffic leaves a subnet for everywhere: "internet", "nat", "egress", "other", "undecided"; empty for not."""
    routes = default_routes(resolved, subnet)
    return None if routes is None else frozenset(_way(resolved, route) for route in routes)


def is_private(resolved: Resolved, subnet: Resource) -> bool:
    """Whether a subnet certainly has no route to an internet gateway, and gives no public addresses."""
    ways = ways_out(resolved, subnet)
    return ways is not None and not ways & {"internet", "undecided"} and not gives_public_addresses(subnet)


def gives_public_addresses(subnet: Resource) -> bool:
    """Whether whatever starts in a subnet gets a public address."""
    return is_on(at(subnet.properties, "MapPublicIpOnLaunch"))


def endpoints_of(resolved: Resolved, vpc: Resource, kind: str) -> Iterator[Resource]:
    """The endpoints of a VPC that are, or may be, of a kind: "Gateway" (what AWS makes by default) or "Interface"."""
    for endpoint in of_type(resolved, "AWS::EC2::VPCEndpoint"):
        declared = at(endpoint.properties, "VpcEndpointType") or "Gateway"
        ours = vpc_of(resolved, endpoint) is vpc or undecided(at(endpoint.properties, "VpcId"))
        if ours and (declared == kind or isinstance(declared, Unknown)):
            yield endpoint


def data_subnets(resolved: Resolved) -> Iterator[Resource]:
    """The subnets that hold data: those of a database or cache subnet group, and those named for it."""
    listed = [
        target(resolved, member)
        for group in resolved.resources.values()
        if about(group.type).stands_for_subnets
        for member in each(at(group.properties, "SubnetIds"))
    ]
    for subnet in of_type(resolved, "AWS::EC2::Subnet"):
        if any(member is subnet for member in listed) or _DATA.search(subnet.logical_id):
            yield subnet


def route_tables(resolved: Resolved, subnet: Resource) -> frozenset[str] | None:
    """The route tables that associations name for a subnet: empty for the main one, None where nobody can tell."""
    if vpc_of(resolved, subnet) is None:
        return None
    associations = list(of_type(resolved, "AWS::EC2::SubnetRouteTableAssociation"))
    if any(undecided(at(association.properties, "SubnetId")) for association in associations):
        return None
    mine = [found for found in associations if target(resolved, at(found.properties, "SubnetId")) is subnet]
    names = [_name(resolved, association, "RouteTableId") for association in mine]
    return None if None in names else frozenset(name for name in names if name)


def _name(resolved: Resolved, resource: Resource, name: str) -> str | None:
    found = target(resolved, at(resource.properties, name))
    return found.logical_id if found else None


def _destinations(route: Resource) -> tuple[Any, Any]:
    return at(route.properties, "DestinationCidrBlock"), at(route.properties, "DestinationIpv6CidrBlock")


def _way(resolved: Resolved, route: Resource) -> str:
    gateway = at(route.properties, "GatewayId")
    if gateway is not None:
        return _through_gateway(resolved, gateway)
    if at(route.properties, "NatGatewayId") is not None:
        return "nat"
    return "egress" if at(route.properties, "EgressOnlyInternetGatewayId") is not None else "other"


def _through_gateway(resolved: Resolved, gateway: Any) -> str:
    found = target(resolved, gateway)
    if found is not None:
        return "internet" if found.type == "AWS::EC2::InternetGateway" else "other"
    if isinstance(gateway, Unknown):
        return "undecided"
    return "internet" if str(gateway).startswith("igw-") else "other"
