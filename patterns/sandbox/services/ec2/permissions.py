"""What EC2 asks of IAM: the calls about machines, volumes, networks and Spot fleets that patterns use.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html
Not modelled: transit gateways, VPNs, IP address management. What it takes to launch machines says `ec2_launches`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Asks, Service, Situation, pairs, pass_role
from patterns.sandbox.permissions.refusals import Wording, Words
from patterns.sandbox.services.ec2.launch_permissions import (
    NEW,
    arn,
    create_fleet,
    fleet,
    request_spot,
    role,
    run,
    several,
    tagging,
    tags_for,
)


def _ids(kind: str, *names: str) -> Callable[[Situation], list[str]]:
    """The resources that the call names in these parameters, one or several in each; any, where it names none."""

    def arns(situation: Situation) -> list[str]:
        found = [one for name in names for one in several(situation.params.get(name))]
        return [arn(situation, kind, one) for one in found or [NEW]]

    return arns


def _making(kind: str, *standing_on: tuple[str, str]) -> Asks:
    """A call that makes something: on it, on what it is made of, and on its tags."""

    def asks(situation: Situation) -> Iterator[Ask]:
        action = f"ec2:{situation.operation}"
        yield Ask(action, arn(situation, kind, NEW), tags_for(situation, kind))
        for of_kind, name in standing_on:
            for one in several(situation.params.get(name)):
                yield Ask(action, arn(situation, of_kind, one))
        yield from tagging(situation, kind)

    return asks


def _profile(situation: Situation) -> Iterator[Ask]:
    yield from pass_role(role(situation, situation.params.get("IamInstanceProfile")), "ec2.amazonaws.com")


def _tag(situation: Situation) -> Iterator[Ask]:
    """Tags are given and taken by the ids of what bears them, whose beginning says what they are."""
    for one in several(situation.params.get("Resources")):
        yield Ask(f"ec2:{situation.operation}", arn(situation, _kind(str(one)), one))


KINDS: Mapping[str, str] = {
    "acl": "network-acl", "ami": "image", "dopt": "dhcp-options",
    "eigw": "egress-only-internet-gateway", "eipalloc": "elastic-ip",
    "eni": "network-interface", "fl": "vpc-flow-log", "fleet": "fleet", "i": "instance", "igw": "internet-gateway",
    "lt": "launch-template", "nat": "natgateway", "pcx": "vpc-peering-connection", "pl": "prefix-list",
    "rtb": "route-table", "sfr": "spot-fleet-request", "sg": "security-group", "sgr": "security-group-rule",
    "sir": "spot-instances-request", "snap": "snapshot", "subnet": "subnet", "vol": "volume", "vpc": "vpc",
    "vpce": "vpc-endpoint", "key": "key-pair",
}  # fmt: skip
"""What an id is of, by what it begins with."""


def _kind(name: str) -> str:
    return KINDS.get(name.partition("-")[0], "*")


def _flow_logs(situation: Situation) -> Iterator[Ask]:
    kind = {"VPC": "vpc", "Subnet": "subnet", "NetworkInterface": "network-interface"}.get(
        str(situation.params.get("ResourceType")), "vpc"
    )
    yield from _making("vpc-flow-log", (kind, "ResourceIds"))(situation)
    yield from pass_role(situation.params.get("DeliverLogsPermissionArn"), "vpc-flow-logs.amazonaws.com")


def _keys(situation: Situation) -> dict[str, Value]:
    return {"ec2:Region": situation.region}


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    name = arn.rpartition("/")[2]
    if name == NEW:
        return {}
    filters = [{"Name": "resource-id", "Values": [name]}]
    return dict(pairs(situation.ask("ec2", "describe_tags", Filters=filters).get("Tags")))


MAKING: Mapping[str, tuple[str, Iterable[tuple[str, str]]]] = {
    "AllocateAddress": ("elastic-ip", ()),
    "CreateDhcpOptions": ("dhcp-options", ()),
    "CreateEgressOnlyInternetGateway": ("egress-only-internet-gateway", (("vpc", "VpcId"),)),
    "CreateInternetGateway": ("internet-gateway", ()),
    "CreateKeyPair": ("key-pair", ()),
    "CreateLaunchTemplate": ("launch-template", ()),
    "CreateManagedPrefixList": ("prefix-list", ()),
    "CreateNatGateway": ("natgateway", (("subnet", "SubnetId"), ("elastic-ip", "AllocationId"))),
    "CreateNetworkAcl": ("network-acl", (("vpc", "VpcId"),)),
    "CreateNetworkInterface": ("network-interface", (("subnet", "SubnetId"), ("security-group", "Groups"))),
    "CreateRouteTable": ("route-table", (("vpc", "VpcId"),)),
    "CreateSecurityGroup": ("security-group", (("vpc", "VpcId"),)),
    "CreateSnapshot": ("snapshot", (("volume", "VolumeId"),)),
    "CreateSubnet": ("subnet", (("vpc", "VpcId"),)),
    "CreateVolume": ("volume", (("snapshot", "SnapshotId"),)),
    "CreateVpc": ("vpc", ()),
    "ImportKeyPair": ("key-pair", ()),
    "CreateVpcEndpoint": (
        "vpc-endpoint",
        (("vpc", "VpcId"), ("route-table", "RouteTableIds"), ("subnet", "SubnetIds"),
         ("security-group", "SecurityGroupIds")),
    ),
    "CreateVpcPeeringConnection": ("vpc-peering-connection", (("vpc", "VpcId"),)),
}  # fmt: skip
"""What a call makes, and what it is made of: kind and parameter."""

SERVICE = Service(
    prefix="ec2",
    resources={
        "instances": _ids("instance", "InstanceIds", "InstanceId"),
        "internet gateway": lambda situation: [
            *_ids("internet-gateway", "InternetGatewayId")(situation), *_ids("vpc", "VpcId")(situation)
        ],
        "gateway": _ids("internet-gateway", "InternetGatewayId"),
        "egress gateway": _ids("egress-only-internet-gateway", "EgressOnlyInternetGatewayId"),
        "address": _ids("elastic-ip", "AllocationId"),
        "nat gateway": _ids("natgateway", "NatGatewayId"),
        "security group": _ids("security-group", "GroupId"),
        "route table": _ids("route-table", "RouteTableId"),
        "association": lambda situation: [
            *_ids("route-table", "RouteTableId")(situation), *_ids("subnet", "SubnetId")(situation)
        ],
        "subnet": _ids("subnet", "SubnetId"),
        "vpc": _ids("vpc", "VpcId"),
        "acl": _ids("network-acl", "NetworkAclId"),
        "interface": _ids("network-interface", "NetworkInterfaceId"),
        "volume": _ids("volume", "VolumeId"),
        "attached": lambda situation: [
            *_ids("volume", "VolumeId")(situation), *_ids("instance", "InstanceId")(situation)
        ],
        "options": _ids("dhcp-options", "DhcpOptionsId"),
        "options and vpc": lambda situation: [
            *_ids("dhcp-options", "DhcpOptionsId")(situation), *_ids("vpc", "VpcId")(situation)
        ],
        "endpoints": _ids("vpc-endpoint", "VpcEndpointIds", "VpcEndpointId"),
        "flow logs": _ids("vpc-flow-log", "FlowLogIds"),
        "template": _ids("launch-template", "LaunchTemplateId"),
        "fleets": _ids("spot-fleet-request", "SpotFleetRequestIds", "SpotFleetRequestId"),
        "ec2 fleets": _ids("fleet", "FleetIds", "FleetId"),
        "spot requests": _ids("spot-instances-request", "SpotInstanceRequestIds"),
        "key pair": _ids("key-pair", "KeyName"),
        "snapshot": _ids("snapshot", "SnapshotId"),
        "peering": _ids("vpc-peering-connection", "VpcPeeringConnectionId"),
    },
    operations={
        "": """
            CreateDefaultSubnet CreateDefaultVpc DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones
            DescribeDhcpOptions DescribeEgressOnlyInternetGateways DescribeFleets DescribeFlowLogs
            DescribeIamInstanceProfileAssociations DescribeImages DescribeInstanceStatus DescribeInstanceTypes
            DescribeInstances DescribeInternetGateways DescribeKeyPairs DescribeLaunchTemplateVersions
            DescribeLaunchTemplates DescribeManagedPrefixLists DescribeNatGateways DescribeNetworkAcls
            DescribeNetworkInterfaceAttribute DescribeNetworkInterfaces DescribePrefixLists DescribeRegions
            DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSnapshots
            DescribeSpotFleetRequests DescribeSpotInstanceRequests DescribeSpotPriceHistory DescribeSubnets
            DescribeTags DescribeVolumes DescribeVpcEndpoints DescribeVpcEndpointServices
            DescribeVpcPeeringConnections DescribeVpcs GetSpotPlacementScores
        """,
        "instances": """
            DescribeInstanceAttribute ModifyInstanceAttribute ModifyInstanceMetadataOptions MonitorInstances
            RebootInstances StartInstances StopInstances TerminateInstances UnmonitorInstances
            AssociateIamInstanceProfile GetConsoleOutput
        """,
        "internet gateway": "AttachInternetGateway DetachInternetGateway",
        "gateway": "DeleteInternetGateway",
        "egress gateway": "DeleteEgressOnlyInternetGateway",
        "address": "ReleaseAddress AssociateAddress DisassociateAddress",
        "nat gateway": "DeleteNatGateway",
        "security group": """
            AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress DeleteSecurityGroup ModifySecurityGroupRules
            RevokeSecurityGroupEgress RevokeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsEgress
            UpdateSecurityGroupRuleDescriptionsIngress
        """,
        "route table": "CreateRoute DeleteRoute DeleteRouteTable DisassociateRouteTable ReplaceRoute",
        "association": "AssociateRouteTable ReplaceRouteTableAssociation",
        "subnet": """
            AssociateSubnetCidrBlock DeleteSubnet DisassociateSubnetCidrBlock ModifySubnetAttribute
        """,
        "vpc": """
            AssociateVpcCidrBlock DeleteVpc DescribeVpcAttribute DisassociateVpcCidrBlock ModifyVpcAttribute
        """,
        "acl": """
            CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclAssociation
            ReplaceNetworkAclEntry
        """,
        "interface": "DeleteNetworkInterface ModifyNetworkInterfaceAttribute",
        "volume": "DeleteVolume ModifyVolume DescribeVolumeAttribute",
        "attached": "AttachVolume DetachVolume",
        "options": "DeleteDhcpOptions",
        "options and vpc": "AssociateDhcpOptions",
        "endpoints": "DeleteVpcEndpoints ModifyVpcEndpoint",
        "flow logs": "DeleteFlowLogs",
        "template": "CreateLaunchTemplateVersion DeleteLaunchTemplate ModifyLaunchTemplate",
        "fleets": "CancelSpotFleetRequests DescribeSpotFleetInstances ModifySpotFleetRequest",
        "ec2 fleets": "DeleteFleets DescribeFleetInstances",
        "spot requests": "CancelSpotInstanceRequests",
        "key pair": "DeleteKeyPair",
        "snapshot": "DeleteSnapshot",
        "peering": "AcceptVpcPeeringConnection DeleteVpcPeeringConnection",
    },
    several={
        **{operation: _making(kind, *standing_on) for operation, (kind, standing_on) in MAKING.items()},
        "RunInstances": run,
        "CreateFleet": create_fleet,
        "RequestSpotFleet": fleet,
        "RequestSpotInstances": request_spot,
        "CreateTags": _tag,
        "DeleteTags": _tag,
        "CreateFlowLogs": _flow_logs,
    },
    also={"AssociateIamInstanceProfile": _profile},
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "ec2:ResourceTag"),
    wording=Wording(
        throttling={"": Words("RequestLimitExceeded", "Request limit exceeded.", 503)},
        code="UnauthorizedOperation",
        status=403,
        begins="You are not authorized to perform this operation. ",
        names_any=False,
        unknown_key=("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
    ),
)  # fmt: skip
