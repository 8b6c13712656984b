"""Route tables: where traffic from a subnet is sent, and whether there is anything at the other end.

https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from patterns.network.addresses import BITS, FAMILIES, Addresses, addresses
from patterns.network.declared import VPC, Declared, Part
from patterns.template.values import Unknown

State = Literal["active", "blackhole", "unknown"]
INTERNET_GATEWAY, NAT_GATEWAY, EGRESS_ONLY = "internet gateway", "NAT gateway", "egress-only internet gateway"
GATEWAY_ENDPOINT, LOCAL = "gateway endpoint", "local"

TARGETS = {
    "NatGatewayId": NAT_GATEWAY,
    "EgressOnlyInternetGatewayId": EGRESS_ONLY,
    "InstanceId": "instance",
    "NetworkInterfaceId": "network interface",
    "VpcPeeringConnectionId": "peering connection",
    "TransitGatewayId": "transit gateway",
    "VpcEndpointId": "gateway load balancer endpoint",
    "CarrierGatewayId": "carrier gateway",
    "LocalGatewayId": "local gateway",
    "CoreNetworkArn": "core network",
}
"""Property of a route -> what kind of thing it leads to; `GatewayId` leads to several kinds."""

GATEWAYS = {"AWS::EC2::InternetGateway": INTERNET_GATEWAY, "AWS::EC2::VPNGateway": "virtual private gateway"}
PREFIXES = {"igw-": INTERNET_GATEWAY, "vgw-": "virtual private gateway", "vpce-": GATEWAY_ENDPOINT}
DESTINATIONS = (("DestinationCidrBlock", 4), ("DestinationIpv6CidrBlock", 6), ("DestinationPrefixListId", 0))


@dataclass(frozen=True)
class Route:
    """One effective route. `logical_id` is empty for a local one, which every table has; `why` explains the state.

    `family` is 4 or 6, or 0 for a prefix list, which may hold both.
    """

    destination: str
    family: int
    kind: str
    target: str
    state: State
    logical_id: str = ""
    why: str = ""
    reach: Addresses | None = None

    @property
    def prefix_length(self) -> int:
        """How specific it is; -1 for a destination that is not known."""
        if self.reach is None or not self.reach.spans:
            return -1
        low, high = self.reach.spans[0]
        return BITS[self.family] - (high - low).bit_length()

    def __str__(self) -> str:
        target = self.kind if self.kind == LOCAL else f"{self.kind} {self.target}"
        return f"{self.destination} to {target}" + ("" if self.state == "active" else f" ({self.state})")


def steered(routes: Iterable[Route], traffic: Addresses) -> Iterator[tuple[Route, Addresses]]:
    """Which route takes which part of the traffic: the longest prefix first; a route not known yet takes none away."""
    fitting = [route for route in routes if route.reach is not None and route.family == traffic.family]
    left = traffic
    for route in sorted(fitting, key=lambda one: -one.prefix_length):
        assert route.reach is not None
        if route.reach.spans is None or left.spans is None:
            if traffic.words == route.reach.words or route.reach.is_everything:
                yield route, left
                return
            continue
        part = left & route.reach
        if part:
            left = left - part
            yield route, Addresses(part.family, part.spans, traffic.words if part.spans == traffic.spans else "")


def blocks(declared: Declared, network: str, family: int) -> list[Addresses]:
    """The address ranges of a network."""
    own = declared.parts.get(network)
    parts = [one for one in declared.of("AWS::EC2::VPCCidrBlock") if declared.name(one["VpcId"]) == network]
    if family == 6:
        given = [part["Ipv6CidrBlock"] for part in parts if part["Ipv6CidrBlock"] is not None]
        made = [part for part in parts if str(part["AmazonProvidedIpv6CidrBlock"]).lower() == "true"]
        if made and not given:
            return [Addresses(6, None, f"the IPv6 range of {network}")]
        return [addresses(value, 6) for value in given]
    if own is None or own.type != VPC:
        return [Addresses(4, None, f"the range of {network}")]
    values = [own["CidrBlock"], *(part["CidrBlock"] for part in parts)]
    return [addresses(value, 4) for value in values if value is not None]


class Tables:
    """The routes of every table of a template; what AWS adds implicitly is added here."""

    def __init__(self, declared: Declared) -> None:
        self._found = declared
        self._attached = {
            (declared.name(part["VpcId"]), declared.name(part["InternetGatewayId"] or part["VpnGatewayId"])): part
            for part in declared.of("AWS::EC2::VPCGatewayAttachment")
        }
        self._routes: dict[str, list[Part]] = {}
        for part in declared.of("AWS::EC2::Route"):
            self._routes.setdefault(declared.name(part["RouteTableId"]), []).append(part)
        self._endpoints: dict[str, list[Part]] = {}
        for part in declared.of("AWS::EC2::VPCEndpoint"):
            if str(part["VpcEndpointType"] or "Gateway") == "Gateway":
                for table in declared.names(part["RouteTableIds"]):
                    self._endpoints.setdefault(table, []).append(part)
        self.associations = {
            declared.name(part["SubnetId"]): (declared.name(part["RouteTableId"]), part.logical_id)
            for part in declared.of("AWS::EC2::SubnetRouteTableAssociation")
        }

    def attached(self, network: str, gateway: str = "") -> str:
        """The internet gateway attached to a network, or this gateway if it is the one; empty for none."""
        for there, name in self._attached:
            part = self._found.parts.get(name)
            is_internet = part is None or part.type == "AWS::EC2::InternetGateway"
            if there == network and (name == gateway if gateway else is_internet):
                return name
        return ""

    def of(self, network: str, table: str) -> tuple[Route, ...]:
        """The routes of a table, the local ones first; those of a main table are only these."""
        local = [
            Route(str(block), family, LOCAL, LOCAL, "active", reach=block)
            for family in FAMILIES
            for block in blocks(self._found, network, family)
        ]
        own = [self._route(part, network) for part in self._routes.get(table, [])]
        services = [_service_route(part) for part in self._endpoints.get(table, [])]
        return (*local, *own, *services)

    def _route(self, part: Part, network: str) -> Route:
        name, family = next(((name, family) for name, family in DESTINATIONS if part[name] is not None), ("", 0))
        kind, target = self._target(part)
        state, why = self._state(kind, target, network)
        if part.doubt:
            state, why = "unknown", f"depends on {part.doubt}"
        value = part[name]
        reach = addresses(value, family) if family else None
        if isinstance(value, Unknown) and state == "active":
            state, why = "unknown", f"depends on {value}"
        return Route(str(value), family, kind, target, state, part.logical_id, why, reach)

    def _target(self, part: Part) -> tuple[str, str]:
        for name, kind in TARGETS.items():
            if part[name] is not None:
                return kind, self._found.name(part[name])
        name = self._found.name(part["GatewayId"])
        if name == LOCAL:
            return LOCAL, LOCAL
        there = self._found.parts.get(name)
        by_prefix = next((kind for prefix, kind in PREFIXES.items() if name.startswith(prefix)), "gateway")
        return (GATEWAYS.get(there.type, "gateway") if there else by_prefix), name

    def _state(self, kind: str, target: str, network: str) -> tuple[State, str]:
        part = self._found.parts.get(target)
        if kind == LOCAL:
            return "active", ""
        if self._found.is_gone(target):
            return "blackhole", f"{target} does not exist any more"
        if part is None:
            return "unknown", f"depends on {target or 'its target'}, which is not in the template"
        if part.doubt or (kind == NAT_GATEWAY and part.type != "AWS::EC2::NatGateway"):
            return "unknown", f"depends on {part.doubt or target}"
        if kind in GATEWAYS.values():
            return self._gateway_state(kind, target, network)
        if kind == EGRESS_ONLY and self._found.name(part["VpcId"]) != network:
            return "blackhole", f"{target} belongs to another network"
        return "active", ""

    def _gateway_state(self, kind: str, target: str, network: str) -> tuple[State, str]:
        if not self.attached(network, target):
            return "blackhole", f"{target} is not attached to {network}"
        doubt = self._attached[network, target].doubt
        return ("unknown", f"depends on {doubt}") if doubt else ("active", "")


def _service_route(part: Part) -> Route:
    """https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing."""
    service = service_of(part["ServiceName"])
    state: State = "unknown" if part.doubt else "active"
    return Route(
        f"prefix list of {service}", 0, GATEWAY_ENDPOINT, part.logical_id, state, part.logical_id,
        f"depends on {part.doubt}" if part.doubt else "",
    )  # fmt: skip


def service_of(value: Any) -> str:
    """The last part of an endpoint's service name: `s3` of `com.amazonaws.us-east-1.s3`."""
    return str(value).rpartition(".")[2] if isinstance(value, str) and value.startswith("com.") else str(value)
