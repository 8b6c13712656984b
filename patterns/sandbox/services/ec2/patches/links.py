"""What moto's EC2 loses of what links one thing to another: addresses that move, DHCP options, peered networks."""

from __future__ import annotations

import functools
import ipaddress
from typing import Any


def apply() -> None:
    """Let go of what loses an address, keep options that others use, and fail between networks that overlap."""
    from moto.ec2.models.elastic_ip_addresses import ElasticAddressBackend
    from moto.ec2.models.vpc_peering_connections import VPCPeeringConnectionBackend
    from moto.ec2.models.vpcs import VPCBackend
    from moto.ec2.responses.dhcp_options import DHCPOptions

    ElasticAddressBackend.associate_address = _letting_go(ElasticAddressBackend.associate_address)
    DHCPOptions.create_dhcp_options = _tagged(DHCPOptions.create_dhcp_options)
    VPCBackend.delete_vpc = _keeping_options(VPCBackend.delete_vpc)
    create = VPCPeeringConnectionBackend.create_vpc_peering_connection
    VPCPeeringConnectionBackend.create_vpc_peering_connection = _apart(create)


def _letting_go(associate: Any) -> Any:
    @functools.wraps(associate)
    def associate_address(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the address from who has it when it moves, and their old one from who gets it; moto leaves both.

        https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
        """
        if kwargs.get("reassociate"):
            named = kwargs.get("address"), kwargs.get("allocation_id")
            for address in self.addresses:
                if address.association_id and {address.public_ip, address.allocation_id} & set(named):
                    self.disassociate_address(association_id=address.association_id)
        associated = associate(self, *args, **kwargs)
        for other in self.addresses:
            if other is not associated and associated.eni is not None and other.eni is associated.eni:
                other.instance = other.eni = other.association_id = None
        return associated

    return associate_address


def _tagged(create: Any) -> Any:
    def create_dhcp_options(self: Any) -> Any:
        """Tag options as they are made; moto makes them without."""
        answer = create(self)
        tags = self._parse_tag_specification("dhcp-options").get("dhcp-options", {})
        answer._result["DhcpOptions"].add_tags(tags)
        return answer

    return create_dhcp_options


def _keeping_options(delete: Any) -> Any:
    def delete_vpc(self: Any, vpc_id: str) -> Any:
        """Keep the options of a network that is deleted; moto deletes them with it."""
        vpc = self.vpcs.get(vpc_id)
        kept = vpc.dhcp_options if vpc else None
        if kept is not None:
            vpc.dhcp_options = None
        try:
            gone = delete(self, vpc_id)
        except Exception:
            if vpc is not None:
                vpc.dhcp_options = kept
            raise
        if kept is not None:
            kept.vpc = next((one for one in self.vpcs.values() if one.dhcp_options is kept), None)
        return gone

    return delete_vpc


def _apart(create: Any) -> Any:
    @functools.wraps(create)
    def create_vpc_peering_connection(self: Any, vpc: Any, peer_vpc: Any, *args: Any, **kwargs: Any) -> Any:
        """Fail where blocks overlap: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html."""
        made = create(self, vpc, peer_vpc, *args, **kwargs)
        if vpc.id == peer_vpc.id or any(a.overlaps(b) for a in _blocks(vpc) for b in _blocks(peer_vpc)):
            made._status.code = "failed"
            made._status.message = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"
        return made

    return create_vpc_peering_connection


def _blocks(vpc: Any) -> list[Any]:
    return [ipaddress.ip_network(one["cidr_block"]) for one in vpc.get_cidr_block_association_set()]
