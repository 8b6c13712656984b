"""Resources that are drawn as a part of another: a route of its table, a table of its network, a rule of its group.

A network of three zones has fifty resources and a dozen things to see. Data first: `PART_OF` says what a type is part
of, `HELD_BY` which type holds one that refers to nothing itself. Not here: how anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.template.graph import Edge, edges
from patterns.template.once import once
from patterns.template.resolve import Resolved

PART_OF = {
    "AWS::EC2::VPCCidrBlock": ("VpcId",),
    "AWS::EC2::VPCGatewayAttachment": ("InternetGatewayId", "VpnGatewayId"),
    "AWS::EC2::RouteTable": ("VpcId",),
    "AWS::EC2::Route": ("RouteTableId",),
    "AWS::EC2::SubnetRouteTableAssociation": ("SubnetId",),
    "AWS::EC2::NetworkAcl": ("VpcId",),
    "AWS::EC2::NetworkAclEntry": ("NetworkAclId",),
    "AWS::EC2::SubnetNetworkAclAssociation": ("SubnetId",),
    "AWS::EC2::SecurityGroupIngress": ("GroupId",),
    "AWS::EC2::SecurityGroupEgress": ("GroupId",),
    "AWS::IAM::InstanceProfile": ("Roles",),
    "AWS::IAM::RolePolicy": ("RoleName",),
}
"""Type -> the properties whose reference leads to the resource it is part of, the first that does."""

HELD_BY = {"AWS::EC2::EIP": ("AllocationId", "EIP")}
"""Type -> the properties by which the one resource that holds it refers to it."""


def parts(resolved: Resolved) -> dict[str, str]:
    """Logical id of each part -> logical id of the drawn resource it is part of, however many steps away."""
    return dict(_pairs(resolved))


@once
def _pairs(resolved: Resolved) -> Iterator[tuple[str, str]]:
    owners = dict(_owners(resolved))
    yield from ((part, _last(part, owners)) for part in owners)


def _owners(resolved: Resolved) -> Iterator[tuple[str, str]]:
    holders: dict[str, set[str]] = {}
    found: dict[str, tuple[int, str]] = {}
    for edge in edges(resolved):
        if (rank := _rank(edge, PART_OF.get(resolved.resources[edge.source].type, ()))) is not None:
            found[edge.source] = min(found.get(edge.source, (rank, edge.target)), (rank, edge.target))
        if _rank(edge, HELD_BY.get(resolved.resources[edge.target].type, ())) is not None:
            holders.setdefault(edge.target, set()).add(edge.source)
    yield from ((part, owner) for part, (_, owner) in found.items())
    yield from ((part, holding.pop()) for part, holding in holders.items() if len(holding) == 1)


def _rank(edge: Edge, properties: tuple[str, ...]) -> int | None:
    return properties.index(str(edge.path[0])) if edge.path and edge.path[0] in properties else None


def _last(part: str, owners: dict[str, str]) -> str:
    # A circle of references is a template's mistake that other pages report; here it only must come to an end.
    seen = {part}
    while part in owners and owners[part] not in seen:
        part = owners[part]
        seen.add(part)
    return part
