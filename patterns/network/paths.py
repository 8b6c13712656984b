"""From one party to another: the route there, every filter on the way, and the route back.

Not modelled: what lies behind peerings, transit gateways, instances that forward, and endpoint policies.
https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from patterns.network.addresses import FAMILIES, Addresses, internet
from patterns.network.answers import RANK, Answer, Reason, verdict_of
from patterns.network.conversation import Asked, Peer, acl_back, acl_there, group_says
from patterns.network.edge import dead_or_unknown, no_route, no_way_in, public_address
from patterns.network.endpoints import INTERNET, Party, Place
from patterns.network.exits import NAT64, Nat
from patterns.network.routes import EGRESS_ONLY, INTERNET_GATEWAY, NAT_GATEWAY, Route, steered
from patterns.network.subnets import Subnet

LAST_WORD = "The network lets it through; a security group has the last word"
SERVICE_PORTS = (80, 443)
"""What S3 and DynamoDB listen on: https://docs.aws.amazon.com/general/latest/gr/ddb.html."""


@dataclass(frozen=True, eq=False)
class Paths:
    """Answers for parties whose places are known."""

    nats: Mapping[str, Nat]
    subnets: Mapping[str, Subnet]

    def answer(self, source: Party, target: Party, protocol: str, ports: tuple[int, int]) -> Answer:
        """The best answer of all families and places: one way that works is enough."""
        options = [
            (reasons, family)
            for family in FAMILIES
            for reasons in self._options(source, target, Asked(protocol, ports, family))
        ]
        if not options:
            options = [((Reason("party", target.name, False, "They have no family of addresses in common"),), 4)]
        reasons, family = min(options, key=lambda option: RANK[verdict_of(option[0])])
        places = (*source.places, *target.places)
        if verdict_of(reasons) is not False and any(place.groups is None for place in places):
            reasons = (*reasons, Reason("security group", "", True, LAST_WORD))
        port = ports[0] if ports[0] == ports[1] and protocol != "icmp" else None
        return Answer(source.name, target.name, protocol, port, verdict_of(reasons), reasons, family)

    def _options(self, source: Party, target: Party, asked: Asked) -> Iterator[tuple[Reason, ...]]:
        if not source.can_start:
            what = "endpoint" if "endpoint" in source.kind else source.kind
            words = f"{source.name} is {_a(what)}: it answers, and starts no conversation"
            yield (Reason("party", source.name, False, words),)
        elif not target.can_be_called:
            words = f"{target.name} is a {target.kind}: its network interfaces only lead out"
            yield (Reason("party", target.name, False, words),)
        elif doubt := source.doubt or target.doubt:
            yield (Reason("party", (source if source.doubt else target).name, None, f"Depends on {doubt}"),)
        elif source.kind == INTERNET:
            yield from self._from_internet(target, asked)
        elif target.kind == INTERNET:
            yield from (tuple(self._out(place, asked)) for place in _having(source, asked.family))
        elif target.kind == "gateway endpoint":
            yield from (tuple(_to_service(place, target, asked)) for place in _having(source, asked.family))
        else:
            for here in _having(source, asked.family):
                for there in _having(target, asked.family):
                    yield tuple(_inside(source, here, target, there, asked))

    def _from_internet(self, target: Party, asked: Asked) -> Iterator[tuple[Reason, ...]]:
        if "endpoint" in target.kind:
            yield (Reason("party", target.name, False, f"{target.name} is reached from inside its network only"),)
            return
        for place in _having(target, asked.family):
            yield tuple(self._in(place, asked))

    def _in(self, place: Place, asked: Asked) -> Iterator[Reason]:
        subnet, route_found = place.subnets[0], False
        peer = Peer("the internet", internet(asked.family))
        for route, part in steered(subnet.routes, peer.left):
            if route.kind == INTERNET_GATEWAY and route.state == "active":
                words = f"{route.logical_id} in {subnet.table} leads to {route.target}, attached to {subnet.network}"
                yield Reason("route", route.logical_id, True, f"{words}: there and back")
                peer, route_found = Peer(peer.name, part), True
                break
        if not route_found:
            yield no_way_in(subnet, asked.family)
        else:
            yield public_address(place, asked.family)
        reason, peer = acl_there(subnet.acl, "in", asked, peer)
        yield reason
        if place.groups is not None:
            reason, peer = group_says(place.groups, "in", asked, peer, frozenset())
            yield reason
        yield acl_back(subnet.acl, "out", asked, peer)[0]

    def _out(self, place: Place, asked: Asked) -> Iterator[Reason]:
        subnet = place.subnets[0]
        peer = Peer("the internet", internet(asked.family))
        if place.groups is not None:
            reason, peer = group_says(place.groups, "out", asked, peer, frozenset())
            yield reason
        ways = [
            (route, part, tuple(self._leaving(place, route, asked, part)))
            for route, part in steered(subnet.routes, peer.left)
        ]
        if not ways:
            yield no_route(subnet, asked.family)
            return
        _, part, reasons = min(ways, key=lambda way: RANK[verdict_of(way[2])])
        yield from reasons
        yield from _own_acl(subnet, asked, Peer(peer.name, part))

    def _leaving(self, place: Place, route: Route, asked: Asked, part: Addresses) -> Iterator[Reason]:
        """What one route makes of traffic to the internet."""
        subnet = place.subnets[0]
        where = f"{route.logical_id} in {subnet.table} leads to {route.kind} {route.target}"
        if route.state != "active" or route.kind not in (INTERNET_GATEWAY, NAT_GATEWAY, EGRESS_ONLY):
            yield dead_or_unknown(route, where)
            return
        if route.kind == NAT_GATEWAY:
            yield from self._through_nat(place, route, asked, part, where)
            return
        is_usable = route.kind == INTERNET_GATEWAY or asked.family == 6
        yield Reason("route", route.logical_id, is_usable, where if is_usable else f"{where}, for IPv6 only")
        yield public_address(place, asked.family, any_ipv6=route.kind == EGRESS_ONLY)

    def _through_nat(self, place: Place, route: Route, asked: Asked, part: Addresses, where: str) -> Iterator[Reason]:
        """https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html."""
        nat, subnet = self.nats[route.target], place.subnets[0]
        if asked.family == 6:
            yield Reason("route", route.logical_id, False, f"{where}: {NAT64}")
            return
        yield Reason("route", route.logical_id, nat.works, f"{where}: {nat.words}{self._crossing(place, route)}")
        home, own = self.subnets.get(nat.subnet), place.range(4)
        if home is not None and own is not None and not home.acl.is_default:
            peer, origin = Peer("the internet", part), Peer(subnet.logical_id, own)
            yield acl_there(home.acl, "in", asked, origin)[0]
            yield acl_there(home.acl, "out", asked, peer)[0]
            yield acl_back(home.acl, "in", asked, peer)[0]
            yield acl_back(home.acl, "out", asked, origin)[0]

    def _crossing(self, place: Place, route: Route) -> str:
        """Which subnets leave through a NAT gateway of another zone, in words."""
        crossing = []
        for subnet in place.subnets:
            through = (one.target for one in subnet.routes if one.destination == route.destination)
            zone = next((self.nats[name].zone for name in through if name in self.nats), "")
            crossing += [subnet.logical_id] if zone and subnet.zone and zone != subnet.zone else []
        return f". In a different zone from {' and '.join(crossing)}" if crossing else ""


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _having(party: Party, family: int) -> Iterator[Place]:
    return (place for place in party.places if place.range(family) is not None)


