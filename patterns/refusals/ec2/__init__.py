"""What EC2 refuses of networks, rules and volumes that it is asked to make, as far as it shows in what is asked.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
Not here: what hangs on the network that is there, and launches.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal
from patterns.refusals.ec2 import groups, volumes

SMALLEST_SUBNET, LARGEST_SUBNET = 28, 16
BY_ROUTE = ("s3", "dynamodb")
"""The services that gateway endpoints lead to: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"""
SHARED = ("com.amazonaws.vpce.", "com.amazonaws.s3-global.")
"""What belongs to somebody else, or to no region."""


def block(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html; a text that is no block is not judged."""
    text = asked.get("CidrBlock") or ""
    try:
        wanted = ipaddress.ip_network(str(text), strict=False)
    except ValueError:
        return
    if not LARGEST_SUBNET <= wanted.prefixlen <= SMALLEST_SUBNET:
        yield "InvalidSubnet.Range", f"The CIDR '{text}' is invalid."


def network_block(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html."""
    for _, _ in block(asked):
        yield "InvalidVpc.Range", f"The CIDR '{asked['CidrBlock']}' is invalid."


def nat_gateway(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html."""
    is_public = asked.get("ConnectivityType") != "private" and asked.get("AvailabilityMode") != "regional"
    if is_public and asked.get("SubnetId") is not None and asked.get("AllocationId") is None:
        yield "MissingParameter", "The request must contain the parameter AllocationId"


def endpoint(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html."""
    name = str(asked.get("ServiceName", ""))
    if not name.startswith("com.amazonaws.") or name.startswith(SHARED):
        return
    service = name.removeprefix("com.amazonaws.").partition(".")[2]
    if (asked.get("VpcEndpointType") or "Gateway") == "Gateway" and service not in BY_ROUTE:
        yield "InvalidParameter", "Endpoint type (Gateway) does not match available service types ([Interface])."


def _group(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from groups.wrong_group(asked.get("GroupName") or "", asked["GroupDescription"])


def _group_rules(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    for name in ("SecurityGroupIngress", "SecurityGroupEgress"):
        for rule in asked.get(name) or ():
            yield from groups.wrong_rule(rule)


def _devices(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """The volumes that an instance starts with; the size that an image gives is not known here."""
    for device in asked.get("BlockDeviceMappings") or ():
        of_volume = device.get("Ebs") or {}
        yield from volumes.wrong_volume({**of_volume, "Size": of_volume.get("VolumeSize")})


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::EC2::VPC": (network_block,),
    "AWS::EC2::Subnet": (block,),
    "AWS::EC2::SecurityGroup": (_group, _group_rules),
    "AWS::EC2::SecurityGroupIngress": (groups.wrong_rule,),
    "AWS::EC2::SecurityGroupEgress": (groups.wrong_rule,),
    "AWS::EC2::Volume": (volumes.wrong_volume,),
    "AWS::EC2::Instance": (_devices,),
    "AWS::EC2::NatGateway": (nat_gateway,),
    "AWS::EC2::VPCEndpoint": (endpoint,),
}
