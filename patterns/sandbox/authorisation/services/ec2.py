"""What EC2 asks of IAM: the calls about machines, volumes, networks and Spot fleets that patterns use.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html
Not modelled: transit gateways, VPNs, IP address management, and the resources that a launch template of a fleet names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.authorisation.asks import Ask, Asks, Service, Situation, pass_role
from patterns.sandbox.authorisation.context import pairs

NEW = "*"
"""The id of what a call makes."""


def _arn(situation: Situation, kind: str, name: Any) -> str:
    """Images and snapshots have no account in their ARN, since anybody's may be used."""
    account = "" if kind in ("image", "snapshot") else situation.account_id
    return f"arn:aws:ec2:{situation.region}:{account}:{kind}/{name}"


def _ids(kind: str, *names: str) -> Callable[[Situation], list[str]]:
    """The resources that the call names in these parameters, one or several in each; any, where it names none."""

    def arns(situation: Situation) -> list[str]:
        found = [one for name in names for one in _several(situation.params.get(name))]
        return [_arn(situation, kind, one) for one in found or [NEW]]

    return arns


def _several(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, list | tuple) else [given]


def _making(kind: str, *standing_on: tuple[str, str]) -> Asks:
    """A call that makes something: on it, on what it is made of, and on its tags."""

    def asks(situation: Situation) -> Iterator[Ask]:
        action = f"ec2:{situation.operation}"
        yield Ask(action, _arn(situation, kind, NEW), _tags_for(situation, kind))
        for of_kind, name in standing_on:
            for one in _several(situation.params.get(name)):
                yield Ask(action, _arn(situation, of_kind, one))
        yield from _tagging(situation, kind)

    return asks


def _specified(situation: Situation) -> Iterator[tuple[str, dict[str, str]]]:
    for one in situation.params.get("TagSpecifications") or ():
        yield str(one.get("ResourceType")), dict(pairs(one.get("Tags")))


def _tags_for(situation: Situation, kind: str) -> dict[str, Value]:
    """The tags that the call gives to what it makes of this kind."""
    tags = {key: value for of_kind, given in _specified(situation) if of_kind == kind for key, value in given.items()}
    found: dict[str, Value] = {f"aws:RequestTag/{key}": value for key, value in tags.items()}
    return found | ({"aws:TagKeys": tuple(tags)} if tags else {})


def _tagging(situation: Situation, *kinds: str) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html."""
    for kind in kinds:
        tags = _tags_for(situation, kind)
        if tags:
            yield Ask(
                "ec2:CreateTags", _arn(situation, kind, NEW), {**tags, "ec2:CreateAction": situation.operation},
                ("ec2:CreateAction",),
            )  # fmt: skip


def _run(situation: Situation) -> Iterator[Ask]:
    """One action on each resource that takes part, the tags of all, and the role that the machine gets."""
    params = _with_template(situation)
    machine = _machine(params)
    for kind, names in _taking_part(params).items():
        for name in names:
            context = {**machine, **_tags_for(situation, kind)} if kind == "instance" else _tags_for(situation, kind)
            yield Ask("ec2:RunInstances", _arn(situation, kind, name), context)
    yield from _tagging(situation, "instance", "volume", "network-interface", "spot-instances-request")
    yield from pass_role(_role(situation, params.get("IamInstanceProfile")), "ec2.amazonaws.com")


def _taking_part(params: Mapping[str, Any]) -> dict[str, list[Any]]:
    interfaces: list[Any] = params.get("NetworkInterfaces") or []
    groups = params.get("SecurityGroupIds") or [one for each in interfaces for one in each.get("Groups") or ()]
    subnets = [params["SubnetId"]] if params.get("SubnetId") else [
        one["SubnetId"] for one in interfaces if one.get("SubnetId")
    ]  # fmt: skip
    template = params.get("LaunchTemplate") or {}
    mapped = [one.get("Ebs", {}).get("SnapshotId") for one in params.get("BlockDeviceMappings") or ()]
    return {
        "image": [params.get("ImageId") or NEW],
        "instance": [NEW],
        "network-interface": [one["NetworkInterfaceId"] for one in interfaces if one.get("NetworkInterfaceId")]
        or [NEW],
        "security-group": groups or [NEW],
        "subnet": subnets or [NEW],
        "volume": [NEW],
        "key-pair": _several(params.get("KeyName")),
        "launch-template": _several(template.get("LaunchTemplateId")),
        "snapshot": [one for one in mapped if one],
    }


def _with_template(situation: Situation) -> Mapping[str, Any]:
    """The parameters with those of the launch template, which the call's own go before."""
    named = situation.params.get("LaunchTemplate")
    if not named:
        return situation.params
    which = {key: named[key] for key in ("LaunchTemplateId", "LaunchTemplateName") if named.get(key)}
    versions = [str(named.get("Version") or "$Default")]
    found = situation.ask("ec2", "describe_launch_template_versions", **which, Versions=versions)
    for version in found.get("LaunchTemplateVersions", ()):
        known = {"LaunchTemplate": {**named, "LaunchTemplateId": version["LaunchTemplateId"]}}
        return {**version["LaunchTemplateData"], **situation.params, **known}
    return situation.params


