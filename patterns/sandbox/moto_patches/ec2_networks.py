"""What moto's EC2 loses or keeps about networks: what hangs on what is deleted, ICMP rules, changed endpoints."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Give back what is deleted, and keep what is asked for."""
    from moto.ec2.models.nat_gateways import NatGatewayBackend
    from moto.ec2.models.subnets import SubnetBackend
    from moto.ec2.models.vpcs import VPC, VPCBackend
    from moto.ec2.responses.network_acls import NetworkACLs
    from moto.ec2.responses.vpcs import VPCs

    NatGatewayBackend.delete_nat_gateway = _freeing(NatGatewayBackend.delete_nat_gateway)
    VPCBackend.delete_vpc = _with_lists(VPCBackend.delete_vpc)
    SubnetBackend.delete_subnet = _with_link(SubnetBackend.delete_subnet)
    VPC.disassociate_vpc_cidr_block = _forgetting(VPC.disassociate_vpc_cidr_block)
    NetworkACLs.create_network_acl_entry = _with_icmp(NetworkACLs.create_network_acl_entry)
    NetworkACLs.replace_network_acl_entry = _with_icmp(NetworkACLs.replace_network_acl_entry)
    VPCs.modify_vpc_endpoint = _modifying_all(VPCs.modify_vpc_endpoint)


def _freeing(delete: Any) -> Any:
    def delete_nat_gateway(self: Any, nat_gateway_id: str) -> Any:
        """Delete the gateway's interface with it, and free its address."""
        gateway = delete(self, nat_gateway_id)
        for address in self.addresses:
            if address.eni is gateway._eni:
                self.disassociate_address(association_id=address.association_id)
        if gateway._eni.id in self.enis:
            self.delete_network_interface(gateway._eni.id)
        return gateway

    return delete_nat_gateway


def _with_lists(delete: Any) -> Any:
    def delete_vpc(self: Any, vpc_id: str) -> Any:
        """Delete the network's default list with it; moto keeps that for ever."""
        gone = delete(self, vpc_id)
        for acl in [acl for acl in self.network_acls.values() if acl.vpc_id == vpc_id and acl.default]:
            del self.network_acls[acl.id]
        return gone

    return delete_vpc


def _with_link(delete: Any) -> Any:
    def delete_subnet(self: Any, subnet_id: str) -> Any:
        """Delete the subnet's link to its list with it; a list of one's own could not be deleted any more."""
        gone = delete(self, subnet_id)
        for acl in self.network_acls.values():
            for link in [link for link in acl.associations if link.subnet_id == subnet_id]:
                del acl._associations[link.id]
        return gone

    return delete_subnet


def _forgetting(disassociate: Any) -> Any:
    def disassociate_vpc_cidr_block(self: Any, association_id: str) -> Any:
        """Forget a range that is taken away; moto goes on listing it for ever."""
        answer = disassociate(self, association_id)
        self._cidr_block_association_set.pop(association_id, None)
        return answer

    return disassociate_vpc_cidr_block


def _with_icmp(operation: Any) -> Any:
    def answer(self: Any) -> Any:
        """Say the type of an ICMP rule under the name by which moto looks for it, which its parser does not use."""
        if "IcmpTypeCode" in self.params:
            self.params["Icmp"] = self.params["IcmpTypeCode"]
        return operation(self)

    return answer


def _modifying_all(modify: Any) -> Any:
    def modify_vpc_endpoint(self: Any) -> Any:
        """Change private names too, and route what is added to a gateway endpoint, and nothing that is removed."""
        answer = modify(self)
        backend = self.ec2_backend
        endpoint = backend.vpc_end_points[self.params["VpcEndpointId"]]
        if "PrivateDnsEnabled" in self.params:
            endpoint.private_dns_enabled = self.params["PrivateDnsEnabled"]
        if prefix := endpoint.destination_prefix_list_id:
            for table in self.params.get("AddRouteTableIds", ()):
                backend.create_route(table, None, gateway_id=endpoint.id, destination_prefix_list_id=prefix)
            for table in self.params.get("RemoveRouteTableIds", ()):
                backend.delete_route(table, prefix)
        return answer

    return modify_vpc_endpoint
