"""EC2 looks at networks, rules, volumes and instances before it makes or changes them.

Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. Not here: launches
(`patches/launch_checks`), deletions (`deletion_checks`), and what moto refuses itself.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

from patterns.refusals import ec2
from patterns.refusals.ec2 import groups, volumes
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.ec2.networks_in_use import Network

VALUE = "InvalidParameterValue"
GONE = ("terminated", "shutting-down")
TO_STATE = {"StartInstances": "started", "StopInstances": "stopped", "RebootInstances": "rebooted"}


def install(account: Account) -> None:
    """Stand before the calls that make or change what EC2 holds."""
    checks = {
        "CreateSubnet": _subnet,
        "CreateSecurityGroup": _group,
        "AuthorizeSecurityGroupIngress": _rules,
        "AuthorizeSecurityGroupEgress": _rules,
        "CreateVolume": _volume,
        "ModifyVolume": _volume_change,
        "CreateRoute": _route,
        "AssociateRouteTable": _association,
        "CreateNetworkAclEntry": _entry,
        "ReplaceNetworkAclEntry": _entry,
        "RunInstances": _launch,
        "AttachInternetGateway": _attachment,
        "CreateNatGateway": _nat_gateway,
        "CreateVpcEndpoint": _endpoint,
        "AssociateAddress": _address,
        **dict.fromkeys(TO_STATE, _instances),
    }
    account.gateway.judge(account, "ec2", checks)


def _kept(account: Account, call: Call) -> Any:
    return Network(account.account_id, call.region).ec2


def _zones(account: Account) -> set[str]:
    availability_zones = account.observer("ec2").describe_availability_zones()["AvailabilityZones"]
    return {zone["ZoneName"] for zone in availability_zones}


def _subnet(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html."""
    asked = call.params
    refuse(ec2.block(asked))
    zone = asked.get("AvailabilityZone")
    if zone is not None and zone not in (zones := _zones(account)):
        raise Refused(
            VALUE,
            f"Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the "
            f"following availability zones: {', '.join(sorted(zones))}.",
            400,
        )


def _group(account: Account, call: Call) -> None:
    refuse(groups.wrong_group(str(call.params["GroupName"]), str(call.params["Description"])))
    network = call.params.get("VpcId")
    if network and network not in {vpc["VpcId"] for vpc in account.observer("ec2").describe_vpcs()["Vpcs"]}:
        raise Refused("InvalidVpcID.NotFound", f"The vpc ID '{network}' does not exist", 400)


def _rules(account: Account, call: Call) -> None:
    rules = call.params.get("IpPermissions") or [call.params]
    refuse(chain.from_iterable(groups.wrong_rule(rule) for rule in rules))


def _volume(account: Account, call: Call) -> None:
    refuse(volumes.wrong_volume(call.params))
    zone = call.params.get("AvailabilityZone")
    if zone is not None and zone not in _zones(account):
        raise Refused("InvalidZone.NotFound", f"The zone '{zone}' does not exist.", 400)


