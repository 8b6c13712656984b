"""AWS::EC2::DHCPOptions. Not modelled: leases of IPv6 addresses, names that machines find by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider

KEYS = {
    "DomainName": "domain-name",
    "DomainNameServers": "domain-name-servers",
    "NtpServers": "ntp-servers",
    "NetbiosNameServers": "netbios-name-servers",
    "NetbiosNodeType": "netbios-node-type",
}
"""What EC2 calls each option: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html"""


def _values(name: str) -> Callable[[list[dict[str, Any]]], Any]:
    def values(found: list[dict[str, Any]]) -> Any:
        """The option's value among all of them, as CloudFormation writes it."""
        texts = [value["Value"] for one in found if one["Key"] == KEYS[name] for value in one["Values"]]
        if name == "NetbiosNodeType":
            return int(texts[0]) if texts else None
        return (texts[0] if texts else None) if name == "DomainName" else texts

    return values


class DhcpOptions(Ec2Provider):
    """What the machines of a network are told of names and clocks."""

    type = "AWS::EC2::DHCPOptions"
    identifier = "DhcpOptionsId"
    resource_type = "dhcp-options"
    creation = "create_dhcp_options"
    created_path = "DhcpOptions.DhcpOptionsId"
    deletion = "delete_dhcp_options"
    gone = frozenset({"InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsID.NotFound"})
    listing = Call("describe_dhcp_options", "DhcpOptions")
    entry_id = "DhcpOptionsId"
    properties = (
        *(Property(name, create=name, get=entry("DhcpConfigurations"), from_service=_values(name),
                   effect="No machine is told of it.") for name in KEYS),
        TAGS,
    )  # fmt: skip
    examples = (
        {"DomainName": "example.internal", "DomainNameServers": ["AmazonProvidedDNS"]},
        {
            "DomainName": "example.internal",
            "DomainNameServers": ["10.0.0.2", "10.0.0.3"],
            "NtpServers": ["169.254.169.123"],
            "NetbiosNameServers": ["10.0.0.4"],
            "NetbiosNodeType": 2,
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DomainName": "example.internal",
            "DomainNameServers": ["AmazonProvidedDNS"],
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """All options in one list; the type alone of the two that are no lists is one number."""
        options = [
            {"Key": KEYS[name], "Values": list(value) if isinstance(value, list | tuple) else [str(value)]}
            for name, value in given.items()
        ]
        return super().creation_arguments(target, {"DhcpConfigurations": options})

    def attributes(self, target: Target) -> dict[str, Any]:
        """The id of the options."""
        return {"DhcpOptionsId": target.physical_id}


PROVIDER = DhcpOptions()
