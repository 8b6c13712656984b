"""Subnets with everything that holds for them, and the tiers they form.

https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace

from patterns.network.acls import Acl, acl_associations, acl_of, acls
from patterns.network.addresses import Addresses, addresses, united, usable_addresses
from patterns.network.declared import ASSOCIATIONS, VPC, Declared, Part
from patterns.network.routes import INTERNET_GATEWAY, NAT_GATEWAY, Route, Tables, blocks
from patterns.template.values import Unknown

SUBNET, ROUTE = "AWS::EC2::Subnet", "AWS::EC2::Route"
ROUTES, GUARD = ASSOCIATIONS
MOST_TIERS = 12
"""More than these, and nobody reads the table of who reaches whom."""

_MEMBER = re.compile(r"(?<=[a-z0-9])(?:[A-Z]|[-_]?\d+)$")
_WORD = re.compile(r"(?<=.)[-_]?[Ss]ubnet$")


@dataclass(frozen=True)
class Subnet:
    """One subnet. `table_by` and `acl_by` are the associations, empty where AWS falls back on what the network has.

    `zone` is empty where AWS chooses it. `public_addresses`: whether what is launched here gets a public IPv4 address
    by default, or for IPv6 any address. `doubt` says why the routes are not known.
    """

    logical_id: str
    network: str
    zone: str
    cidr: str
    ipv6_cidr: str
    table: str
    table_by: str
    acl: Acl
    acl_by: str
    routes: tuple[Route, ...]
    public_addresses: bool | None
    ipv6_addresses: bool | None
    usable_addresses: int | None
    ranges: tuple[Addresses, ...]
    doubt: str = ""

    @property
    def table_subject(self) -> str:
        """The resource that decides about its routes: the table, or where nothing names one the subnet itself."""
        return self.table if self.table_by else self.logical_id

    @property
    def is_public(self) -> bool | None:
        """Whether a route leads to an attached internet gateway; None: it depends.

        https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
        """
        return self._leads_out(4)

    @property
    def is_public_ipv6(self) -> bool | None:
        """The same for IPv6."""
        return self._leads_out(6)

    def range(self, family: int) -> Addresses | None:
        """Its addresses of a family, None if it has none."""
        return next((span for span in self.ranges if span.family == family), None)

    def _leads_out(self, family: int) -> bool | None:
        routes = [one for one in self.routes if one.kind == INTERNET_GATEWAY and one.family == family]
        if any(route.state == "active" for route in routes):
            return True
        return None if self.doubt or any(route.state == "unknown" for route in routes) else False

    def __str__(self) -> str:
        return f"{self.logical_id} ({self.cidr}{f', {self.zone}' if self.zone else ''})"


def subnets(declared: Declared, tables: Tables) -> tuple[Subnet, ...]:
    """Every subnet, in the order of the template."""
    lists, guarded = acls(declared), acl_associations(declared)
    known: dict[tuple[str, str], tuple[Route, ...]] = {}
    made = []
    for part in declared.of(SUBNET):
        network = declared.name(part["VpcId"])
        table, by = tables.associations.get(part.logical_id, ("", ""))
        if (ROUTES, part.logical_id) in declared.doubts:
            table, by = "", ""
        if (network, table) not in known:
            known[network, table] = tables.of(network, table)
        acl, acl_by = guarded.get(part.logical_id, ("", ""))
        made.append(
            _subnet(
                declared, part, table=table, table_by=by, routes=known[network, table],
                acl=acl_of(acl, network, lists, declared.doubts.get((GUARD, part.logical_id), "")), acl_by=acl_by,
            )
        )  # fmt: skip
    return tuple(made)


def _subnet(
    declared: Declared, part: Part, *, table: str, table_by: str, routes: tuple[Route, ...], acl: Acl, acl_by: str
) -> Subnet:
    network = declared.name(part["VpcId"])
    ipv4, ipv6 = part["CidrBlock"], part["Ipv6CidrBlock"]
    ranges = [
        _bounded(addresses(value, family), blocks(declared, network, family))
        for value, family in ((ipv4, 4), (ipv6, 6))
        if value is not None
    ]
    return Subnet(
        logical_id=part.logical_id,
        network=network,
        zone=str(part["AvailabilityZone"] or ""),
        cidr=str(ipv4 or ""),
        ipv6_cidr=str(ipv6 or ""),
        table=table or f"main route table of {network}",
        table_by=table_by,
        acl=acl,
        acl_by=acl_by,
        routes=routes,
        public_addresses=_truth(part["MapPublicIpOnLaunch"]),
        ipv6_addresses=_truth(part["AssignIpv6AddressOnCreation"]),
        usable_addresses=usable_addresses(ipv4) if ipv4 is not None else 0,
        ranges=tuple(ranges),
        doubt=declared.doubts.get((ROUTES, part.logical_id), "") or _doubt(declared, network, table),
    )


def _bounded(own: Addresses, around: list[Addresses]) -> Addresses:
    """A range that is not known yet lies in the network's all the same."""
    return own if own.spans is not None else replace(own, within=united(around, own.family).spans)


