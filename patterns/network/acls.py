"""Network ACLs: which one guards a subnet, and its entries in the order in which AWS asks them.

https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from patterns.network.declared import Declared, Part
from patterns.network.filters import Rule, doubt_about, peer_of, ports_of, protocol_of
from patterns.template.values import Unknown

ACL, ENTRY, ASSOCIATION = (
    "AWS::EC2::NetworkAcl",
    "AWS::EC2::NetworkAclEntry",
    "AWS::EC2::SubnetNetworkAclAssociation",
)


@dataclass(frozen=True)
class Acl:
    """A network ACL; what no entry matches is denied. `doubt` says why the entries of this one are not known."""

    name: str
    inbound: tuple[Rule, ...] = ()
    outbound: tuple[Rule, ...] = ()
    is_default: bool = False
    doubt: str = ""


def default_acl(network: str) -> Acl:
    """The list AWS makes with a network: it lets everything through."""
    name = f"the default network ACL of {network}"
    everything = (Rule(name, allows=True, protocol="all", ports=None),)
    return Acl(name, everything, everything, is_default=True)


def acls(declared: Declared) -> dict[str, Acl]:
    """Name -> network ACL, of every one that is declared."""
    entries: dict[str, list[Part]] = {}
    for part in declared.of(ENTRY):
        entries.setdefault(declared.name(part["NetworkAclId"]), []).append(part)
    return {
        name: _acl(name, entries.get(name, []), declared.doubts.get((ENTRY, name), ""))
        for name in (part.logical_id for part in declared.of(ACL))
    }


def acl_associations(declared: Declared) -> dict[str, tuple[str, str]]:
    """Subnet -> the name of its network ACL and the association that says so."""
    return {
        declared.name(part["SubnetId"]): (declared.name(part["NetworkAclId"]), part.logical_id)
        for part in declared.of(ASSOCIATION)
    }


def acl_of(name: str, network: str, known: dict[str, Acl], doubt: str = "") -> Acl:
    """The network ACL under a name; without a name, or with that of the default one, the default.

    `doubt` says why it is not decided which one it is.
    """
    if doubt:
        return Acl(name, doubt=doubt)
    if not name or name == f"{network}.DefaultNetworkAcl":
        return default_acl(network)
    return known.get(name) or Acl(name, doubt=f"{name}, whose entries are not in the template")


def _acl(name: str, entries: list[Part], doubt: str) -> Acl:
    rules = sorted((_rule(part) for part in entries), key=lambda rule: rule.number or 0)
    outward = {part.logical_id for part in entries if str(part["Egress"]).lower() == "true"}
    either = {part.logical_id for part in entries if isinstance(part["Egress"], Unknown)}
    return Acl(
        name,
        inbound=tuple(rule for rule in rules if rule.logical_id not in outward),
        outbound=tuple(rule for rule in rules if rule.logical_id in outward | either),
        doubt=doubt,
    )


def _rule(part: Part) -> Rule:
    values = [part[name] for name in ("Protocol", "RuleAction", "CidrBlock", "Ipv6CidrBlock", "PortRange", "Icmp",
                                      "RuleNumber", "Egress")]  # fmt: skip
    doubt = doubt_about(part.doubt, *values)
    protocol = protocol_of(part["Protocol"])
    return Rule(
        part.logical_id,
        allows=str(part["RuleAction"]).lower() == "allow",
        protocol=protocol,
        ports=None if doubt else ports_of(protocol, *_ports(part, protocol)),
        peer=peer_of(part["CidrBlock"], part["Ipv6CidrBlock"]),
        number=int(part["RuleNumber"]) if str(part["RuleNumber"]).isdigit() else None,
        doubt=doubt,
    )


def _ports(part: Part, protocol: str) -> tuple[Any, Any]:
    if protocol.startswith("icmp"):
        return (part["Icmp"] or {}).get("Type"), None
    ports = part["PortRange"] or {}
    return ports.get("From"), ports.get("To")
