"""Who talks to whom: the internet, tiers of subnets, instances and endpoints, each with its places in the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from patterns.network.addresses import FAMILIES, Addresses, addresses, united
from patterns.network.declared import Declared, Part
from patterns.network.groups import Group, group_of
from patterns.network.routes import service_of
from patterns.network.subnets import Subnet
from patterns.template.values import Unknown

Kind = Literal["internet", "subnets", "instance", "interface endpoint", "gateway endpoint"]
INTERNET = "internet"


@dataclass(frozen=True)
class Place:
    """Subnets that decide alike, and the security groups of what stands there; None: nothing is known to stand there.

    `public_address` is whether it has one for IPv4, `ipv6_address` whether it has any; `address` is its own IPv4 one,
    where that is known.
    """

    subnets: tuple[Subnet, ...]
    groups: tuple[Group, ...] | None = None
    public_address: bool | None = None
    ipv6_address: bool | None = None
    address: Addresses | None = None

    def range(self, family: int) -> Addresses | None:
        """Its addresses of a family, None if it has none."""
        return self._ranges[family]

    @cached_property
    def _ranges(self) -> dict[int, Addresses | None]:
        made: dict[int, Addresses | None] = {}
        for family in FAMILIES:
            ranges = [one for subnet in self.subnets if (one := subnet.range(family)) is not None]
            made[family] = united(ranges, family) if ranges else None
        return made if self.address is None else {**made, 4: self.address}

    @property
    def group_names(self) -> frozenset[str] | None:
        """The names of its security groups."""
        return None if self.groups is None else frozenset(group.name for group in self.groups)

    @property
    def doubt(self) -> str:
        """What its routes, network ACL or groups depend on, where they are not in the template."""
        subnet = self.subnets[0]
        doubts = (subnet.doubt, subnet.acl.doubt, *(group.doubt for group in self.groups or ()))
        return next((doubt for doubt in doubts if doubt), "")


@dataclass(frozen=True)
class Party:
    """Somebody who sends or receives. `service` is what an endpoint leads to; `doubt` why its places are not known."""

    name: str
    kind: Kind
    places: tuple[Place, ...] = ()
    service: str = ""
    doubt: str = ""

    @property
    def can_start(self) -> bool:
        """Whether it starts conversations: an endpoint only answers."""
        return "endpoint" not in self.kind

    def __str__(self) -> str:
        return self.name


def tier_party(name: str, members: tuple[Subnet, ...]) -> Party:
    """The party of some subnets; what stands in them is not asked."""
    first = members[0]
    place = Place(members, public_address=first.public_addresses, ipv6_address=first.ipv6_addresses)
    return Party(name, "subnets", (place,))


def parties(found: Declared, tiers: Mapping[str, tuple[Subnet, ...]], known: Mapping[str, Group]) -> dict[str, Party]:
    """Name -> party: the internet first, then the tiers, the instances and the endpoints."""
    by_id = {subnet.logical_id: subnet for members in tiers.values() for subnet in members}
    made = {INTERNET: Party(INTERNET, "internet")}
    made |= {name: tier_party(name, members) for name, members in tiers.items()}
    for part in found.of("AWS::EC2::Instance"):
        made[part.logical_id] = _instance(found, part, by_id, known)
    for part in found.of("AWS::EC2::VPCEndpoint"):
        made[part.logical_id] = _endpoint(found, part, by_id, known)
    return made


def _instance(found: Declared, part: Part, by_id: Mapping[str, Subnet], known: Mapping[str, Group]) -> Party:
    interfaces = part["NetworkInterfaces"]
    declared_first = interfaces[0] if isinstance(interfaces, list) and interfaces else None
    first = declared_first if isinstance(declared_first, dict) else {}
    place = found.name(part["SubnetId"] or first.get("SubnetId"))
    subnet = by_id.get(place)
    if subnet is None:
        return Party(part.logical_id, "instance", doubt=_elsewhere(place))
    named = part["SecurityGroupIds"] or first.get("GroupSet")
    groups = _groups(found, named, subnet, known)
    if not named and part["LaunchTemplate"]:
        groups = (Group("", doubt="the security groups of its launch template"),)
    own = part["PrivateIpAddress"]
    address = addresses(own, 4) if own is not None and not isinstance(own, Unknown) else None
    wish = any(where.get(name) for where in (part.properties, first) for name in ("Ipv6AddressCount", "Ipv6Addresses"))
    here = Place(
        (subnet,),
        groups,
        public_address=_public_address(found, part, first, subnet),
        ipv6_address=True if wish else subnet.ipv6_addresses,
        address=address,
    )
    return Party(part.logical_id, "instance", (here,))


def _public_address(found: Declared, part: Part, first: Mapping[str, object], subnet: Subnet) -> bool | None:
    """By an Elastic IP, by its own wish, or as its subnet has it."""
    elastic = found.of("AWS::EC2::EIP", "AWS::EC2::EIPAssociation")
    if any(found.name(one["InstanceId"]) == part.logical_id for one in elastic):
        return True
    wish = first.get("AssociatePublicIpAddress")
    if wish is None:
        return subnet.public_addresses
    return None if isinstance(wish, Unknown) else str(wish).lower() == "true"


def _endpoint(found: Declared, part: Part, by_id: Mapping[str, Subnet], known: Mapping[str, Group]) -> Party:
    service = service_of(part["ServiceName"])
    if str(part["VpcEndpointType"] or "Gateway") == "Gateway":
        return Party(part.logical_id, "gateway endpoint", service=service)
    names = found.names(part["SubnetIds"])
    alike: dict[str, list[Subnet]] = {}
    for subnet in (by_id[name] for name in names if name in by_id):
        alike.setdefault(subnet.acl.name, []).append(subnet)
    places = tuple(
        Place(tuple(members), _groups(found, part["SecurityGroupIds"], members[0], known)) for members in alike.values()
    )
    doubt = "" if places else _elsewhere(", ".join(names))
    return Party(part.logical_id, "interface endpoint", places, service, doubt)


def _groups(found: Declared, named: object, subnet: Subnet, known: Mapping[str, Group]) -> tuple[Group, ...]:
    """The groups named, else the default one of the network."""
    names = found.names(named) or (f"{subnet.network}.DefaultSecurityGroup",)
    return tuple(group_of(name, known) for name in names)


def _elsewhere(place: str) -> str:
    return f"where {place} is" if place else "the subnet AWS chooses"
