"""What several checks need to know about the rules of security groups and network ACLs. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown

ADMIN = (22, 3389)
"""The ports of SSH and of Remote Desktop."""

ALL_PORTS = range(65536)

Place = tuple[str, tuple[str | int, ...]]


def ingress_rules(resolved: Resolved) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The rules that let traffic in, with their places: those inside a security group, and those on their own."""
    for group in of_type(resolved, "AWS::EC2::SecurityGroup"):
        for number, rule in enumerate(entries(at(group.properties, "SecurityGroupIngress"))):
            if isinstance(rule, dict):
                yield (group.logical_id, ("SecurityGroupIngress", number)), rule
    for alone in of_type(resolved, "AWS::EC2::SecurityGroupIngress"):
        yield (alone.logical_id, ()), alone.properties


def from_anywhere(rule: dict[str, Any]) -> bool:
    """Whether a rule of a security group takes in every address, of IPv4 or IPv6."""
    return is_everywhere(at(rule, "CidrIp")) or is_everywhere(at(rule, "CidrIpv6"))


def is_everywhere(cidr: Any) -> bool:
    """Whether a known range is all addresses, however it is written."""
    try:
        return isinstance(cidr, str) and ip_network(cidr, strict=False).prefixlen == 0
    except ValueError:
        return False


def ports(protocol: Any, first: Any, last: Any) -> range | None:
    """The TCP or UDP ports a rule opens: all for every protocol, none for others, None where nobody can tell."""
    kind = str(protocol).lower()
    if kind in ("-1", "all"):
        return ALL_PORTS
    if kind not in ("tcp", "udp", "6", "17"):
        return None if isinstance(protocol, Unknown) else range(0)
    try:
        return range(int(str(first)), int(str(last)) + 1)
    except ValueError:
        return None


def group_ports(rule: dict[str, Any]) -> range | None:
    """The ports that a rule of a security group opens."""
    return ports(at(rule, "IpProtocol"), at(rule, "FromPort"), at(rule, "ToPort"))


def acl_ports(entry: dict[str, Any]) -> range | None:
    """The ports that an entry of a network ACL is about."""
    return ports(at(entry, "Protocol"), at(entry, "PortRange", "From"), at(entry, "PortRange", "To"))
