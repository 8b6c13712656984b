"""What moto's EC2 loses or keeps about networks: what hangs on what is deleted, links, ICMP rules, endpoints."""

from __future__ import annotations

import functools
import inspect
from typing import Any

MOST = 5
"""IPv6 blocks of a network: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"""


def apply() -> None:
    """Give back what is deleted, and keep what is asked for."""
    from moto.ec2.models.elastic_network_interfaces import NetworkInterfaceBackend
    from moto.ec2.models.network_acls import NetworkAclBackend
    from moto.ec2.models.route_tables import RouteBackend
    from moto.ec2.models.subnets import Subnet, SubnetBackend
    from moto.ec2.models.vpcs import VPC, VPCBackend
    from moto.ec2.responses.network_acls import NetworkACLs
    from moto.ec2.responses.vpcs import VPCs

    VPCBackend.create_vpc = _with_members(VPCBackend.create_vpc)
    VPCBackend.delete_vpc = _with_lists(VPCBackend.delete_vpc)
    SubnetBackend.delete_subnet = _with_link(SubnetBackend.delete_subnet)
    SubnetBackend.create_default_subnet = _in_free_block(SubnetBackend.create_default_subnet)
    Subnet._base_avail_ip_iterator = _hosts
    VPC.disassociate_vpc_cidr_block = _forgetting(VPC.disassociate_vpc_cidr_block)
    RouteBackend.associate_route_table = _one_for_each(RouteBackend.associate_route_table)
    RouteBackend.replace_route_table_association = _renewing(RouteBackend.replace_route_table_association)
    RouteBackend.create_route = _with_prefix_list(RouteBackend.create_route)
    NetworkAclBackend.replace_network_acl_association = _with_another_list(
        NetworkAclBackend.replace_network_acl_association
    )
    NetworkACLs.create_network_acl_entry = _with_icmp(NetworkACLs.create_network_acl_entry)
    NetworkACLs.replace_network_acl_entry = _with_icmp(NetworkACLs.replace_network_acl_entry)
    VPCs.modify_vpc_endpoint = _modifying_all(VPCs.modify_vpc_endpoint)
    NetworkInterfaceBackend.create_network_interface = _in_groups(NetworkInterfaceBackend.create_network_interface)
    VPC.associate_vpc_cidr_block = _with_a_block(VPC.associate_vpc_cidr_block)
    NetworkInterfaceBackend.modify_network_interface_attribute = _undescribing(
        NetworkInterfaceBackend.modify_network_interface_attribute
    )


