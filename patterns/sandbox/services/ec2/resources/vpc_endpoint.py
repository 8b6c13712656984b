"""AWS::EC2::VPCEndpoint. Not modelled: private names that resolve, service networks, resource endpoints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.policy_documents import as_text
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider

MEMBERS = ("RouteTableIds", "SubnetIds", "SecurityGroupIds")
EVERYTHING = {
    "Version": "2008-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}
"""https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"""


class VpcEndpoint(Ec2Provider):
    """A private way to a service: a route (gateway) or network interfaces (interface)."""

    type = "AWS::EC2::VPCEndpoint"
    resource_type = "vpc-endpoint"
    creation = "create_vpc_endpoint"
    created_path = "VpcEndpoint.VpcEndpointId"
    deletion = "delete_vpc_endpoints"
    gone = frozenset({"InvalidVpcEndpointId.NotFound"})
    listing = Call("describe_vpc_endpoints", "VpcEndpoints")
    entry_id = "VpcEndpointId"
    lasting = frozenset({"VpcEndpointType"})
    """The kinds of endpoint have attributes of their own."""
    properties = (
        Property("VpcId", create="VpcId", get=entry("VpcId")),
        Property("ServiceName", create="ServiceName", get=entry("ServiceName")),
        Property("VpcEndpointType", create="VpcEndpointType", default="Gateway", get=entry("VpcEndpointType")),
        Property("PolicyDocument", create="PolicyDocument", get=entry("PolicyDocument"), code="modify",
                 to_service=as_text,
                 from_service=json.loads),
        Property("PrivateDnsEnabled", create="PrivateDnsEnabled", default=False, get=entry("PrivateDnsEnabled"),
                 code="modify"),
        Property("RouteTableIds", create="RouteTableIds", get=entry("RouteTableIds"), code="modify"),
        Property("SubnetIds", create="SubnetIds", get=entry("SubnetIds"), code="modify"),
        Property("SecurityGroupIds", create="SecurityGroupIds", get=entry("Groups"), code="modify",
                 from_service=lambda groups: [group["GroupId"] for group in groups]),
        TAGS,
    )  # fmt: skip
    examples = (
        {"VpcId": "{vpc}", "ServiceName": "com.amazonaws.us-east-1.s3", "RouteTableIds": ["{route_table}"]},
        {
            "VpcId": "{vpc}",
            "ServiceName": "com.amazonaws.us-east-1.s3",
            "RouteTableIds": ["{route_table}", "{other_route_table}"],
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}],
            },
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
        {
            "VpcId": "{vpc}",
            "VpcEndpointType": "Interface",
            "ServiceName": "com.amazonaws.us-east-1.sqs",
            "SubnetIds": ["{subnet}", "{other_subnet}"],
            "SecurityGroupIds": ["{group}"],
            "PrivateDnsEnabled": True,
        },
        {
            "VpcId": "{vpc}",
            "VpcEndpointType": "Interface",
            "ServiceName": "com.amazonaws.us-east-1.sqs",
            "SubnetIds": ["{subnet}"],
            "SecurityGroupIds": ["{other_group}"],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A gateway without private names, unless the template says otherwise."""
        defaults = {"VpcEndpointType": "Gateway", "PrivateDnsEnabled": False}
        return super().creation_arguments(target, {**defaults, **given})

    def modify(self, target: Target, old: Mapping[str, Any]) -> None:
        """One call with what to add, what to remove and the rest; what is there decides, so that it can be undone."""
        there, new = self.entry(target), target.properties
        now = {**there, "SecurityGroupIds": [group["GroupId"] for group in there.get("Groups", ())]}
        changes: dict[str, Any] = {}
        for name in MEMBERS:
            present, asked = now.get(name) or [], new.get(name) or []
            changes[f"Add{name}"] = [one for one in asked if one not in present]
            changes[f"Remove{name}"] = [one for one in present if one in (old.get(name) or []) and one not in asked]
        changes = {name: members for name, members in changes.items() if members}
        changes["PolicyDocument"] = as_text(new.get("PolicyDocument", EVERYTHING))
        if now["VpcEndpointType"] == "Interface":
            changes["PrivateDnsEnabled"] = new.get("PrivateDnsEnabled", False)
        target.account.administrator("ec2").modify_vpc_endpoint(VpcEndpointId=target.physical_id, **changes)

    def identity(self, target: Target) -> dict[str, Any]:
        """The endpoint, as the call that deletes it names it: in a list."""
        return {"VpcEndpointIds": [target.physical_id]}

    def is_there(self, entry: dict[str, Any]) -> bool:
        """A deleted endpoint is listed for a while."""
        return str(entry["State"]).lower() not in ("deleted", "deleting")

    def attributes(self, target: Target) -> dict[str, Any]:
        """Id, interfaces, and the names of the endpoint as "zone:name"."""
        found = self.entry(target)
        names = [
            f"{dns_entry.get('HostedZoneId', '')}:{dns_entry['DnsName']}" for dns_entry in found.get("DnsEntries", ())
        ]
        interfaces = found.get("NetworkInterfaceIds", [])
        return {"Id": target.physical_id, "DnsEntries": names, "NetworkInterfaceIds": interfaces}


PROVIDER = VpcEndpoint()
