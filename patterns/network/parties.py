"""The parties of a template: what stands in its subnets, with the security groups that each wears.

Not here: task definitions on instances, mount targets, Gateway Load Balancers, and network interfaces on their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from patterns.network.addresses import addresses
from patterns.network.declared import Declared, Part
from patterns.network.endpoints import INTERNET, Kind, Party, Place, tier_party
from patterns.network.groups import Group, group_of, unguarded
from patterns.network.launching import AS_THE_SUBNET, configured, first_interface, launched, public_wish, truth, worn
from patterns.network.routes import Tables, service_of
from patterns.network.stores import STORES, owner, port_of, subnets_of
from patterns.network.subnets import Subnet
from patterns.template.properties import at
from patterns.template.values import Unknown

BALANCER, GROUP, FUNCTION, SERVICE = (
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Lambda::Function",
    "AWS::ECS::Service",
)
CLASSIC = "AWS::ElasticLoadBalancing::LoadBalancer"
MOST_PARTIES = 24
"""More than these, and those alike are shown as one."""


@dataclass(frozen=True)
class Standing:
    """Where one resource stands and what it wears, as the template writes it.

    `groups` None is the default group of the network, a `Group` just that one. `public` is whether it has a public
    IPv4 address, `AS_THE_SUBNET` where its subnet decides.
    """

    kind: Kind
    subnets: Any
    groups: Any = None
    public: Any = False
    port: int | None = None


def parties(
    declared: Declared, tiers: Mapping[str, tuple[Subnet, ...]], known: Mapping[str, Group], tables: Tables
) -> dict[str, Party]:
    """Name -> party: the internet first, then the tiers, what starts conversations, what answers, and the endpoints."""
    by_id = {subnet.logical_id: subnet for members in tiers.values() for subnet in members}
    made = {INTERNET: Party(INTERNET, "internet")}
    made |= {name: tier_party(name, members) for name, members in tiers.items()}
    for part in declared.of("AWS::EC2::Instance"):
        made[part.logical_id] = _instance(declared, part, by_id, known)
    for kind, read in READERS.items():
        for part in declared.of(kind):
            standing = read(declared, part, tables)
            if standing is not None:
                made[part.logical_id] = _party(declared, part.logical_id, standing, by_id, known)
    for part in declared.of("AWS::EC2::VPCEndpoint"):
        made[part.logical_id] = _endpoint(declared, part, by_id, known)
    return made


def folded(all_parties: Mapping[str, Party]) -> dict[str, Party]:
    """The same, with those that decide alike as one where they are too many to read: "Reader and 3 more"."""
    if len(all_parties) <= MOST_PARTIES:
        return dict(all_parties)
    alike: dict[object, list[Party]] = {}
    for party in all_parties.values():
        alone = party.name if party.kind in ("internet", "subnets", "gateway endpoint") else ""
        alike.setdefault((party.kind, party.places, party.service, party.doubt, alone), []).append(party)
    return dict(_together(members) for members in alike.values())


def _together(members: list[Party]) -> tuple[str, Party]:
    first, more = members[0], len(members) - 1
    if not more:
        return first.name, first
    name = f"{first.name} and {more} more"
    return name, replace(first, name=name, members=tuple(member.name for member in members))


def _party(
    declared: Declared, name: str, standing: Standing, by_id: Mapping[str, Subnet], known: Mapping[str, Group]
) -> Party:
    names = declared.names(standing.subnets)
    places = tuple(_places(declared, [by_id[one] for one in names if one in by_id], standing, known))
    doubt = "" if places else _elsewhere(", ".join(names))
    return Party(name, standing.kind, places, doubt=doubt, port=standing.port)


def _places(declared: Declared, here: list[Subnet], standing: Standing, known: Mapping[str, Group]) -> Iterator[Place]:
    """One place for all subnets that decide alike."""
    alike: dict[object, list[Subnet]] = {}
    for subnet in here:
        key = (subnet.network, subnet.acl.name, subnet.table, subnet.public_addresses, subnet.ipv6_addresses)
        alike.setdefault(key, []).append(subnet)
    for members in alike.values():
        first, public = members[0], standing.public
        if public is AS_THE_SUBNET:
            public = first.public_addresses
        ipv6 = first.ipv6_addresses if standing.kind in ("instance", "Auto Scaling group") else None
        yield Place(tuple(members), _groups(declared, standing.groups, first, known), public, ipv6)


def _instance(declared: Declared, part: Part, by_id: Mapping[str, Subnet], known: Mapping[str, Group]) -> Party:
    data = {**launched(declared, part["LaunchTemplate"]), **part.properties}
    first = first_interface(data)
    place = declared.name(data.get("SubnetId") or first.get("SubnetId"))
    subnet = by_id.get(place)
    if subnet is None:
        return Party(part.logical_id, "instance", doubt=_elsewhere(place))
    groups = _groups(declared, worn(data), subnet, known)
    own = data.get("PrivateIpAddress")
    address = addresses(own, 4) if own is not None and not isinstance(own, Unknown) else None
    wish = any(where.get(name) for where in (data, first) for name in ("Ipv6AddressCount", "Ipv6Addresses"))
    public = True if _has_elastic_address(declared, part) else public_wish(first)
    here = Place(
        (subnet,),
        groups,
        public_address=subnet.public_addresses if public is AS_THE_SUBNET else public,
        ipv6_address=True if wish else subnet.ipv6_addresses,
        address=address,
    )
    return Party(part.logical_id, "instance", (here,))


def _group(declared: Declared, part: Part, tables: Tables) -> Standing:
    template = part["LaunchTemplate"] or at(
        part["MixedInstancesPolicy"], "LaunchTemplate", "LaunchTemplateSpecification"
    )
    data = configured(declared, part) if template is None else launched(declared, template)
    return Standing("Auto Scaling group", part["VPCZoneIdentifier"], worn(data), public_wish(first_interface(data)))


def _has_elastic_address(declared: Declared, part: Part) -> bool:
    elastic = declared.of("AWS::EC2::EIP", "AWS::EC2::EIPAssociation")
    return any(declared.name(one["InstanceId"]) == part.logical_id for one in elastic)


def _function(declared: Declared, part: Part, tables: Tables) -> Standing | None:
    """Only in a network where it is told to; its interfaces have no public address.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
    """
    network = part["VpcConfig"]
    subnets = at(network, "SubnetIds")
    return None if not subnets else Standing("function", subnets, at(network, "SecurityGroupIds"))


def _service(declared: Declared, part: Part, tables: Tables) -> Standing | None:
    """A service whose tasks have network interfaces of their own.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
    """
    network = at(part["NetworkConfiguration"], "AwsvpcConfiguration")
    subnets = at(network, "Subnets")
    wish = at(network, "AssignPublicIp")
    public = None if isinstance(wish, Unknown) else wish == "ENABLED"
    return None if not subnets else Standing("service", subnets, at(network, "SecurityGroups"), public)


def _balancer(declared: Declared, part: Part, tables: Tables) -> Standing | None:
    """A Network Load Balancer that is given no security group has none; every other balancer is guarded by one.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
    """
    kind = part["Type"] or "application"
    if kind == "gateway":
        return None
    mappings = part["SubnetMappings"]
    mapped = [at(mapping, "SubnetId") for mapping in mappings] if isinstance(mappings, list) else mappings
    groups = part["SecurityGroups"]
    if not groups and kind == "network":
        groups = unguarded()
    scheme = part["Scheme"] or "internet-facing"
    public = None if isinstance(scheme, Unknown) else scheme != "internal"
    return Standing("load balancer", part["Subnets"] or mapped, groups, public)


def _store(declared: Declared, part: Part, tables: Tables) -> Standing:
    """A database or a cache; a member of a cluster stands where the cluster does."""
    kind, home = STORES[part.type].kind, owner(declared, part)
    if home is None:
        return Standing(kind, [part["DBClusterIdentifier"]])
    return Standing(
        kind, subnets_of(declared, home), home[STORES[home.type].groups], _is_public(declared, part, home, tables),
        port_of(home),
    )  # fmt: skip


def _is_public(declared: Declared, part: Part, home: Part, tables: Tables) -> bool | None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (PubliclyAccessible)."""
    if part.type != "AWS::RDS::DBInstance":
        return False
    wish = part["PubliclyAccessible"]
    if wish is not None:
        return truth(wish)
    names = declared.names(subnets_of(declared, home))
    networks = {declared.name(declared.parts[name]["VpcId"]) for name in names if name in declared.parts}
    return any(tables.attached(network) for network in networks)


