"""AWS::EC2::NetworkInterface. Not modelled: IPv6, prefixes, connection tracking, public names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import Ec2Provider, own_tags, to_value


def _secondary(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in entries if not each["Primary"]]


def _addresses(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The addresses beside the first one, which reads back as `PrivateIpAddress`."""
    return [{name: each[name] for name in ("PrivateIpAddress", "Primary")} for each in _secondary(entries)]


class NetworkInterface(Ec2Provider):
    """A card in a subnet, with an address and security groups."""

    type = "AWS::EC2::NetworkInterface"
    identifier = "NetworkInterfaceId"
    resource_type = "network-interface"
    creation = "create_network_interface"
    created_path = "NetworkInterface.NetworkInterfaceId"
    deletion = "delete_network_interface"
    gone = frozenset({"InvalidNetworkInterfaceID.NotFound"})
    listing = Call("describe_network_interfaces", "NetworkInterfaces")
    entry_id = "NetworkInterfaceId"
    properties = (
        Property("SubnetId", create="SubnetId", get=entry("SubnetId")),
        Property("PrivateIpAddress", create="PrivateIpAddress", get=entry("PrivateIpAddress")),
        Property("Description", create="Description", get=entry("Description"), code="describe"),
        Property("GroupSet", create="Groups", get=entry("Groups"),
                 put=Call("modify_network_interface_attribute", "Groups"),
                 from_service=lambda groups: [group["GroupId"] for group in groups]),
        Property("PrivateIpAddresses", create="PrivateIpAddresses", get=entry("PrivateIpAddresses"),
                 from_service=_addresses),
        Property("SecondaryPrivateIpAddressCount", create="SecondaryPrivateIpAddressCount",
                 get=entry("PrivateIpAddresses"), from_service=lambda found: len(_secondary(found)) or None),
        Property("SourceDestCheck", default=True, get=entry("SourceDestCheck"), to_service=to_value,
                 put=Call("modify_network_interface_attribute", "SourceDestCheck"), cleared={"Value": True}),
        Property("Tags", get=entry("TagSet"), code="set_tags", from_service=own_tags),
    )  # fmt: skip
    examples = (
        {"SubnetId": "{subnet}", "GroupSet": ["{group}"]},
        {
            "SubnetId": "{other_subnet}",
            "PrivateIpAddress": "10.0.201.20",
            "Description": "The card of a router.",
            "GroupSet": ["{group}", "{other_group}"],
            "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.201.21", "Primary": False}],
            "SourceDestCheck": False,
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "SubnetId": "{subnet}",
            "GroupSet": ["{other_group}"],
            "SecondaryPrivateIpAddressCount": 2,
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
    )

    def describe(self, target: Target, old: Mapping[str, Any]) -> None:
        """Describe it otherwise, or not at all."""
        said = to_value(target.properties.get("Description", ""))
        target.account.administrator("ec2").modify_network_interface_attribute(
            **self.identity(target), Description=said
        )

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterface.html."""
        found = self.entry(target)
        return {
            "Id": target.physical_id,
            "PrimaryPrivateIpAddress": found["PrivateIpAddress"],
            "SecondaryPrivateIpAddresses": [
                each["PrivateIpAddress"] for each in _secondary(found["PrivateIpAddresses"])
            ],
            "VpcId": found["VpcId"],
        }


PROVIDER = NetworkInterface()
