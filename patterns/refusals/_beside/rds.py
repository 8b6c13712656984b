"""What RDS refuses of subnet groups and databases beside the network of the template."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, rds
from patterns.refusals._beside import Declared, Others, Relation, identity
from patterns.refusals._beside.ec2 import SUBNET, has_way_out, network_of

SUBNET_GROUP = "AWS::RDS::DBSubnetGroup"


def _zones(group: Declared, others: Others) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html."""
    subnets = [others.target(one, SUBNET) for one in group.asked["SubnetIds"]]
    zones = {identity(subnet.asked.get("AvailabilityZone")) if subnet is not None else None for subnet in subnets}
    if None not in zones and len(zones) == 1:
        yield rds.in_one_zone(str(next(iter(zones))))


def _public(database: Declared, others: Others) -> Iterator[Refusal]:
    group = others.target(database.asked.get("DBSubnetGroupName"), SUBNET_GROUP)
    network = network_of(next(iter(group.asked["SubnetIds"]), None), others) if group is not None else None
    if database.asked.get("PubliclyAccessible") is True and network is not None and not has_way_out(network, others):
        yield rds.not_public(rds.NO_GATEWAY)


TYPES: dict[str, tuple[Relation, ...]] = {SUBNET_GROUP: (_zones,), "AWS::RDS::DBInstance": (_public,)}