def _endpoint(declared: Declared, part: Part, by_id: Mapping[str, Subnet], known: Mapping[str, Group]) -> Party:
    service = service_of(part["ServiceName"])
    if str(part["VpcEndpointType"] or "Gateway") == "Gateway":
        return Party(part.logical_id, "gateway endpoint", service=service)
    standing = Standing("interface endpoint", part["SubnetIds"], part["SecurityGroupIds"])
    return replace(_party(declared, part.logical_id, standing, by_id, known), service=service)


def _groups(declared: Declared, named: Any, subnet: Subnet, known: Mapping[str, Group]) -> tuple[Group, ...]:
    """The groups named, else the default one of the network."""
    if isinstance(named, Group):
        return (named,)
    names = declared.names(named) or (f"{subnet.network}.DefaultSecurityGroup",)
    return tuple(group_of(name, known) for name in names)


def _elsewhere(place: str) -> str:
    return f"where {place} is" if place else "the subnet AWS chooses"


READERS: Mapping[str, Callable[[Declared, Part, Tables], Standing | None]] = {
    GROUP: _group,
    SERVICE: _service,
    FUNCTION: _function,
    BALANCER: _balancer,
    CLASSIC: _balancer,
    **dict.fromkeys(STORES, _store),
}
"""Type -> what tells where one stands; instances and endpoints, which say more, are read on their own."""
