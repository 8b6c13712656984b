"""Ways out of a subnet to the internet: what each goes through, whether that works, and which zone it needs.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from patterns.network.addresses import FAMILIES, Addresses, internet
from patterns.network.answers import RANK, Verdict
from patterns.network.declared import Declared, Part
from patterns.network.routes import EGRESS_ONLY, INTERNET_GATEWAY, NAT_GATEWAY, Route, Tables, steered
from patterns.network.subnets import Subnet
from patterns.template.values import Unknown

NAT = "AWS::EC2::NatGateway"
NAT64 = "a NAT gateway takes IPv6 traffic to IPv4 addresses only"
"""NAT64, for 64:ff9b::/96: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html."""

KINDS = (INTERNET_GATEWAY, NAT_GATEWAY, EGRESS_ONLY)


@dataclass(frozen=True)
class Nat:
    """A NAT gateway as a way out; `subnet` and `zone` are empty for a regional one, which follows the zones."""

    name: str
    works: Verdict
    words: str
    zone: str = ""
    subnet: str = ""


@dataclass(frozen=True)
class WayOut:
    """One way from a subnet to the internet. `zone` is the one that it needs besides its own, empty for none."""

    subnet: str
    family: int
    kind: str
    through: str
    works: Verdict
    words: str
    zone: str = ""

    def __str__(self) -> str:
        return f"{self.subnet}: IPv{self.family} through {self.kind} {self.through}: {self.words}"


@dataclass(frozen=True)
class CutOff:
    """A subnet that stands when a zone is lost, and has no way out any more."""

    subnet: str
    zone: str
    through: str
    family: int
    words: str

    def __str__(self) -> str:
        return self.words


def nat_gateways(declared: Declared, tables: Tables, subnets: Mapping[str, Subnet]) -> dict[str, Nat]:
    """Name -> NAT gateway, of every one that is declared."""
    return {part.logical_id: _nat(declared, tables, subnets, part) for part in declared.of(NAT)}


def _nat(declared: Declared, tables: Tables, subnets: Mapping[str, Subnet], part: Part) -> Nat:
    name, mode, kind = part.logical_id, part["AvailabilityMode"], part["ConnectivityType"]
    if part.doubt or isinstance(mode, Unknown) or isinstance(kind, Unknown):
        return Nat(name, None, f"{name} depends on {part.doubt or mode or kind}")
    if kind == "private":
        return Nat(name, False, f"{name} is private: the internet gateway drops what comes from it")
    if mode == "regional":
        network = declared.name(part["VpcId"])
        if tables.attached(network):
            return Nat(name, True, f"{name} is regional: it follows the zones and has its own route to the internet")
        return Nat(name, False, f"{name} leads nowhere: no internet gateway is attached to {network}")
    place = declared.name(part["SubnetId"])
    subnet = subnets.get(place)
    if subnet is None:
        return Nat(name, None, f"{name} depends on {place}, which is not in the template")
    return _zonal(name, subnet)


def _zonal(name: str, subnet: Subnet) -> Nat:
    here = {"zone": subnet.zone, "subnet": subnet.logical_id}
    if subnet.is_public:
        return Nat(name, True, f"{name} is in {subnet.logical_id}, which is public", **here)
    if subnet.is_public is None:
        return Nat(name, None, f"{name} is in {subnet.logical_id}, and whether that is public depends", **here)
    words = f"{name} is in {subnet.logical_id}, whose {subnet.table} has no route to an attached internet gateway"
    return Nat(name, False, words, **here)


@dataclass(frozen=True)
class Nats:
    """The NAT gateways of a network by name, with the subnets whose routes decide what they do with traffic."""

    gateways: Mapping[str, Nat]
    subnets: Mapping[str, Subnet]

    def onward(self, name: str, part: Addresses, seen: tuple[str, ...] = ()) -> tuple[Verdict, str]:
        """Whether a NAT gateway gets traffic to a part of the internet, by the routes of its own subnet; and why.

        What the most specific route sends to a gateway that had it already goes round and round.
        https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
        """
        nat = self.gateways[name]
        home = self.subnets.get(nat.subnet)
        if not nat.works or home is None:
            return nat.works, nat.words
        found = [self._sent(nat, home, route, piece, seen) for route, piece in steered(home.routes, part)]
        nowhere = (False, f"{name} is in {home.logical_id}, and no route of {home.table} leads there")
        return min(found, key=lambda each: RANK[each[0]], default=nowhere)

    def _sent(
        self, nat: Nat, home: Subnet, route: Route, part: Addresses, seen: tuple[str, ...]
    ) -> tuple[Verdict, str]:
        """What becomes of what one route of a NAT gateway's subnet takes."""
        if route.kind == INTERNET_GATEWAY and route.state == "active":
            return True, nat.words
        where = f"{nat.name} is in {home.logical_id}, where {route.logical_id} sends it to {route.kind} {route.target}"
        if route.state == "blackhole":
            return False, f"{where}, a black hole: {route.why}"
        if route.kind == NAT_GATEWAY and route.target in self.gateways:
            passed = (*seen, nat.name)
            if route.target in passed:
                return False, f"{where} again: a loop"
            verdict, words = self.onward(route.target, part, passed)
            return (None, f"{where}: whether one takes what comes from another, AWS does not say") if verdict else (
                verdict, words
            )  # fmt: skip
        return None, f"{where}: {route.why or f'depends on what lies behind {route.target}'}"


def ways_out(subnet: Subnet, nats: Nats) -> tuple[WayOut, ...]:
    """Every way from a subnet to the internet, those that do not work included."""
    return tuple(_ways(subnet, nats))


def _ways(subnet: Subnet, nats: Nats) -> Iterator[WayOut]:
    for family in FAMILIES:
        if subnet.range(family) is None:
            continue
        for route, part in steered(subnet.routes, internet(family)):
            if route.kind in KINDS:
                yield _way(subnet, part, route, nats)


def _way(subnet: Subnet, part: Addresses, route: Route, nats: Nats) -> WayOut:
    family = part.family

    def way(works: Verdict, words: str, zone: str = "") -> WayOut:
        return WayOut(subnet.logical_id, family, route.kind, route.target, works, words, zone)

    if route.state != "active":
        return way(None if route.state == "unknown" else False, route.why)
    if route.kind == INTERNET_GATEWAY:
        return way(True, f"{route.target} is attached to {subnet.network}")
    if route.kind == EGRESS_ONLY:
        return way(family == 6, f"{route.target} lets IPv6 out only, and nobody in")
    nat = nats.gateways[route.target]
    if family == 6:
        return way(False, f"{nat.name}: {NAT64}")
    works, words = nats.onward(nat.name, part)
    crossing = nat.zone and subnet.zone and nat.zone != subnet.zone
    return way(works, f"{words}, in another zone: {nat.zone}" if crossing else words, nat.zone)


def cut_off(subnets: Mapping[str, Subnet], ways: Mapping[str, tuple[WayOut, ...]], zone: str) -> Iterator[CutOff]:
    """The subnets outside a lost zone whose every working way out, of a family, went through it."""
    for subnet in subnets.values():
        for family in FAMILIES:
            working = [way for way in ways[subnet.logical_id] if way.works and way.family == family]
            if subnet.zone != zone and working and all(way.zone == zone for way in working):
                through = working[0].through
                where = f"{subnet.logical_id} ({subnet.zone})" if subnet.zone else subnet.logical_id
                words = f"{where} loses its way out: {through} is in {zone}"
                yield CutOff(subnet.logical_id, zone, through, family, words)