def _volume_change(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html."""
    asked, there = call.params, _kept(account, call)
    volume = there.volumes.get(asked["VolumeId"]) if there is not None else None
    if volume is None:
        return
    if asked.get("Size") is not None and int(asked["Size"]) < int(volume.size):
        raise Refused(VALUE, "New size cannot be smaller than existing size", 400)
    kept = {"VolumeType": volume.volume_type, "Size": volume.size}
    refuse(volumes.wrong_volume({**kept, **asked}))


def _route(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html."""
    refuse(ec2.route(call.params))
    asked, there = call.params, _kept(account, call)
    table = there.route_tables.get(asked["RouteTableId"]) if there is not None else None
    gateway = there.internet_gateways.get(asked.get("GatewayId") or "") if there is not None else None
    if table is not None and gateway is not None and (gateway.vpc is None or gateway.vpc.id != table.vpc_id):
        message = f"route table {table.id} and network gateway {gateway.id} belong to different networks"
        raise Refused(VALUE, message, 400)


def _entry(account: Account, call: Call) -> None:
    refuse(ec2.ports(call.params))


def _launch(account: Account, call: Call) -> None:
    given = call.params.get("UserData")
    refuse(ec2.user_data({"UserData": given}))


def _association(account: Account, call: Call) -> None:
    asked, there = call.params, _kept(account, call)
    table = there.route_tables.get(asked["RouteTableId"]) if there is not None else None
    place = asked.get("SubnetId")
    network = (
        next((subnet[place].vpc_id for subnet in there.subnets.values() if place in subnet), None) if table else None
    )
    if table is not None and network is not None and network != table.vpc_id:
        message = f"Route table {table.id} and subnet {place} belong to different networks"
        raise Refused(VALUE, message, 400)
    others = there.route_tables.values() if table is not None else ()
    if place and any(place in one._associations.values() for one in others if one.id != asked["RouteTableId"]):
        # As in github.com/hashicorp/terraform-provider-aws/issues/38960.
        told = f"the specified association for route table {asked['RouteTableId']} conflicts with an existing"
        raise Refused("Resource.AlreadyAssociated", f"{told} association", 400)


def _attachment(account: Account, call: Call) -> None:
    asked, there = call.params, _kept(account, call)
    gateways = there.internet_gateways.values() if there is not None else ()
    others = (gateway for gateway in gateways if gateway.vpc is not None and gateway.id != asked["InternetGatewayId"])
    if any(one.vpc.id == asked["VpcId"] for one in others):
        message = f"Network {asked['VpcId']} already has an internet gateway attached"
        raise Refused(VALUE, message, 400)


def _nat_gateway(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html."""
    refuse(ec2.nat_gateway(call.params))


def _endpoint(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html."""
    asked, name = call.params, str(call.params.get("ServiceName", ""))
    if not name.startswith("com.amazonaws.") or name.startswith(ec2.SHARED):
        return
    region = name.removeprefix("com.amazonaws.").partition(".")[0]
    if region != call.region and not asked.get("ServiceRegion"):
        raise Refused("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist", 400)
    refuse(ec2.endpoint(asked))
    _refuse_names(account, call)


def _refuse_names(account: Account, call: Call) -> None:
    """Private names need a network with names, and stand for one endpoint.

    The words are as in github.com/hashicorp/terraform-provider-aws/issues/17535.
    """
    asked, there = call.params, _kept(account, call)
    vpc = there.vpcs.get(asked["VpcId"]) if there is not None else None
    if vpc is None or asked.get("VpcEndpointType") != "Interface" or not asked.get("PrivateDnsEnabled", True):
        return
    if not all(str(one).lower() == "true" for one in (vpc.enable_dns_support, vpc.enable_dns_hostnames)):
        if not asked.get("PrivateDnsEnabled"):
            return
        message = (
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for "
            f"{vpc.id}"
        )
        raise Refused("InvalidParameter", message, 400)
    others = (
        endpoint
        for endpoint in there.vpc_end_points.values()
        if endpoint.vpc_id == vpc.id and endpoint.state != "deleted"
    )
    if asked.get("PrivateDnsEnabled") and any(
        one.service_name == asked["ServiceName"] and one.private_dns_enabled for one in others
    ):
        domain = f"{asked['ServiceName'].rpartition('.')[2]}.{call.region}.amazonaws.com"
        message = (
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
            f"{domain} in the VPC {vpc.id}"
        )
        raise Refused("InvalidParameter", message, 400)


def _address(account: Account, call: Call) -> None:
    state = _states(account, call).get(str(call.params.get("InstanceId")))
    if state in GONE:
        message = f"The {state} instance '{call.params['InstanceId']}' is not in a valid state for this operation."
        raise Refused("InvalidInstanceID", message, 400)
    _refuse_closed(account, call)


def _refuse_closed(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: Gateway.NotAttached.

    In the words of github.com/aws-samples/cfn101-workshop/issues/165.
    """
    there = _kept(account, call)
    named = call.params.get("InstanceId"), call.params.get("NetworkInterfaceId")
    if there is None or not any(named):
        return
    instances = (instance for reservation in there.reservations.values() for instance in reservation.instances)
    networks = [instance.vpc_id for instance in instances if instance.id == named[0]]
    networks += [eni.subnet.vpc_id for eni in there.enis.values() if eni.id == named[1]]
    attached = {
        internet_gateway.vpc.id
        for internet_gateway in there.internet_gateways.values()
        if internet_gateway.vpc is not None
    }
    for network in networks:
        if network is not None and network not in attached:
            raise Refused("Gateway.NotAttached", f"Network {network} is not attached to any internet gateway", 400)


def _instances(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html: what is terminated stays so."""
    states = _states(account, call)
    for name in call.params.get("InstanceIds") or ():
        if states.get(name) in GONE:
            message = f"The instance '{name}' is not in a state from which it can be {TO_STATE[str(call.operation)]}."
            raise Refused("IncorrectInstanceState", message, 400)


def _states(account: Account, call: Call) -> dict[str, str]:
    """Instance -> its state."""
    there = _kept(account, call)
    reservations = there.reservations.values() if there is not None else ()
    return {instance.id: str(instance.state) for reservation in reservations for instance in reservation.instances}