def _machine(params: Mapping[str, Any]) -> dict[str, Value]:
    metadata, placement = params.get("MetadataOptions") or {}, params.get("Placement") or {}
    market = "spot" if params.get("InstanceMarketOptions") else "on-demand"
    found: dict[str, Value | None] = {
        "ec2:InstanceType": params.get("InstanceType") or "m1.small",
        "ec2:InstanceMarketType": market,
        "ec2:EbsOptimized": bool(params.get("EbsOptimized", False)),
        "ec2:MetadataHttpTokens": metadata.get("HttpTokens"),
        "ec2:MetadataHttpEndpoint": metadata.get("HttpEndpoint"),
        "ec2:MetadataHttpPutResponseHopLimit": metadata.get("HttpPutResponseHopLimit"),
        "ec2:AvailabilityZone": placement.get("AvailabilityZone"),
        "ec2:Tenancy": placement.get("Tenancy") or "default",
    }
    return {key: value for key, value in found.items() if value is not None}


def _role(situation: Situation, profile: Any) -> str | None:
    """The role in an instance profile, which is what is handed over."""
    if not profile:
        return None
    name = profile.get("Name") or str(profile.get("Arn") or "").rpartition("/")[2]
    found = situation.ask("iam", "get_instance_profile", InstanceProfileName=name).get("InstanceProfile", {})
    roles: list[Any] = found.get("Roles") or []
    return str(roles[0]["Arn"]) if roles else None


def _profile(situation: Situation) -> Iterator[Ask]:
    yield from pass_role(_role(situation, situation.params.get("IamInstanceProfile")), "ec2.amazonaws.com")


def _fleet(situation: Situation) -> Iterator[Ask]:
    config: Any = situation.params.get("SpotFleetRequestConfig") or {}
    yield Ask("ec2:RequestSpotFleet", _arn(situation, "spot-fleet-request", NEW))
    yield from pass_role(config.get("IamFleetRole"), "spotfleet.amazonaws.com")


def _tag(situation: Situation) -> Iterator[Ask]:
    """Tags are given and taken by the ids of what bears them, whose beginning says what they are."""
    for one in _several(situation.params.get("Resources")):
        yield Ask(f"ec2:{situation.operation}", _arn(situation, _kind(str(one)), one))


KINDS: Mapping[str, str] = {
    "acl": "network-acl", "ami": "image", "eigw": "egress-only-internet-gateway", "eipalloc": "elastic-ip",
    "eni": "network-interface", "fl": "vpc-flow-log", "i": "instance", "igw": "internet-gateway",
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
        "endpoints": _ids("vpc-endpoint", "VpcEndpointIds", "VpcEndpointId"),
        "flow logs": _ids("vpc-flow-log", "FlowLogIds"),
        "template": _ids("launch-template", "LaunchTemplateId"),
        "fleets": _ids("spot-fleet-request", "SpotFleetRequestIds", "SpotFleetRequestId"),
        "key pair": _ids("key-pair", "KeyName"),
        "snapshot": _ids("snapshot", "SnapshotId"),
        "peering": _ids("vpc-peering-connection", "VpcPeeringConnectionId"),
    },
    operations={
        "": """
            CreateDefaultSubnet CreateDefaultVpc DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones
            DescribeEgressOnlyInternetGateways DescribeFlowLogs DescribeIamInstanceProfileAssociations DescribeImages
            DescribeInstanceStatus DescribeInstanceTypes DescribeInstances DescribeInternetGateways DescribeKeyPairs
            DescribeLaunchTemplateVersions DescribeLaunchTemplates DescribeManagedPrefixLists DescribeNatGateways
            DescribeNetworkAcls DescribeNetworkInterfaceAttribute DescribeNetworkInterfaces DescribePrefixLists
            DescribeRegions DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSnapshots
            DescribeSpotFleetRequests DescribeSpotPriceHistory DescribeSubnets DescribeTags DescribeVolumes
            DescribeVpcEndpoints DescribeVpcEndpointServices DescribeVpcPeeringConnections DescribeVpcs
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
        "endpoints": "DeleteVpcEndpoints ModifyVpcEndpoint",
        "flow logs": "DeleteFlowLogs",
        "template": "CreateLaunchTemplateVersion DeleteLaunchTemplate ModifyLaunchTemplate",
        "fleets": "CancelSpotFleetRequests DescribeSpotFleetInstances ModifySpotFleetRequest",
        "key pair": "DeleteKeyPair",
        "snapshot": "DeleteSnapshot",
        "peering": "AcceptVpcPeeringConnection DeleteVpcPeeringConnection",
    },
    several={
        **{operation: _making(kind, *standing_on) for operation, (kind, standing_on) in MAKING.items()},
        "RunInstances": _run,
        "RequestSpotFleet": _fleet,
        "CreateTags": _tag,
        "DeleteTags": _tag,
        "CreateFlowLogs": _flow_logs,
    },
    also={"AssociateIamInstanceProfile": _profile},
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "ec2:ResourceTag"),
)  # fmt: skip
