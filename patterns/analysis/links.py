"""The lines of a picture: what refers to what, and which way out each subnet has. Not here: how a line is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from patterns.analysis.parts import parts
from patterns.knowledge import BELONGS_TO, about
from patterns.template.graph import Edge, edges
from patterns.template.once import once
from patterns.template.resolve import Resolved

INTERNET = "internet"
"""The end of a link that is no resource of anybody's template."""

ROUTED_TO = (
    "GatewayId",
    "NatGatewayId",
    "EgressOnlyInternetGatewayId",
    "VpcEndpointId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "NetworkInterfaceId",
    "InstanceId",
    "CarrierGatewayId",
    "LocalGatewayId",
)
"""Properties of a route that name what the traffic goes to."""


@dataclass(frozen=True)
class Link:
    """A line between two drawn resources; `word` says what it means, and is empty where one only belongs to another.

    `route` tells the way of packets from a reference of the template.
    """

    source: str
    target: str
    word: str
    route: bool = False


@once
def links(resolved: Resolved) -> Iterable[Link]:
    """The lines of a template's picture, each pair once, references before routes."""
    found: dict[tuple[str, str], Link] = {}
    for link in (*_references(resolved), *_routes(resolved), *_ways_to_the_internet(resolved)):
        found.setdefault((link.source, link.target), link)
    return found.values()


def _references(resolved: Resolved) -> Iterator[Link]:
    owners = parts(resolved)
    for edge in edges(resolved):
        if edge.source in owners and owners[edge.source] in (edge.target, owners.get(edge.target)):
            continue
        word = None if edge.attribute is None else about(resolved.resources[edge.source].type).meaning(edge.path)
        source, target = owners.get(edge.source, edge.source), owners.get(edge.target, edge.target)
        if word is not None and source != target:
            yield Link(source, target, word)


def _routes(resolved: Resolved) -> Iterator[Link]:
    """From each subnet to what the routes of its table lead to."""
    tables = {edge.source: edge.target for edge in _of(resolved, "AWS::EC2::Route", "RouteTableId")}
    targets: dict[str, list[tuple[str, str]]] = {}
    for edge in _of(resolved, "AWS::EC2::Route", *ROUTED_TO):
        if edge.source in tables:
            targets.setdefault(tables[edge.source], []).append((edge.target, _destination(resolved, edge.source)))
    subnets = {edge.source: edge.target for edge in _of(resolved, "AWS::EC2::SubnetRouteTableAssociation", "SubnetId")}
    for edge in _of(resolved, "AWS::EC2::SubnetRouteTableAssociation", "RouteTableId"):
        for target, destination in targets.get(edge.target, ()):
            if edge.source in subnets:
                yield Link(subnets[edge.source], target, f"routes {destination} to", route=True)


def _destination(resolved: Resolved, route: str) -> str:
    properties = resolved.resources[route].properties
    names = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return next((str(properties[name]) for name in names if name in properties), "something")


def _ways_to_the_internet(resolved: Resolved) -> Iterator[Link]:
    """From each gateway that a network is attached to, and from each NAT gateway through the subnet it stands in."""
    for edge in _of(resolved, "AWS::EC2::VPCGatewayAttachment", "InternetGatewayId"):
        yield Link(edge.target, INTERNET, "reaches", route=True)
    for logical_id, resource in resolved.resources.items():
        if resource.type == "AWS::EC2::EgressOnlyInternetGateway":
            yield Link(logical_id, INTERNET, "reaches", route=True)
        if resource.type == "AWS::EC2::NatGateway" and resource.properties.get("AvailabilityMode") == "regional":
            yield Link(logical_id, INTERNET, "reaches", route=True)


def _of(resolved: Resolved, type_name: str, *properties: str) -> Iterator[Edge]:
    """The references that resources of a type make by one of these properties."""
    return (
        edge
        for edge in edges(resolved)
        if resolved.resources[edge.source].type == type_name and edge.path and edge.path[0] in properties
    )


def attached(link: Link) -> bool:
    """Whether a link only says that one belongs to the other."""
    return link.word == BELONGS_TO
