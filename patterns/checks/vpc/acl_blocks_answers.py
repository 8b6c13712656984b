"""A network ACL that lets requests through in one direction, and no answers in the other."""

from __future__ import annotations

from ipaddress import ip_network

from patterns.checks._references import target, undecided
from patterns.checks._rules import acl_ports
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

EPHEMERAL = range(1024, 65536)


def _places(resolved: Resolved) -> Places:
    allowing = [e for e in of_type(resolved, "AWS::EC2::NetworkAclEntry") if at(e.properties, "RuleAction") != "deny"]
    for entry in allowing:
        opened = acl_ports(entry.properties)
        request = opened and opened.start < EPHEMERAL.start and at(entry.properties, "RuleAction") == "allow"
        if request and target(resolved, at(entry.properties, "NetworkAclId")) and not _is_answered(entry, allowing):
            yield entry.logical_id, ()


def _is_answered(entry: Resource, allowing: list[Resource]) -> bool:
    """Whether an entry the other way may let the answers through; where nobody can tell, it may."""
    return isinstance(at(entry.properties, "Egress"), Unknown) or any(_answers(entry, other) for other in allowing)


def _answers(entry: Resource, other: Resource) -> bool:
    other_acl = at(other.properties, "NetworkAclId")
    if other_acl != at(entry.properties, "NetworkAclId") and not undecided(other_acl):
        return False
    way, back = at(entry.properties, "Egress"), at(other.properties, "Egress")
    ports = acl_ports(other.properties)
    carries = ports is None or (ports.start < EPHEMERAL.stop and ports.stop > EPHEMERAL.start)
    return (isinstance(back, Unknown) or is_off(way) != is_off(back)) and carries and _may_meet(entry, other)


def _may_meet(entry: Resource, other: Resource) -> bool:
    """Whether two entries are, or may be, about some of the same addresses."""
    for name in ("CidrBlock", "Ipv6CidrBlock"):
        one, two = at(entry.properties, name), at(other.properties, name)
        if isinstance(one, Unknown) or isinstance(two, Unknown):
            return True
        try:
            if one and two and ip_network(one, strict=False).overlaps(ip_network(two, strict=False)):
                return True
        except ValueError:
            return True
    return False


RULE = Rule(
    id="VPC-009",
    title="Answers cannot pass this network ACL",
    why=(
        "A network ACL remembers nothing: an answer needs a rule of its own, to or from the ports 1024 "
        "to 65535 that callers use. Without one the request passes, and the caller waits until it gives "
        "up."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="SEC05-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
