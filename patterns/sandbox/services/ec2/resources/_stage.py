"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.account import Account

STAGE = {
    "vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16", "EnableDnsHostnames": True}},
    "other_vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}},
    "subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": "{vpc}", "CidrBlock": "10.0.200.0/24", "AvailabilityZone": "us-east-1a"},
    },
    "public_subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {
            "VpcId": "{vpc}",
            "CidrBlock": "10.0.203.0/24",
            "Tags": [{"Key": "Through", "Value": "{attached_gateway}"}],
        },
    },
    "other_subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": "{vpc}", "CidrBlock": "10.0.201.0/24", "AvailabilityZone": "us-east-1b"},
    },
    "third_subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": "{vpc}", "CidrBlock": "10.0.202.0/24", "AvailabilityZone": "us-east-1c"},
    },
    "group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Stage.", "VpcId": "{vpc}"}},
    "other_group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Stage.", "VpcId": "{vpc}"}},
    "closed_group": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {
            "GroupDescription": "Stage.",
            "VpcId": "{vpc}",
            "SecurityGroupEgress": [{"IpProtocol": "-1", "CidrIp": "127.0.0.1/32"}],
        },
    },
    "launch_template": {
        "Type": "AWS::EC2::LaunchTemplate",
        "Properties": {
            "LaunchTemplateData": {
                "ImageId": "ami-12c6146b",
                "InstanceType": "t3.small",
                "Monitoring": {"Enabled": True},
            }
        },
    },
    "acl": {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": "{vpc}"}},
    "other_acl": {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": "{vpc}"}},
    "egress_gateway": {"Type": "AWS::EC2::EgressOnlyInternetGateway", "Properties": {"VpcId": "{vpc}"}},
    "instance": {
        "Type": "AWS::EC2::Instance",
        "Properties": {"ImageId": "ami-12c6146b", "SubnetId": "{subnet}"},
    },
    "route_table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": "{vpc}"}},
    "other_route_table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": "{vpc}"}},
    "gateway": {"Type": "AWS::EC2::InternetGateway"},
    "other_gateway": {"Type": "AWS::EC2::InternetGateway"},
    "attached_gateway": {"Type": "AWS::EC2::InternetGateway"},
    "attachment": {
        "Type": "AWS::EC2::VPCGatewayAttachment",
        "Properties": {"VpcId": "{vpc}", "InternetGatewayId": "{attached_gateway}"},
    },
    "address": {"Type": "AWS::EC2::EIP"},
    "nat_gateway": {
        "Type": "AWS::EC2::NatGateway",
        "Properties": {"SubnetId": "{subnet}", "ConnectivityType": "private"},
    },
}

COMPANIONS = {"attached_gateway": "attachment"}


def _peering(account: Account, values: Mapping[str, str]) -> str:
    ec2, networks = account.administrator("ec2"), {"VpcId": values["{vpc}"], "PeerVpcId": values["{other_vpc}"]}
    made = ec2.create_vpc_peering_connection(**networks)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=made)
    return str(made)


def _interface(account: Account, values: Mapping[str, str]) -> str:
    made = account.administrator("ec2").create_network_interface(SubnetId=values["{subnet}"])
    return str(made["NetworkInterface"]["NetworkInterfaceId"])


def _prefix_list(account: Account, values: Mapping[str, str]) -> str:
    made = account.administrator("ec2").create_managed_prefix_list(
        PrefixListName="stage", MaxEntries=1, AddressFamily="IPv4", Entries=[{"Cidr": "10.9.0.0/16"}]
    )
    return str(made["PrefixList"]["PrefixListId"])


def _key_pair(account: Account, values: Mapping[str, str]) -> str:
    return str(account.administrator("ec2").create_key_pair(KeyName="stage")["KeyName"])


BY_CALL = {
    "key_pair": (_key_pair, ""),
    "peering": (_peering, "{vpc} {other_vpc}"),
    "interface": (_interface, "{subnet}"),
    "prefix_list": (_prefix_list, ""),
}
