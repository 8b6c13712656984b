"""Whether a health check gets from a balancer's nodes to a target, as moto's EC2 has the network now.

One node that gets through is enough. Not modelled: targets outside the network, whose way is not known, and functions.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from patterns.network.answers import Verdict
from patterns.network.declared import Declared, Part
from patterns.network.endpoints import Party, Place
from patterns.network.exits import Nats
from patterns.network.groups import Group, group_of, groups, unguarded
from patterns.network.paths import Paths
from patterns.network.routes import Tables
from patterns.network.subnets import Subnet, subnets

CHECKED_BY_PACKETS = ("instance", "ip")
ROUTED_TO = {
    "gateway": "GatewayId", "nat_gateway": "NatGatewayId", "instance": "InstanceId", "interface": "NetworkInterfaceId",
    "transit_gateway": "TransitGatewayId", "vpc_pcx": "VpcPeeringConnectionId", "carrier_gateway": "CarrierGatewayId",
    "egress_only_igw": "EgressOnlyInternetGatewayId",
}  # fmt: skip
"""Attribute of moto's routes -> the property that names what the route leads to."""


@dataclass(frozen=True)
class Standing:
    """Where something stands: its subnets, its groups (None: it has none that would guard it), its own address."""

    name: str
    subnets: tuple[str, ...]
    groups: tuple[str, ...] | None


def reached(account_id: str, region: str, group: Any, balancers: Iterable[Any], target_id: str, port: Any) -> Verdict:
    """Whether any node of these balancers gets a health check through to a target of a group; all are moto's objects.

    `port` is the target's own. None where the way is not known, True where no packet is sent.
    """
    from moto.ec2.models import ec2_backends

    if group.target_type not in CHECKED_BY_PACKETS:
        return True
    backend = ec2_backends[account_id][region]
    target = _target(backend, target_id)
    asked = group.health_check_port
    asked = port or group.port if asked in (None, "traffic-port") else asked
    if target is None or not str(asked).isdecimal():
        return None
    nodes = [_nodes(backend, balancer) for balancer in balancers]
    verdicts = {_between(backend, node, target, int(asked)) for node in nodes}
    return True if True in verdicts else None if None in verdicts else not verdicts


def _between(backend: Any, node: Standing, target: Standing, port: int) -> Verdict:
    places = (*node.subnets, *target.subnets)
    worn = (*(node.groups or ()), *(target.groups or ()))
    declared = Declared({part.logical_id: part for part in _parts(backend, places, worn)}, implicit_egress=False)
    known = groups(declared)
    there = {subnet.logical_id: subnet for subnet in subnets(declared, Tables(declared))}
    source, goal = (_party(standing, there, known) for standing in (node, target))
    return Paths(Nats({}, there)).answer(source, goal, "tcp", (port, port)).reachable


def _party(standing: Standing, there: Mapping[str, Subnet], known: Mapping[str, Group]) -> Party:
    names = standing.groups
    worn = (unguarded(),) if names is None else tuple(group_of(name, known) for name in names)
    return Party(standing.name, "instance", tuple(Place((there[name],), worn) for name in standing.subnets))


def _nodes(backend: Any, balancer: Any) -> Standing:
    """One node in each subnet; only a Network Load Balancer stands without a security group."""
    worn: tuple[str, ...] | None = tuple(balancer.security_groups or ())
    if not worn:
        worn = None if balancer.type == "network" else (backend.get_default_security_group(balancer.vpc_id).id,)
    return Standing(balancer.name, tuple(subnet.id for subnet in balancer.subnets), worn)


def _target(backend: Any, target_id: str) -> Standing | None:
    """An instance, by its first interface, or whoever has an address; None for an address of nobody here."""
    instance = backend.get_instance_by_id(target_id)
    if instance is not None:
        interface = instance.nics.get(0)
        worn = instance.security_groups or (interface.group_set if interface is not None else ())
        return Standing(target_id, (instance.subnet_id,), _ids(worn)) if instance.subnet_id else None
    for interface in backend.enis.values():
        if interface.private_ip_address == target_id:
            return Standing(target_id, (interface.subnet.id,), _ids(interface.group_set))
    return None


def _ids(worn: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(str(getattr(group, "id", group)) for group in worn))


