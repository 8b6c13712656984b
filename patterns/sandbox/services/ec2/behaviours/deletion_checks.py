"""EC2 deletes nothing in a network that somebody still uses, whichever service it is that does.

Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. The words are those that users
report: of subnets, groups and gateways github.com/hashicorp/terraform/issues/31658, of interfaces
github.com/gruntwork-io/cloud-nuke/issues/431. Not checked: prefix lists and peering connections in use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.ec2.networks_in_use import ENDED, Network, is_main

VIOLATION = "DependencyViolation"
GONE = ("terminated", "shutting-down")


def install(account: Account) -> None:
    """Stand before the calls that delete what others stand in or use."""
    checks: dict[str, Callable[[Network, Any], None]] = {
        "DeleteSubnet": _subnet,
        "DeleteSecurityGroup": _group,
        "DeleteVpc": _vpc,
        "DetachInternetGateway": _detachment,
        "DeleteInternetGateway": _gateway,
        "DeleteRouteTable": _route_table,
        "DeleteNetworkAcl": _acl,
        "DeleteNetworkInterface": _interface,
        "ReleaseAddress": _release,
        "DisassociateAddress": _disassociation,
        "DeleteDhcpOptions": _options,
    }
    account.gateway.judge(account, "ec2", {name: _looking(check) for name, check in checks.items()})


def _looking(check: Callable[[Network, Any], None]) -> Callable[[Account, Call], None]:
    """The check of a call, given the network and the parameters; what is not there moto says itself."""

    def look(account: Account, call: Call) -> None:
        network = Network(account.account_id, call.region)
        if network.ec2 is not None:
            check(network, call.params)

    return look


def _has_dependencies(kind: str, name: str) -> Refused:
    return Refused(VIOLATION, f"The {kind} '{name}' has dependencies and cannot be deleted.", 400)


def _subnet(network: Network, asked: Any) -> None:
    if network.in_subnet(asked["SubnetId"]):
        raise _has_dependencies("subnet", asked["SubnetId"])


def _group(network: Network, asked: Any) -> None:
    named = asked.get("GroupId")
    group = network.ec2.get_security_group_from_id(named) if named else None
    if group is None:
        return
    if group.name == "default":
        message = f'the specified group: "{named}" name: "default" cannot be deleted by a user'
        raise Refused("CannotDelete", message, 400)
    if network.in_group(named):
        raise Refused(VIOLATION, f"resource {named} has a dependent object", 400)


def _vpc(network: Network, asked: Any) -> None:
    if asked["VpcId"] in network.ec2.vpcs and network.holds(asked["VpcId"]):
        raise _has_dependencies("vpc", asked["VpcId"])


def _detachment(network: Network, asked: Any) -> None:
    gateway, vpc = network.ec2.internet_gateways.get(asked["InternetGatewayId"]), asked["VpcId"]
    if gateway and gateway.vpc and gateway.vpc.id == vpc and network.has_public_addresses(vpc):
        message = (
            f"Network {vpc} has some mapped public address(es). Please unmap those public address(es) before detaching "
            "the gateway."
        )
        raise Refused(VIOLATION, message, 400)


def _gateway(network: Network, asked: Any) -> None:
    gateway = network.ec2.internet_gateways.get(asked["InternetGatewayId"])
    if gateway and gateway.vpc:
        raise _has_dependencies("internetGateway", gateway.id)


def _route_table(network: Network, asked: Any) -> None:
    table = network.ec2.route_tables.get(asked["RouteTableId"])
    if table and (is_main(table) or table._associations):
        raise _has_dependencies("routeTable", table.id)


def _acl(network: Network, asked: Any) -> None:
    acl = network.ec2.network_acls.get(asked["NetworkAclId"])
    if acl and acl.default:
        raise Refused("InvalidParameterValue", f"cannot delete default network ACL {acl.id}", 400)
    if acl and acl.associations:
        raise _has_dependencies("networkAcl", acl.id)


def _options(network: Network, asked: Any) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteDhcpOptions.html."""
    if any(vpc.dhcp_options_id == asked["DhcpOptionsId"] for vpc in network.ec2.vpcs.values()):
        raise _has_dependencies("dhcpOptions", asked["DhcpOptionsId"])


def _interface(network: Network, asked: Any) -> None:
    nic = network.ec2.enis.get(asked["NetworkInterfaceId"])
    if nic is None:
        return
    attached = nic.instance is not None and nic.instance._state.name not in GONE
    if attached or any(nic.id in used for used in _of_services(network.ec2)):
        raise Refused("InvalidParameterValue", f"Network interface '{nic.id}' is currently in use.", 400)


def _of_services(ec2: Any) -> list[Any]:
    """The interfaces of NAT gateways and endpoints, which only these delete."""
    gateways = (
        nat_gateway
        for nat_gateway in ec2.nat_gateways.values()
        if nat_gateway.state not in ENDED and hasattr(nat_gateway, "_eni")
    )
    endpoints = (endpoint for endpoint in ec2.vpc_end_points.values() if endpoint.state != "deleted")
    return [{gateway._eni.id for gateway in gateways}, *(endpoint.network_interface_ids for endpoint in endpoints)]


def _release(network: Network, asked: Any) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html."""
    for address in network.ec2.addresses:
        if address.allocation_id == asked.get("AllocationId") and _keeps(network.ec2, address):
            raise Refused("InvalidIPAddress.InUse", f"Address {address.public_ip} is in use.", 400)


def _keeps(ec2: Any, address: Any) -> bool:
    """Whether somebody has an address; in the default VPC it is taken from an instance when it is released."""
    if address.eni is None:
        return bool(address.association_id)
    is_gone = address.eni.instance is not None and address.eni.instance._state.name in GONE
    is_gateways = any(address.eni.id in used for used in _of_services(ec2))
    vpc = ec2.vpcs.get(address.eni.subnet.vpc_id)
    return is_gateways or not (is_gone or address.eni.id not in ec2.enis or (vpc is not None and vpc.is_default))


def _disassociation(network: Network, asked: Any) -> None:
    """An address of a NAT gateway is its own as long as it stands."""
    for address in network.ec2.addresses:
        own = address.association_id is not None and address.association_id == asked.get("AssociationId")
        if own and address.eni is not None and any(address.eni.id in used for used in _of_services(network.ec2)):
            raise Refused("AuthFailure", "You do not have permission to access the specified resource.", 400)
