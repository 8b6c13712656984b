"""Amazon EC2, its networks and its disks. Networks have a colour of their own in AWS's diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.knowledge import DECLARED, About, Family, FinalSnapshot, Framing, Nothing, OneZone, Service, SeveralZones
from patterns.knowledge._facts import chosen, switched, told
from patterns.template.properties import at

SERVICE = Service("EC2", Family.COMPUTE)
_VPC = "https://aws.amazon.com/vpc/pricing/"
_IN_USE = Nothing("it cannot be deleted while anything is in it")


def _service(properties: Mapping[str, Any]) -> Iterator[str]:
    yield str(at(properties, "ServiceName")).rpartition(".")[2]
    yield str(at(properties, "VpcEndpointType") or "Gateway").lower()


_MACHINES: Mapping[str, About] = {
    "AWS::EC2::Instance": About(
        noun="instance",
        family=Family.COMPUTE,
        lost_alone="instance",
        asks=True,
        stands_in=("SubnetId",),
        references={
            "SecurityGroupIds.*": "guarded by",
            "IamInstanceProfile": "as",
            "LaunchTemplate.*": "from",
            "SubnetId": None,
        },
        facts=(told("InstanceType"),),
        lost="it is terminated; its instance store and the volumes deleted with it are lost",
        zones=OneZone("the instance"),
    ),
    "AWS::EC2::KeyPair": About(
        noun="key pair",
        family=Family.COMPUTE,
        lost="its private key, where EC2 made it: machines launched with it can be entered by nobody who has no copy",
        free="https://aws.amazon.com/ec2/pricing/on-demand/",
    ),
    "AWS::EC2::LaunchTemplate": About(
        noun="launch template",
        family=Family.COMPUTE,
        asks=True,
        references={
            "LaunchTemplateData.SecurityGroupIds.*": "guarded by",
            "LaunchTemplateData.IamInstanceProfile.*": "as",
            "*KmsKeyId": "encrypted by",
        },
        lost=Nothing("instances launched from it go on running"),
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html
        moving={"LatestVersionNumber": frozenset({"LaunchTemplateData", "VersionDescription"})},
        free="https://aws.amazon.com/ec2/pricing/on-demand/",
    ),
    "AWS::EC2::SpotFleet": About(
        noun="Spot Fleet",
        family=Family.COMPUTE,
        references={
            "*IamFleetRole": "as",
            "*LaunchTemplateSpecification.*": "from",
            "*GroupId": "guarded by",
            "*SubnetId": None,
        },
        facts=(
            told("SpotFleetRequestConfigData", "TargetCapacity", form="{} wanted"),
            told("SpotFleetRequestConfigData", "AllocationStrategy"),
        ),
        lost="its instances are terminated",
    ),
    "AWS::EC2::Volume": About(
        noun="volume",
        family=Family.COMPUTE,
        references={"KmsKeyId": "encrypted by"},
        facts=(told("Size", form="{} GiB"),),
        lost="its data is lost",
        snapshot=FinalSnapshot(),
        zones=OneZone("the volume"),
    ),
    "AWS::EC2::VolumeAttachment": About(
        noun="attachment",
        family=Family.COMPUTE,
        part_of=("VolumeId",),
        lost=Nothing("the volume keeps its data"),
        free="https://aws.amazon.com/ebs/pricing/",
    ),
}

_NETWORKS: Mapping[str, About] = {
    "AWS::EC2::DHCPOptions": About(noun="DHCP options", family=Family.NETWORK, lost=DECLARED, free=_VPC),
    "AWS::EC2::EIP": About(
        noun="elastic IP address",
        family=Family.NETWORK,
        held_by=("AllocationId", "EIP"),
        lost="its address is released and cannot be recovered",
    ),
    "AWS::EC2::EIPAssociation": About(
        noun="association", family=Family.NETWORK, part_of=("AllocationId", "EIP"), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::EgressOnlyInternetGateway": About(
        noun="egress-only gateway", family=Family.NETWORK, stands_in=("VpcId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::FlowLog": About(
        noun="flow log",
        family=Family.NETWORK,
        stands_in=("ResourceId",),
        references={"LogGroupName": "records", "LogDestination": "records", "DeliverLogsPermissionArn": "as"},
        lost=Nothing("what it has recorded stays where it was delivered"),
    ),
    "AWS::EC2::InternetGateway": About(noun="internet gateway", family=Family.NETWORK, lost=DECLARED),
    "AWS::EC2::NatGateway": About(
        noun="NAT gateway",
        family=Family.NETWORK,
        lost_alone="NAT gateway",
        stands_in=("SubnetId", "VpcId"),
        references={"*": None},
        facts=(
            chosen("AvailabilityMode", value="regional", words="in every zone"),
            chosen("ConnectivityType", value="private", words="private"),
        ),
        lost="connections through it break, and subnets routed to it have no way out",
    ),
    "AWS::EC2::NetworkAcl": About(
        noun="network ACL", family=Family.NETWORK, part_of=("VpcId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::NetworkAclEntry": About(
        noun="network ACL rule", family=Family.NETWORK, part_of=("NetworkAclId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::NetworkInterface": About(
        noun="network interface",
        family=Family.NETWORK,
        references={"SubnetId": None, "GroupSet.*": "guarded by"},
        lost="its private addresses are released",
        free=_VPC,
    ),
    "AWS::EC2::Route": About(noun="route", family=Family.NETWORK, part_of=("RouteTableId",), lost=DECLARED, free=_VPC),
    "AWS::EC2::RouteTable": About(
        noun="route table", family=Family.NETWORK, part_of=("VpcId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::SecurityGroup": About(
        noun="security group",
        family=Family.NETWORK,
        stands_in=("VpcId",),
        references={"VpcId": None, "SecurityGroup*.*": "lets in"},
        lost=_IN_USE,
        free=_VPC,
    ),
    "AWS::EC2::SecurityGroupEgress": About(
        noun="outbound rule", family=Family.NETWORK, part_of=("GroupId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::SecurityGroupIngress": About(
        noun="inbound rule", family=Family.NETWORK, part_of=("GroupId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::Subnet": About(
        noun="subnet",
        family=Family.NETWORK,
        frames=Framing("#2563A8", label="CidrBlock"),
        zone="AvailabilityZone",
        stands_in=("VpcId",),
        references={"*": None},
        facts=(told("CidrBlock"), switched("MapPublicIpOnLaunch", words="public addresses")),
        lost=_IN_USE,
        free=_VPC,
    ),
    "AWS::EC2::SubnetCidrBlock": About(noun="address range", family=Family.NETWORK, lost=DECLARED, free=_VPC),
    "AWS::EC2::SubnetNetworkAclAssociation": About(
        noun="network ACL association", family=Family.NETWORK, part_of=("SubnetId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::SubnetRouteTableAssociation": About(
        noun="route table association", family=Family.NETWORK, part_of=("SubnetId",), lost=DECLARED, free=_VPC
    ),
    "AWS::EC2::VPC": About(
        noun="VPC",
        family=Family.NETWORK,
        frames=Framing("#8C4FFF", label="CidrBlock"),
        lost="everything in it must have been moved before",
    ),
    "AWS::EC2::VPCCidrBlock": About(
        noun="address range", family=Family.NETWORK, part_of=("VpcId",), lost=_IN_USE, free=_VPC
    ),
    "AWS::EC2::VPCDHCPOptionsAssociation": About(
        noun="DHCP options association",
        family=Family.NETWORK,
        part_of=("DhcpOptionsId",),
        stands_in=("VpcId",),
        lost=DECLARED,
        free=_VPC,
    ),
    "AWS::EC2::VPCEndpoint": About(
        noun="endpoint",
        family=Family.NETWORK,
        stands_in=("VpcId",),
        references={"SecurityGroupIds.*": "guarded by", "*": None},
        facts=(_service,),
        lost=Nothing("the service it leads to stays, with all it holds"),
        zones=SeveralZones(
            "interfaces of the endpoint",
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
        ),
    ),
    "AWS::EC2::VPCPeeringConnection": About(
        noun="peering connection",
        family=Family.NETWORK,
        references={"VpcId": "joins", "PeerVpcId": "with", "*": None},
        lost="traffic through it stops, and routes to it lead nowhere",
        # What goes through it between zones or regions is paid for as transfer.
        free=_VPC,
    ),
    "AWS::EC2::VPCGatewayAttachment": About(
        noun="gateway attachment",
        family=Family.NETWORK,
        part_of=("InternetGatewayId", "VpnGatewayId"),
        stands_in=("VpcId",),
        lost=DECLARED,
        free=_VPC,
    ),
}

TYPES: Mapping[str, About] = {**_MACHINES, **_NETWORKS}
