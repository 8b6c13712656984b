"""Security groups: their rules, declared inside or as resources of their own, and what a group has implicitly.

A rule that is a resource of its own takes the place of the outbound rule that lets everything out, as CloudFormation
removes that one first: https://github.com/aws/aws-cdk/issues/22140.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.network.declared import Declared, Part
from patterns.network.filters import Rule, doubt_about, peer_of, ports_of, protocol_of

GROUP, INGRESS, EGRESS = (
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::EC2::SecurityGroupEgress",
)


@dataclass(frozen=True)
class Group:
    """A security group: what no rule allows is denied. `doubt` says why the rules of this one are not known."""

    name: str
    inbound: tuple[Rule, ...] = ()
    outbound: tuple[Rule, ...] = ()
    doubt: str = ""


def default_group(network: str) -> Group:
    """The group AWS makes with a network: in from itself, out to everywhere.

    https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
    """
    name = f"{network}.DefaultSecurityGroup"
    inward = Rule(name, allows=True, protocol="all", ports=None, group=name)
    return Group(name, (inward,), (_everything(name),))


def unguarded() -> Group:
    """What stands in for the groups of something that has none: it lets everything through."""
    name = "no security group"
    return Group(name, (_everything(name),), (_everything(name),))


def groups(declared: Declared) -> dict[str, Group]:
    """Name -> security group, of every one that is declared and of the default ones of the networks."""
    own: dict[tuple[str, str], list[Rule]] = {}
    for part in declared.of(INGRESS, EGRESS):
        key = (declared.name(part["GroupId"]), part.type)
        own.setdefault(key, []).append(_rule(declared, part, part.properties, part.logical_id))
    made = {part.logical_id: _group(declared, part, own) for part in declared.of(GROUP)}
    for network in declared.of("AWS::EC2::VPC"):
        default = default_group(network.logical_id)
        made[default.name] = Group(
            default.name,
            (*default.inbound, *own.get((default.name, INGRESS), ())),
            tuple(own.get((default.name, EGRESS), ())) or default.outbound,
        )
    return made


def group_of(name: str, known: Mapping[str, Group]) -> Group:
    """The group under a name, or one nothing is known about."""
    return known.get(name) or Group(name, doubt=f"{name}, whose rules are not in the template")


def _group(declared: Declared, part: Part, own: Mapping[tuple[str, str], list[Rule]]) -> Group:
    name = part.logical_id
    inward, outward = own.get((name, INGRESS), []), own.get((name, EGRESS), [])
    declared_out = part["SecurityGroupEgress"]
    if declared.implicit_egress and not declared_out and not outward:
        outward = [_everything(name)]
    return Group(
        name,
        (*_inside(declared, part, "SecurityGroupIngress"), *inward),
        (*_inside(declared, part, "SecurityGroupEgress"), *outward),
        doubt=declared.doubts.get((INGRESS, name), "") or declared.doubts.get((EGRESS, name), ""),
    )


def _inside(declared: Declared, part: Part, name: str) -> list[Rule]:
    rules = part[name] or []
    if not isinstance(rules, list):
        return [Rule(part.logical_id, allows=True, protocol="", ports=None, doubt=str(rules))]
    # A rule behind a condition that is not decided yet is one value: it stands for a protocol nobody knows.
    given = [rule if isinstance(rule, dict) else {"IpProtocol": rule} for rule in rules]
    return [_rule(declared, part, rule, part.logical_id) for rule in given]


def _rule(declared: Declared, part: Part, rule: Mapping[str, Any], logical_id: str) -> Rule:
    group = rule.get("SourceSecurityGroupId") or rule.get("DestinationSecurityGroupId")
    prefixes = rule.get("SourcePrefixListId") or rule.get("DestinationPrefixListId")
    doubt = doubt_about(part.doubt, rule.get("IpProtocol"), rule.get("FromPort"), rule.get("ToPort"))
    if rule.get("SourceSecurityGroupName") or (prefixes and not doubt):
        doubt = str(prefixes or rule.get("SourceSecurityGroupName"))
    protocol = protocol_of(rule.get("IpProtocol"))
    return Rule(
        logical_id,
        allows=True,
        protocol=protocol,
        ports=None if doubt else ports_of(protocol, rule.get("FromPort"), rule.get("ToPort")),
        peer=peer_of(rule.get("CidrIp"), rule.get("CidrIpv6")),
        group=declared.name(group),
        doubt=doubt,
    )


def _everything(name: str) -> Rule:
    return Rule(name, allows=True, protocol="all", ports=None)
