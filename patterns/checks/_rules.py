"""What several checks need to know about the rules of security groups and network ACLs. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from patterns.checks._references import target
from patterns.ranges import open_together
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


def openings(resolved: Resolved) -> Iterator[tuple[Place, range]]:
    """Where security groups let the world in, and the TCP or UDP ports they open to it.

    Each rule that takes in the internet, or a large part of it; and once for each group whose narrower rules do so
    together. A prefix list of the template counts as its entries.
    """
    narrow: dict[str, list[tuple[Place, range, list[Any]]]] = {}
    for place, rule in ingress_rules(resolved):
        opened, sources = group_ports(rule), _sources(resolved, rule)
        if opened is None:
            continue
        if open_together(sources):
            yield place, opened
        else:
            narrow.setdefault(_owner(resolved, place, rule), []).append((place, opened, sources))
    for rules in narrow.values():
        yield from _opened_together(rules)


def _opened_together(rules: list[tuple[Place, range, list[Any]]]) -> Iterator[tuple[Place, range]]:
    """The ports that rules of one group open to the world together, at the first of those rules."""
    cuts = sorted({cut for _, opened, _ in rules if opened for cut in (opened.start, opened.stop)})
    ranges: dict[Place, range] = {}
    for start, stop in pairwise(cuts):
        here = [(place, sources) for place, opened, sources in rules if start in opened]
        if here and open_together(source for _, sources in here for source in sources):
            first = here[0][0]
            before = ranges.get(first)
            ranges[first] = range(before.start if before is not None and before.stop == start else start, stop)
    yield from ranges.items()


def _owner(resolved: Resolved, place: Place, rule: dict[str, Any]) -> str:
    """The group that a rule belongs to, by name."""
    named = at(rule, "GroupId")
    group = target(resolved, named)
    return place[0] if named is None else str(named) if group is None else group.logical_id


def _sources(resolved: Resolved, rule: dict[str, Any]) -> list[Any]:
    """The ranges that a rule lets in."""
    listed = target(resolved, at(rule, "SourcePrefixListId"))
    members = entries(at(listed.properties, "Entries")) if listed is not None else []
    return [at(rule, "CidrIp"), at(rule, "CidrIpv6"), *(at(member, "Cidr") for member in members)]


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