def _parts(backend: Any, places: Iterable[str], worn: Iterable[str]) -> Iterator[Part]:
    """The parts of a network that decide between these subnets, in CloudFormation's words."""
    here = [backend.get_subnet(name) for name in dict.fromkeys(places)]
    for network in {subnet.vpc_id for subnet in here}:
        yield from _network(backend.vpcs[network])
        yield from _tables(backend, network, [subnet.id for subnet in here if subnet.vpc_id == network])
        yield from _lists(backend, network, {subnet.id for subnet in here})
    for subnet in here:
        yield Part(subnet.id, "AWS::EC2::Subnet", {"VpcId": subnet.vpc_id, "CidrBlock": subnet.cidr_block})
    for name in dict.fromkeys(worn):
        yield _group(backend.get_security_group_from_id(name))


def _network(vpc: Any) -> Iterator[Part]:
    yield Part(vpc.id, "AWS::EC2::VPC", {"CidrBlock": vpc.cidr_block})
    for more in vpc.get_cidr_block_association_set():
        if more["cidr_block"] != vpc.cidr_block:
            properties = {"VpcId": vpc.id, "CidrBlock": more["cidr_block"]}
            yield Part(more["association_id"], "AWS::EC2::VPCCidrBlock", properties)


def _tables(backend: Any, network: str, places: list[str]) -> Iterator[Part]:
    """The route tables of a network; a subnet of no other follows the main one."""
    tables = [table for table in backend.route_tables.values() if table.vpc_id == network]
    main = next((table.id for table in tables if table.main_association_id), "")
    own = {subnet: table.id for table in tables for subnet in table._associations.values() if subnet}
    for place in places:
        table = own.get(place, main)
        properties = {"SubnetId": place, "RouteTableId": table}
        yield Part(f"{table} of {place}", "AWS::EC2::SubnetRouteTableAssociation", properties)
    for table in tables:
        yield Part(table.id, "AWS::EC2::RouteTable", {"VpcId": network})
        for route in table._routes.values():
            to = next((name for name in ROUTED_TO if getattr(route, name) is not None), None)
            if route.destination_cidr_block and to is not None:
                leads = {ROUTED_TO[to]: getattr(route, to).id}
                where = {"RouteTableId": table.id, "DestinationCidrBlock": route.destination_cidr_block}
                yield Part(route.id, "AWS::EC2::Route", {**where, **leads})


def _lists(backend: Any, network: str, places: set[str]) -> Iterator[Part]:
    """The network ACLs around these subnets, the default one like any other."""
    for acl in backend.network_acls.values():
        here = [each.subnet_id for each in acl.associations if each.subnet_id in places]
        if acl.vpc_id == network and here:
            yield Part(acl.id, "AWS::EC2::NetworkAcl", {"VpcId": network})
            for place in here:
                properties = {"SubnetId": place, "NetworkAclId": acl.id}
                yield Part(f"{acl.id} around {place}", "AWS::EC2::SubnetNetworkAclAssociation", properties)
            for entry in acl.network_acl_entries:
                yield _entry(acl.id, entry)


def _entry(acl: str, entry: Any) -> Part:
    ports = {"From": entry.port_range_from, "To": entry.port_range_to} if entry.port_range_from is not None else None
    return Part(
        f"{acl} {entry.rule_number} {entry.egress}",
        "AWS::EC2::NetworkAclEntry",
        {
            "NetworkAclId": acl, "RuleNumber": entry.rule_number, "Protocol": entry.protocol, "Egress": entry.egress,
            "RuleAction": entry.rule_action, "CidrBlock": entry.cidr_block, "Ipv6CidrBlock": entry.ipv6_cidr_block,
            "PortRange": ports, "Icmp": {"Type": entry.icmp_type},
        },
    )  # fmt: skip


def _group(group: Any) -> Part:
    inward = [_rule(rule, "SourceSecurityGroupId", "SourcePrefixListId") for rule in group.ingress_rules]
    outward = [_rule(rule, "DestinationSecurityGroupId", "DestinationPrefixListId") for rule in group.egress_rules]
    return Part(group.id, "AWS::EC2::SecurityGroup", {"SecurityGroupIngress": inward, "SecurityGroupEgress": outward})


def _rule(rule: Any, group: str, prefixes: str) -> dict[str, Any]:
    said = {
        "IpProtocol": rule.ip_protocol, "FromPort": rule.from_port, "ToPort": rule.to_port,
        "CidrIp": rule.ip_range.get("CidrIp"), "CidrIpv6": rule.ip_range.get("CidrIpv6"),
        group: rule.source_group.get("GroupId"), prefixes: rule.prefix_list_id,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}