def _own_acl(subnet: Subnet, asked: Asked, peer: Peer) -> Iterable[Reason]:
    reason, peer = acl_there(subnet.acl, "out", asked, peer)
    return reason, acl_back(subnet.acl, "in", asked, peer)[0]


def _to_service(place: Place, target: Party, asked: Asked) -> Iterator[Reason]:
    """https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html."""
    subnet = place.subnets[0]
    route = next((one for one in subnet.routes if one.logical_id == target.name), None)
    if route is None:
        verdict = None if subnet.doubt else False
        words = f"{subnet.table} has no route to {target.name}: {target.service} is reached only as the internet is"
        yield Reason("route", subnet.table_subject, verdict, f"Depends on {subnet.doubt}" if subnet.doubt else words)
        return
    is_active = route.state == "active"
    words = f"{target.name} adds the {route.destination} to {subnet.table}"
    yield Reason("route", target.name, is_active or None, words if is_active else f"{words}: {route.why}")
    if asked.protocol != "tcp" or asked.ports[0] not in SERVICE_PORTS or asked.ports[0] != asked.ports[1]:
        yield Reason("party", target.name, False, f"{target.service} listens on tcp 80 and 443 only")
    public = internet(asked.family).spans
    peer = Peer(target.service, Addresses(asked.family, None, f"the addresses of {target.service}", public))
    if place.groups is not None:
        reason, peer = group_says(place.groups, "out", asked, peer, frozenset())
        yield reason
    yield from _own_acl(subnet, asked, peer)


def _inside(source: Party, here: Place, target: Party, there: Place, asked: Asked) -> Iterator[Reason]:
    """Inside one network: the local route, and what stands between two subnets."""
    from_, to = here.range(asked.family), there.range(asked.family)
    assert from_ is not None
    assert to is not None
    yield _joined(here.subnets[0], there.subnets[0], to)
    sender, receiver = Peer(source.name, from_), Peer(target.name, to)
    if here.groups is not None:
        reason, receiver = group_says(here.groups, "out", asked, receiver, there.group_names)
        yield reason
    one_subnet = here.subnets == there.subnets and len(here.subnets) == 1
    near, far = here.subnets[0].acl, there.subnets[0].acl
    if one_subnet:
        yield Reason("network ACL", "", True, f"Inside {here.subnets[0].logical_id} no network ACL is asked")
    else:
        reason, receiver = acl_there(near, "out", asked, receiver)
        yield reason
        reason, sender = acl_there(far, "in", asked, sender)
        yield reason
    if there.groups is not None:
        reason, sender = group_says(there.groups, "in", asked, sender, here.group_names)
        yield reason
    if not one_subnet:
        yield acl_back(far, "out", asked, sender)[0]
        yield acl_back(near, "in", asked, receiver)[0]


def _joined(here: Subnet, there: Subnet, to: Addresses) -> Reason:
    """The route between two subnets: local in one network, unless a longer prefix leads elsewhere."""
    if here.network != there.network:
        route = next((one for one, _ in steered(here.routes, to)), None)
        words = f"{here.network} and {there.network} are two networks, and no route of {here.table} joins them"
        if route is None or route.kind in (INTERNET_GATEWAY, NAT_GATEWAY, EGRESS_ONLY, "local"):
            return Reason("route", here.table_subject, None if here.doubt else False, words)
        return dead_or_unknown(route, f"{route.logical_id} in {here.table} leads to {route.kind} {route.target}")
    if to.spans is not None:
        for route, _ in steered(here.routes, to):
            if route.kind != "local":
                where = f"{route.logical_id} in {here.table} leads to {route.kind} {route.target}"
                return dead_or_unknown(route, where)
    return Reason("route", "", True, f"The local route of {here.network} joins all its subnets, both ways")
