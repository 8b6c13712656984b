"""Who stands in a network: interfaces of EC2's own, and those that each service tells it keeps. Not who may be deleted.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.core.network_interfaces import Interfaces
from patterns.sandbox.simulator.backends import existing

ENDED = ("deleted", "failed")
"""States in which a NAT gateway holds nothing."""


class Network:
    """One region's networks as they are now; everything is read anew."""

    def __init__(self, account_id: str, region: str) -> None:
        self._account_id = account_id
        self._region = region
        self.ec2: Any = existing("ec2", account_id, region)

    def interfaces(self) -> Iterator[Interfaces]:
        """Every interface, of EC2's own first."""
        yield from self._own()
        for module in services.having("interfaces"):
            yield from module.held(self._account_id, self._region)

    def _own(self) -> Iterator[Interfaces]:
        for nic in self.ec2.enis.values():
            groups = frozenset(group.id for group in nic.group_set)
            yield Interfaces(nic.id, frozenset({nic.subnet.id}), groups, is_public=bool(nic.public_ip))
        for endpoint in self.ec2.vpc_end_points.values():
            if endpoint.state != "deleted":
                subnets = frozenset(endpoint.subnet_ids or ())
                yield Interfaces(endpoint.id, subnets, frozenset(endpoint.security_group_ids or ()))

    def in_subnet(self, subnet_id: str) -> bool:
        """Whether anybody stands in a subnet."""
        return any(subnet_id in interface.subnet_ids for interface in self.interfaces())

    def in_group(self, group_id: str) -> bool:
        """Whether an interface is in a security group, or a rule of another group names it."""
        if any(group_id in interface.group_ids for interface in self.interfaces()):
            return True
        return any(group.id != group_id and _names(group, group_id) for group in _all(self.ec2.groups))

    def has_public_addresses(self, vpc_id: str) -> bool:
        """Whether anybody in a VPC has an address that the internet sees."""
        own = {subnet.id for subnet in _all(self.ec2.subnets) if subnet.vpc_id == vpc_id}
        if any(interface.is_public and own & interface.subnet_ids for interface in self.interfaces()):
            return True
        return any(
            gateway.vpc_id == vpc_id and gateway.state == "available" and gateway.connectivity_type == "public"
            for gateway in self.ec2.nat_gateways.values()
        )

    def holds(self, vpc_id: str) -> bool:
        """Whether a VPC has more in it than what is deleted with it."""
        ec2 = self.ec2
        made_for_it = (
            _all(ec2.subnets),
            [group for group in ec2.groups.get(vpc_id, {}).values() if group.name != "default"],
            [acl for acl in ec2.network_acls.values() if not acl.default],
            [table for table in ec2.route_tables.values() if not is_main(table)],
            [endpoint for endpoint in ec2.vpc_end_points.values() if endpoint.state != "deleted"],
            [gateway for gateway in ec2.nat_gateways.values() if gateway.state not in ENDED],
            ec2.egress_only_internet_gateways.values(),
        )
        if any(one.vpc_id == vpc_id for some in made_for_it for one in some):
            return True
        return any(gateway.vpc and gateway.vpc.id == vpc_id for gateway in ec2.internet_gateways.values())


def _all(nested: dict[str, dict[str, Any]]) -> list[Any]:
    """The members of what moto keeps by zone or by VPC, and then by id."""
    return [one for by_id in nested.values() for one in by_id.values()]


def is_main(table: Any) -> bool:
    """Whether a route table is the one its VPC was made with."""
    return bool(table.main_association_id)


def _names(group: Any, group_id: str) -> bool:
    """Whether a rule of a group names another one."""
    rules = (*group.ingress_rules, *group.egress_rules)
    return any((rule.source_group or {}).get("GroupId") == group_id for rule in rules)