def _truth(value: object) -> bool | None:
    return None if isinstance(value, Unknown) else str(value).lower() == "true"


def _doubt(declared: Declared, network: str, table: str) -> str:
    """What the routes depend on: a table, or a network whose main table, is not in the template."""
    if table in declared.parts:
        return declared.doubts.get((ROUTE, table), "")
    if table:
        return f"the routes of {table}, which are not in the template"
    own = declared.parts.get(network)
    is_ours = own is not None and own.type == VPC
    return "" if is_ours else f"the main route table of {network}, which is not in the template"


def stem(logical_id: str) -> str:
    """What is left of a subnet's name without its letter or number, and without the word: `App` of `AppSubnetB`."""
    base = _MEMBER.sub("", logical_id)
    return _WORD.sub("", base) or base


def tiers(
    found: Iterable[Subnet], works: Callable[[str], object], taken: Container[str]
) -> dict[str, tuple[Subnet, ...]]:
    """Tier -> its subnets: those named alike that also behave alike; any other subnet is a tier of its own.

    Where that makes more than twelve, all that behave alike are one. `works` says of a NAT gateway whether it does; a
    name that is `taken` gets the word "subnets".
    """
    behaving = {subnet.logical_id: _behaviour(subnet, works) for subnet in found}
    alike: dict[str, list[Subnet]] = {}
    for subnet in found:
        alike.setdefault(stem(subnet.logical_id), []).append(subnet)
    made: dict[str, tuple[Subnet, ...]] = {}
    for name, members in alike.items():
        if len({behaving[member.logical_id] for member in members}) == 1:
            is_taken = name in taken and name != members[0].logical_id
            made[f"{name} subnets" if is_taken else name] = tuple(members)
        else:
            made |= {member.logical_id: (member,) for member in members}
    return made if len(made) <= MOST_TIERS else _by_behaviour(found, behaving)


def _by_behaviour(found: Iterable[Subnet], behaving: Mapping[str, object]) -> dict[str, tuple[Subnet, ...]]:
    alike: dict[object, list[Subnet]] = {}
    for subnet in found:
        alike.setdefault(behaving[subnet.logical_id], []).append(subnet)
    return {_together(members): tuple(members) for members in alike.values()}


def _together(members: list[Subnet]) -> str:
    more = len(members) - 1
    return f"{members[0].logical_id} and {more} more" if more else members[0].logical_id


def _behaviour(subnet: Subnet, works: Callable[[str], object]) -> tuple[object, ...]:
    """What must be the same in subnets of one tier: not which NAT gateway serves it, but whether one does."""
    routes = frozenset(
        (route.destination, route.kind, route.state, works(route.target) if route.kind == NAT_GATEWAY else route.target)
        for route in subnet.routes
    )
    families = tuple(span.family for span in subnet.ranges)
    addressing = (subnet.public_addresses, subnet.ipv6_addresses)
    return subnet.network, subnet.acl.name, routes, families, addressing, subnet.doubt