def _in_groups(create: Any) -> Any:
    def create_network_interface(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse a group that is not there; moto would make it."""
        from moto.ec2.exceptions import InvalidSecurityGroupNotFoundError

        for group in inspect.signature(create).bind(self, *args, **kwargs).arguments.get("group_ids") or ():
            if self.get_security_group_from_id(group) is None:
                raise InvalidSecurityGroupNotFoundError(group)
        return create(self, *args, **kwargs)

    return create_network_interface


def _with_a_block(associate: Any) -> Any:
    def associate_vpc_cidr_block(
        self: Any, cidr_block: str | None, amazon_provided_ipv6_cidr_block: Any = False, *rest: Any
    ) -> Any:
        """Refuse to add nothing, or no block: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html."""
        from moto.ec2.exceptions import InvalidCIDRBlockParameterError, MissingParameterError
        from moto.ec2.utils import is_valid_cidr

        if not cidr_block and not amazon_provided_ipv6_cidr_block:
            raise MissingParameterError("cidrBlock or amazonProvidedIpv6CidrBlock")
        if cidr_block and not is_valid_cidr(cidr_block):
            raise InvalidCIDRBlockParameterError(cidr_block)
        if not amazon_provided_ipv6_cidr_block:
            return associate(self, cidr_block, amazon_provided_ipv6_cidr_block, *rest)
        return _one_more(self, lambda: associate(self, cidr_block, amazon_provided_ipv6_cidr_block, *rest))

    return associate_vpc_cidr_block


def _one_more(vpc: Any, associate: Any) -> Any:
    """Add an IPv6 block beside those there are: moto takes one, and EC2 five."""
    from moto.ec2.exceptions import CidrLimitExceeded

    there = vpc._cidr_block_association_set
    if (
        sum(one["cidr_block_state"]["state"] == "associated" for one in vpc.get_cidr_block_association_set(True))
        >= MOST
    ):
        raise CidrLimitExceeded(vpc.id, MOST)
    vpc._cidr_block_association_set = {}
    try:
        made = associate()
    finally:
        vpc._cidr_block_association_set = there
    there[made["association_id"]] = made
    return made


def _hosts(subnet: Any) -> Any:
    """The addresses not given out yet, kept with the subnet: moto keeps them, and every subnet, for ever."""
    if "hosts_left" not in vars(subnet):
        subnet.hosts_left = subnet.cidr.hosts()
    return subnet.hosts_left


def _with_members(create: Any) -> Any:
    def create_vpc(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Let the members of a network's default group reach each other; moto lets nobody in.

        https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
        """
        vpc = create(self, *args, **kwargs)
        group = self.get_security_group_from_name("default", vpc_id=vpc.id)
        if not group.ingress_rules:
            itself = [{"GroupId": group.id, "UserId": self.account_id}]
            self.authorize_security_group_ingress(group.id, "-1", None, None, [], source_groups=itself)
        return vpc

    return create_vpc


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


def _in_free_block(create: Any) -> Any:
    def create_default_subnet(self: Any, availability_zone: str) -> Any:
        """Make a default subnet again where there is room; moto takes the block after as many as there are."""
        import ipaddress

        vpc = self.get_default_vpc()
        if vpc is None or availability_zone in self.get_default_subnets():
            return create(self, availability_zone)
        taken = [subnet.cidr for by_id in self.subnets.values() for subnet in by_id.values() if subnet.vpc_id == vpc.id]
        blocks = ipaddress.ip_network(vpc.cidr_block).subnets(new_prefix=20)
        free = next(block for block in blocks if not any(block.overlaps(other) for other in taken))
        return self.create_subnet(vpc_id=vpc.id, cidr_block=str(free), availability_zone=availability_zone)

    return create_default_subnet


def _forgetting(disassociate: Any) -> Any:
    def disassociate_vpc_cidr_block(self: Any, association_id: str) -> Any:
        """Forget a range that is taken away; moto goes on listing it for ever."""
        answer = disassociate(self, association_id)
        self._cidr_block_association_set.pop(association_id, None)
        return answer

    return disassociate_vpc_cidr_block


def _one_for_each(associate: Any) -> Any:
    def associate_route_table(self: Any, route_table_id: str, gateway_id: Any = None, subnet_id: Any = None) -> Any:
        """Refuse a second table for a subnet; moto answers with the first one's association."""
        from moto.ec2.exceptions import EC2ClientError

        others = [table for table in self.route_tables.values() if table.id != route_table_id]
        if subnet_id and any(subnet_id in table._associations.values() for table in others):
            raise EC2ClientError(
                "Resource.AlreadyAssociated",
                f"the specified association for route table {route_table_id} conflicts with an existing association",
            )
        return associate(self, route_table_id, gateway_id, subnet_id)

    return associate_route_table


def _with_prefix_list(create: Any) -> Any:
    @functools.wraps(create)
    def create_route(*args: Any, **kwargs: Any) -> Any:
        """Keep the prefix list of a route to a network interface; moto forgets it."""
        route = create(*args, **kwargs)
        asked = inspect.signature(create).bind(*args, **kwargs).arguments
        prefix_list = asked.get("destination_prefix_list_id")
        if asked.get("interface_id") and prefix_list:
            routes = asked["self"].get_route_table(asked["route_table_id"])._routes
            del routes[route.id]
            route.destination_prefix_list = asked["self"].managed_prefix_lists[prefix_list]
            route.id = f"{asked['route_table_id']}~{prefix_list}"
            routes[route.id] = route
        return route

    return create_route


def _renewing(replace: Any) -> Any:
    def replace_route_table_association(self: Any, association_id: str, route_table_id: str) -> Any:
        """Make a new association for the same table too; moto answers with the old one."""
        from moto.ec2.utils import random_subnet_association_id

        there = self.get_route_table(route_table_id)._associations
        if association_id not in there:
            return replace(self, association_id, route_table_id)
        made = random_subnet_association_id()
        there[made] = there.pop(association_id)
        return made

    return replace_route_table_association


def _with_another_list(replace: Any) -> Any:
    """A subnet keeps its list where the other one is not there: moto takes it away before it looks."""

    @functools.wraps(replace)
    def replace_network_acl_association(self: Any, association_id: str, network_acl_id: str) -> Any:
        self.get_network_acl(network_acl_id)
        return replace(self, association_id, network_acl_id)

    return replace_network_acl_association


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


def _undescribing(modify: Any) -> Any:
    def modify_network_interface_attribute(
        self: Any, eni_id: str, group_ids: Any, source_dest_check: Any = None, description: Any = None
    ) -> None:
        """Take an empty description as one, and the groups for an instance's; moto keeps the old of both."""
        modify(self, eni_id, group_ids, source_dest_check, description)
        interface = self.get_network_interface(eni_id)
        if description == "":
            interface.description = ""
        if group_ids and interface.instance is not None and interface.instance.nics.get(0) is interface:
            interface.instance.security_groups = list(interface._group_set)

    return modify_network_interface_attribute
