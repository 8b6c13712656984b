"""What is taken already, which moto gives out twice or breaks off at: addresses, destinations, CIDR blocks."""

from __future__ import annotations

import functools
import inspect
import ipaddress
from typing import Any


def apply() -> None:
    """Refuse what is taken, in EC2's words."""
    from moto.ec2.models.route_tables import RouteBackend
    from moto.ec2.models.subnets import Subnet
    from moto.ec2.models.vpcs import VPC

    Subnet.request_ip = _in_words(Subnet.request_ip)
    RouteBackend.create_route = _once(RouteBackend.create_route)
    VPC.associate_vpc_cidr_block = _apart(VPC.associate_vpc_cidr_block)


def _in_words(request: Any) -> Any:
    def request_ip(self: Any, ip: str, instance: Any) -> None:
        """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html."""
        from moto.ec2.exceptions import EC2ClientError

        if ipaddress.ip_address(ip) not in self.cidr:
            told = f"Address {ip} does not fall within the subnet's address range"
            raise EC2ClientError("InvalidParameterValue", told)
        if ip in self._subnet_ips:
            raise EC2ClientError("InvalidIPAddress.InUse", f"Address {ip} is in use.")
        request(self, ip, instance)

    return request_ip


def _once(create: Any) -> Any:
    @functools.wraps(create)
    def create_route(*args: Any, **kwargs: Any) -> Any:
        """Refuse a second route to one destination; moto does so for some of IPv4."""
        from moto.ec2.exceptions import RouteAlreadyExistsError

        asked = inspect.signature(create).bind(*args, **kwargs).arguments
        names = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
        wanted = {asked[name] for name in names if asked.get(name)}
        for route in asked["self"].get_route_table(asked["route_table_id"])._routes.values():
            prefix_list = getattr(route.destination_prefix_list, "id", None)
            there = {route.destination_cidr_block, route.destination_ipv6_cidr_block, prefix_list}
            for destination in wanted & there:
                raise RouteAlreadyExistsError(destination)
        return create(*args, **kwargs)

    return create_route


def _apart(associate: Any) -> Any:
    @functools.wraps(associate)
    def associate_vpc_cidr_block(self: Any, cidr_block: Any, *args: Any, **kwargs: Any) -> Any:
        """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html: no block overlaps another."""
        from moto.ec2.exceptions import EC2ClientError

        there = [one["cidr_block"] for one in self.get_cidr_block_association_set()]
        if cidr_block and any(_overlap(cidr_block, other) for other in there):
            told = f"The CIDR '{cidr_block}' conflicts with another CIDR block of the VPC."
            raise EC2ClientError("InvalidVpc.Range", told)
        return associate(self, cidr_block, *args, **kwargs)

    return associate_vpc_cidr_block


def _overlap(one: str, other: str) -> bool:
    return ipaddress.ip_network(one, strict=False).overlaps(ipaddress.ip_network(other, strict=False))
