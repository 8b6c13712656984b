"""A network ACL that lets the whole internet at port 22 or 3389."""

from __future__ import annotations

from patterns.checks._rules import ADMIN, acl_ports
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.ranges import holds, is_open
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved, Resource

RANGES = ("CidrBlock", "Ipv6CidrBlock")


def _places(resolved: Resolved) -> Places:
    incoming = [e for e in of_type(resolved, "AWS::EC2::NetworkAclEntry") if is_off(at(e.properties, "Egress"))]
    for entry in incoming:
        opened = [port for port in ADMIN if _covers(entry, port)]
        if at(entry.properties, "RuleAction") == "allow" and any(not _denied(port, entry, incoming) for port in opened):
            yield entry.logical_id, ()


def _covers(entry: Resource, port: int) -> bool:
    """Whether an entry is about a TCP port, from everywhere."""
    return _is_about(entry, port) and any(is_open(at(entry.properties, name)) for name in RANGES)


def _is_about(entry: Resource, port: int) -> bool:
    opened = acl_ports(entry.properties) or ()
    return str(at(entry.properties, "Protocol")) in ("-1", "6") and port in opened


def _denied(port: int, entry: Resource, incoming: list[Resource]) -> bool:
    """Whether an entry that comes earlier in the same ACL denies the port, or only a deployment can tell."""
    mine = at(entry.properties, "NetworkAclId")
    earlier = [e for e in incoming if at(e.properties, "NetworkAclId") == mine and _number(e) < _number(entry)]
    denials = [e for e in earlier if at(e.properties, "RuleAction") != "allow" and _is_about(e, port)]
    ranges = [at(entry.properties, name) for name in RANGES if is_open(at(entry.properties, name))]
    return all(any(holds(at(e.properties, name), one) for e in denials for name in RANGES) for one in ranges)


def _number(entry: Resource) -> int:
    number = str(at(entry.properties, "RuleNumber"))
    return int(number) if number.isdecimal() else 0


RULE = Rule(
    id="VPC-008",
    title="The network ACL lets everybody try to log in",
    why=(
        "A network ACL is the wall behind the wall: it holds when a security group is opened by mistake. One that lets "
        "the internet through to SSH or Remote Desktop does not."
    ),
    source="https://docs.aws.amazon.com/controltower/latest/controlreference/ec2-rules.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
