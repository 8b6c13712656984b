"""What EC2 refuses of networks, rules and volumes that it is asked to make, as far as it shows in what is asked.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
Not here: what hangs on the network that is there, and launches.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal
from patterns.refusals.ec2 import endpoint_services, groups, volumes

SMALLEST_SUBNET, LARGEST_SUBNET = 28, 16
BY_ROUTE = ("s3", "dynamodb")
"""The services that gateway endpoints lead to: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"""
VALUE = "InvalidParameterValue"
LAST_ENTRY = 32_766
"""The numbers above are EC2's own."""
MOST_USER_DATA = 16_384
ROUTE_DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
ROUTE_TARGETS = (
    "GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId", "VpcPeeringConnectionId", "TransitGatewayId",
    "VpcEndpointId", "EgressOnlyInternetGatewayId", "LocalGatewayId", "CarrierGatewayId", "CoreNetworkArn",
    "OdbNetworkArn",
)  # fmt: skip
NO_PLACE = ("SubnetIds", "SecurityGroupIds")
"""What an endpoint that is a route does not have."""
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
    if asked.get("ConnectivityType") == "private" and asked.get("AllocationId") is not None:
        # In our words: no page quotes EC2's.
        yield "InvalidParameter", "AllocationId cannot be specified for a private NAT gateway"
    if is_public and asked.get("SubnetId") is not None and asked.get("AllocationId") is None:
        yield "MissingParameter", "The request must contain the parameter AllocationId"


def endpoint(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html."""
    name = str(asked.get("ServiceName", ""))
    if not name.startswith("com.amazonaws.") or name.startswith(SHARED):
        return
    service = name.removeprefix("com.amazonaws.").partition(".")[2]
    if not endpoint_services.is_known(service):
        yield "InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist"
    if (asked.get("VpcEndpointType") or "Gateway") == "Gateway" and service not in BY_ROUTE:
        yield "InvalidParameter", "Endpoint type (Gateway) does not match available service types ([Interface])."
    if (asked.get("VpcEndpointType") or "Gateway") == "Gateway":
        for field in NO_PLACE:
            if asked.get(field):
                yield "InvalidParameter", f"{field} can only be specified for endpoints of type Interface."


def ports(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an entry of a network ACL; ports are in the form of the API."""
    number = asked.get("RuleNumber")
    if number is not None and not 1 <= int(number) <= LAST_ENTRY:
        yield VALUE, f"Value ({number}) for parameter ruleNumber is invalid. It must be from 1 to {LAST_ENTRY}."
    if str(asked.get("Protocol")) in ("6", "17", "tcp", "udp") and asked.get("PortRange") is None:
        yield "MissingParameter", "The request must contain the parameter portRange for protocols 6 and 17"


def route(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A route leads from one range to one thing.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
    In the words of github.com/hashicorp/terraform-provider-aws/issues/15274.
    """
    if all(asked.get(name) is None for name in ROUTE_DESTINATIONS):
        names = ", ".join(name[0].lower() + name[1:] for name in ROUTE_DESTINATIONS)
        yield "MissingParameter", f"The request must contain exactly one of: {names}"
    if sum(asked.get(name) is not None for name in ROUTE_TARGETS) == 0:
        names = ", ".join(name[0].lower() + name[1:] for name in ROUTE_TARGETS)
        yield "MissingParameter", f"The request must contain exactly one of {names}"


def taken_route(destination: Any) -> Refusal:
    """The refusal of a route to where another one of the table leads, its network's own among them."""
    return "RouteAlreadyExists", f"The route identified by {destination} already exists"


def user_data(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html; given in base64."""
    given = asked.get("UserData")
    if given is not None and len(str(given).rstrip("=")) * 3 // 4 > MOST_USER_DATA:
        yield VALUE, f"User data is limited to {MOST_USER_DATA} bytes"


def _entry(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from ports(asked)


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


def _flow_log(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html."""
    kind = asked.get("LogDestinationType") or "cloud-watch-logs"
    if kind == "cloud-watch-logs" and asked.get("DeliverLogsPermissionArn") is None:
        message = "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs."
        yield "InvalidParameter", message


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::EC2::VPC": (network_block,),
    "AWS::EC2::Subnet": (block,),
    "AWS::EC2::SecurityGroup": (_group, _group_rules),
    "AWS::EC2::SecurityGroupIngress": (groups.wrong_rule,),
    "AWS::EC2::SecurityGroupEgress": (groups.wrong_rule,),
    "AWS::EC2::Volume": (volumes.wrong_volume,),
    "AWS::EC2::Instance": (_devices, user_data),
    "AWS::EC2::NetworkAclEntry": (_entry,),
    "AWS::EC2::FlowLog": (_flow_log,),
    "AWS::EC2::Route": (route,),
    "AWS::EC2::NatGateway": (nat_gateway,),
    "AWS::EC2::VPCEndpoint": (endpoint,),
}
