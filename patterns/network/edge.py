"""The edge of a network: why the internet is reached from a subnet or not, before any filter is asked."""

from __future__ import annotations

from patterns.network.addresses import internet
from patterns.network.answers import Reason
from patterns.network.endpoints import Place
from patterns.network.routes import EGRESS_ONLY, NAT_GATEWAY, Route, steered
from patterns.network.subnets import Subnet


def no_route(subnet: Subnet, family: int) -> Reason:
    """Why nothing leaves: there is no route to the internet at all, or none that is known."""
    if subnet.doubt:
        return Reason("route", subnet.table_subject, None, f"Depends on {subnet.doubt}")
    open_points = [route.why for route in subnet.routes if route.family == family and route.state == "unknown"]
    if open_points:
        return Reason("route", subnet.table_subject, None, f"{subnet.table} {open_points[0]}")
    because = "" if subnet.table_by else f", which {subnet.logical_id} uses because no association names another"
    return Reason("route", subnet.table_subject, False, f"No route to the internet in {subnet.table}{because}")


def no_way_in(subnet: Subnet, family: int) -> Reason:
    """Why the internet does not come in: what the route to it leads to, or that there is none."""
    for route, _ in steered(subnet.routes, internet(family)):
        where = f"{route.logical_id} in {subnet.table} leads to {route.kind} {route.target}"
        if route.kind in (NAT_GATEWAY, EGRESS_ONLY):
            return Reason("route", route.logical_id, False, f"{where}, which lets nobody in")
        return dead_or_unknown(route, where)
    return no_route(subnet, family)


def dead_or_unknown(route: Route, where: str) -> Reason:
    """A route to a black hole, or to something whose other end is not known here; `where` says which it is."""
    if route.state == "blackhole":
        return Reason("route", route.logical_id, False, f"{where}, a black hole: {route.why}")
    why = route.why or f"depends on what lies behind {route.target}"
    return Reason("route", route.logical_id, None, f"{where}: {why}")


def public_address(place: Place, family: int, *, any_ipv6: bool = False) -> Reason:
    """Whether what stands in a place has an address that an internet gateway serves; every IPv6 address is one.

    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    """
    subnet = place.subnets[0]
    gives = place.ipv6_address if family == 6 else place.public_address
    what = "an IPv6 address" if family == 6 else "a public IPv4 address"
    if gives:
        return Reason("address", subnet.logical_id, True, f"What starts in {subnet.logical_id} is given {what}")
    if family == 4 and place.groups is not None and gives is False:
        return Reason("address", subnet.logical_id, False, "It has no public IPv4 address")
    purpose = "leave through it" if any_ipv6 else "be served"
    words = (
        f"Depends on {what}: nothing in {subnet.logical_id} gets one by default, and only what has one can {purpose}"
    )
    return Reason("address", subnet.logical_id, None, words)
