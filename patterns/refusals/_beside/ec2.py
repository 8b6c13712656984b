"""What EC2 refuses of routes, gateways, rules and ranges beside the network of the template they are in.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal, ec2, is_decided
from patterns.refusals._beside import Declared, Others, Relation, identity
from patterns.refusals.ec2 import groups

VPC, SUBNET, ATTACHMENT = "AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::VPCGatewayAttachment"
GROUP, ASSOCIATION = "AWS::EC2::SecurityGroup", "AWS::EC2::SubnetRouteTableAssociation"


def has_way_out(network: Declared, others: Others) -> bool:
    """Whether an internet gateway is, or may be, attached to a network of the template."""
    own = f"${{{network.logical_id}}}"
    attached = (one.asked for one in others.of_type(ATTACHMENT))
    return any(asked.get("InternetGatewayId") is not None and identity(asked["VpcId"]) in (own, None)
               for asked in attached)  # fmt: skip


def network_of(subnet: Any, others: Others) -> Declared | None:
    """The network of the template in which a subnet of it is."""
    target = others.target(subnet, SUBNET)
    return others.target(target.asked["VpcId"], VPC) if target is not None else None


def _route(route: Declared, others: Others) -> Iterator[Refusal]:
    for name in ec2.ROUTE_DESTINATIONS:
        if route.asked.get(name) is not None and others.before(route, sharing=("RouteTableId", name)):
            yield ec2.taken_route(route.asked[name])


def _local_route(route: Declared, others: Others) -> Iterator[Refusal]:
    """A table begins with the route to its own network."""
    table = others.target(route.asked["RouteTableId"], "AWS::EC2::RouteTable")
    network = others.target(table.asked["VpcId"], VPC) if table is not None else None
    block = route.asked.get("DestinationCidrBlock")
    if network is not None and block is not None and identity(network.asked.get("CidrBlock")) == identity(block):
        yield ec2.taken_route(block)


def _attachment(attachment: Declared, others: Others) -> Iterator[Refusal]:
    if attachment.asked.get("InternetGatewayId") is None:
        return
    other = others.before(attachment, sharing=("VpcId",))
    if other is not None and other.asked.get("InternetGatewayId") is not None:
        network = identity(attachment.asked["VpcId"])
        yield ec2.VALUE, f"Network {network} already has an internet gateway attached"
    if others.before(attachment, sharing=("InternetGatewayId",)):
        gateway = identity(attachment.asked["InternetGatewayId"])
        yield "Resource.AlreadyAssociated", f"resource {gateway} is already attached to a network"


def _association(association: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(association, sharing=("SubnetId",)):
        table = identity(association.asked["RouteTableId"])
        told = f"the specified association for route table {table} conflicts with an existing"
        yield "Resource.AlreadyAssociated", f"{told} association"


def _rule(rule: Declared, others: Others) -> Iterator[Refusal]:
    """A rule of a group that has it already, from within the group or by a resource of its own."""
    own = groups.meaning(rule.asked)
    if own is None or identity(rule.asked.get("GroupId")) is None:
        return
    for given in _rules_before(rule, others):
        if groups.meaning(given) == own:
            yield "InvalidPermission.Duplicate", "The specified rule already exists"
            return


def _rules_before(rule: Declared, others: Others) -> Iterator[Mapping[str, Any]]:
    group, kind = others.target(rule.asked["GroupId"], GROUP), rule.type.rpartition("::")[2]
    if group is not None and group.is_sure:
        yield from (one for one in group.asked.get(kind) or () if is_decided(one.get("IpProtocol")))
    for other in others.earlier(rule):
        if identity(other.asked.get("GroupId")) == identity(rule.asked["GroupId"]):
            yield other.asked


def _subnet(subnet: Declared, others: Others) -> Iterator[Refusal]:
    """A subnet lies in its network, and over no other subnet of it."""
    network = others.target(subnet.asked["VpcId"], VPC)
    block = _block(subnet.asked.get("CidrBlock"))
    if network is None or block is None:
        return
    ranges = [_block(network.asked.get("CidrBlock")), *_more(network, others)]
    if None not in ranges and not any(block.subnet_of(one) for one in ranges if one is not None):
        yield "InvalidSubnet.Range", f"The CIDR '{block}' is invalid."
    for other in others.earlier(subnet):
        taken = _block(other.asked.get("CidrBlock"))
        is_beside = others.target(other.asked["VpcId"], VPC) is network
        if is_beside and taken is not None and taken.overlaps(block):
            yield "InvalidSubnet.Conflict", f"The CIDR '{block}' conflicts with another subnet"


def _more(network: Declared, others: Others) -> Iterator[ipaddress.IPv4Network | None]:
    """The other ranges of a network, None for one that is not known."""
    for one in others.of_type("AWS::EC2::VPCCidrBlock"):
        if others.target(one.asked["VpcId"], VPC) in (network, None):
            yield _block(one.asked.get("CidrBlock"))


def _entry(entry: Declared, others: Others) -> Iterator[Refusal]:
    """A number is that of one entry for each direction."""
    own = identity(entry.asked["NetworkAclId"]), entry.asked["RuleNumber"], entry.asked.get("Egress") is True
    for other in others.earlier(entry):
        asked = other.asked
        if own == (identity(asked["NetworkAclId"]), asked["RuleNumber"], asked.get("Egress") is True):
            told = f"The network acl entry identified by {entry.asked['RuleNumber']} already exists."
            yield "NetworkAclEntryAlreadyExists", told


def _template(template: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(template, sharing=("LaunchTemplateName",)):
        yield "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use."


def _range(added: Declared, others: Others) -> Iterator[Refusal]:
    network, block = others.target(added.asked["VpcId"], VPC), _block(added.asked.get("CidrBlock"))
    first = _block(network.asked.get("CidrBlock")) if network is not None else None
    if block is not None and first is not None and block.overlaps(first):
        yield "InvalidVpc.Conflict", f"The CIDR '{block}' conflicts with another CIDR block of the VPC."


def _block(value: Any) -> ipaddress.IPv4Network | None:
    """A range as EC2 reads it, whatever stands after its mask; None for one that is not known or none."""
    try:
        return ipaddress.IPv4Network(value, strict=False) if isinstance(value, str) else None
    except ValueError:
        return None


TYPES: dict[str, tuple[Relation, ...]] = {
    "AWS::EC2::Route": (_route, _local_route),
    ATTACHMENT: (_attachment,),
    ASSOCIATION: (_association,),
    "AWS::EC2::SecurityGroupIngress": (_rule,),
    "AWS::EC2::SecurityGroupEgress": (_rule,),
    SUBNET: (_subnet,),
    "AWS::EC2::NetworkAclEntry": (_entry,),
    "AWS::EC2::LaunchTemplate": (_template,),
    "AWS::EC2::VPCCidrBlock": (_range,),
}
