"""AWS::EC2::VPC. Not here: what it is made with, a main route table, a default security group and a default ACL."""

from __future__ import annotations

from functools import partial
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider, to_value


class Vpc(Ec2Provider):
    """A network; DNS settings are changed by a call of their own, one at a time, as EC2 has it."""

    type = "AWS::EC2::VPC"
    identifier = "VpcId"
    resource_type = "vpc"
    creation = "create_vpc"
    created_path = "Vpc.VpcId"
    deletion = "delete_vpc"
    gone = frozenset({"InvalidVpcID.NotFound"})
    listing = Call("describe_vpcs", "Vpcs")
    entry_id = "VpcId"
    filtered_by = "vpc-id"
    properties = (
        Property("CidrBlock", create="CidrBlock", get=entry("CidrBlock")),
        Property("InstanceTenancy", create="InstanceTenancy", get=entry("InstanceTenancy")),
        Property(
            "EnableDnsSupport",
            put=Call("modify_vpc_attribute", "EnableDnsSupport"),
            get=Call("describe_vpc_attribute", "EnableDnsSupport.Value", {"Attribute": "enableDnsSupport"}),
            default=True,
            cleared={"Value": True},
            to_service=to_value,
        ),
        Property(
            "EnableDnsHostnames",
            put=Call("modify_vpc_attribute", "EnableDnsHostnames"),
            get=Call("describe_vpc_attribute", "EnableDnsHostnames.Value", {"Attribute": "enableDnsHostnames"}),
            default=False,
            cleared={"Value": False},
            to_service=to_value,
        ),
        TAGS,
    )
    examples = (
        {"CidrBlock": "10.0.0.0/16"},
        {
            "CidrBlock": "10.1.0.0/16",
            "InstanceTenancy": "dedicated",
            "EnableDnsSupport": True,
            "EnableDnsHostnames": True,
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
    )

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html."""
        found = self.entry(target)
        return {
            "VpcId": target.physical_id,
            "CidrBlock": found["CidrBlock"],
            "CidrBlockAssociations": [one["AssociationId"] for one in found["CidrBlockAssociationSet"]],
            "DefaultSecurityGroup": partial(_default_group, target),
            "DefaultNetworkAcl": partial(_default_acl, target),
            "Ipv6CidrBlocks": [one["Ipv6CidrBlock"] for one in found.get("Ipv6CidrBlockAssociationSet", [])],
        }


def _default_group(target: Target) -> str:
    mine = [{"Name": "vpc-id", "Values": [target.physical_id]}, {"Name": "group-name", "Values": ["default"]}]
    answer = target.account.observer("ec2").describe_security_groups(Filters=mine)
    return str(answer["SecurityGroups"][0]["GroupId"])


def _default_acl(target: Target) -> str:
    mine = [{"Name": "vpc-id", "Values": [target.physical_id]}, {"Name": "default", "Values": ["true"]}]
    return str(target.account.observer("ec2").describe_network_acls(Filters=mine)["NetworkAcls"][0]["NetworkAclId"])


PROVIDER = Vpc()
