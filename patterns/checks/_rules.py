"""What several checks need to know about the rules of security groups and network ACLs. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
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
    """Whether a rule of a security group takes in the internet, or a large part of it, of IPv4 or IPv6."""
    return is_everywhere(at(rule, "CidrIp")) or is_everywhere(at(rule, "CidrIpv6"))


WIDEST = {4: 8, 6: 32}
"""By version of IP, the prefix of the widest range that is not open to the world, as S3 sees it; two halves of the
internet are the internet: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html.
"""

_NOT_ROUTED = (IPv6Network("fc00::/7"), IPv6Network("fe80::/10"))
"""Wide ranges of IPv6 that nobody on the internet has."""


def is_everywhere(cidr: Any) -> bool:
    """Whether a known range is all addresses of the internet or a large part of them, however it is written."""
    network = _network(cidr)
    if network is None or network.prefixlen >= WIDEST[network.version]:
        return False
    return not (isinstance(network, IPv6Network) and any(network.subnet_of(local) for local in _NOT_ROUTED))


def holds(outer: Any, inner: Any) -> bool:
    """Whether one known range holds another."""
    wide, narrow = _network(outer), _network(inner)
    if isinstance(wide, IPv4Network) and isinstance(narrow, IPv4Network):
        return narrow.subnet_of(wide)
    return isinstance(wide, IPv6Network) and isinstance(narrow, IPv6Network) and narrow.subnet_of(wide)


def _network(cidr: Any) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(cidr, strict=False) if isinstance(cidr, str) else None
    except ValueError:
        return None


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
