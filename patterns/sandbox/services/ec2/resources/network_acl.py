"""AWS::EC2::NetworkAcl. Not here: its entries and associations, types of their own."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider


class NetworkAcl(Ec2Provider):
    """A firewall around subnets, without memory; it begins by letting nothing through."""

    type = "AWS::EC2::NetworkAcl"
    identifier = "NetworkAclId"
    resource_type = "network-acl"
    creation = "create_network_acl"
    created_path = "NetworkAcl.NetworkAclId"
    deletion = "delete_network_acl"
    gone = frozenset({"InvalidNetworkAclID.NotFound"})
    listing = Call("describe_network_acls", "NetworkAcls")
    entry_id = "NetworkAclId"
    properties = (Property("VpcId", create="VpcId", get=entry("VpcId")), TAGS)
    examples = (
        {"VpcId": "{vpc}"},
        {"VpcId": "{vpc}", "Tags": [{"Key": "Name", "Value": "example"}]},
        {"VpcId": "{other_vpc}"},
    )

    def attributes(self, target: Target) -> dict[str, Any]:
        """The list's id."""
        return {"Id": target.physical_id}


PROVIDER = NetworkAcl()
