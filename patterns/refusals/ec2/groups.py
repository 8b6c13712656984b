"""What EC2 refuses of security groups and their rules as they stand in the call. Not what depends on the account.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal, is_decided

VALUE = "InvalidParameterValue"

TEXT = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")
PROTOCOLS = ("tcp", "udp", "icmp", "icmpv6")
WITH_PORTS = ("tcp", "udp", "6", "17")
NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}
SOURCES = (
    "CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourcePrefixListId", "SourceSecurityGroupName",
    "DestinationSecurityGroupId", "DestinationPrefixListId",
)  # fmt: skip
LAST_PORT, LAST_PROTOCOL = 65_535, 255


def wrong_group(name: str, description: str) -> Iterator[Refusal]:
    """What is wrong with the name and the description of a security group."""
    if name.lower() == "default":
        # No page quotes what EC2 says.
        yield VALUE, f"Value ({name}) for parameter GroupName is invalid. The name default is reserved."
    if name.lower().startswith("sg-"):
        # In the words of https://github.com/pulumi/pulumi-awsx/issues/328.
        yield VALUE, f"Value ({name}) for parameter GroupName is invalid. Group names may not be in the format sg-*."
    for value, parameter in ((name, "GroupName"), (description, "GroupDescription")):
        if not value.isascii():
            told = f"Value ({value}) for parameter {parameter} is invalid."
            yield VALUE, f"{told} Character sets beyond ASCII are not supported."
        if not TEXT.fullmatch(value):
            yield (
                VALUE,
                f"Value ({value}) for parameter {parameter} is invalid. Valid are strings less than 256 characters "
                "from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
            )


def meaning(rule: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """What a rule lets through, so that two rules with the same meaning are one to EC2; None where nobody knows."""
    ends = [(name, rule.get(name)) for name in SOURCES if rule.get(name) is not None]
    if len(ends) != 1 or not is_decided([rule.get(name) for name in ("IpProtocol", "FromPort", "ToPort")]):
        return None
    name, end = ends[0]
    if name in ("CidrIp", "CidrIpv6"):
        try:
            end = str(ipaddress.ip_network(end, strict=False)) if isinstance(end, str) else None
        except ValueError:
            end = None
    else:
        end = end if isinstance(end, str) else None
    protocol = str(rule.get("IpProtocol", "-1")).lower()
    ports = (None, None) if protocol == "-1" else (rule.get("FromPort"), rule.get("ToPort"))
    return None if end is None else (name, end, NUMBERS.get(protocol, protocol), *map(str, ports))


def _wrong_ranges(rule: Mapping[str, Any]) -> Iterator[Refusal]:
    for name, kind in (("CidrIp", ipaddress.IPv4Network), ("CidrIpv6", ipaddress.IPv6Network)):
        given = rule.get(name)
        if not isinstance(given, str):
            continue
        try:
            kind(given, strict=False)
        except ValueError:
            yield VALUE, f"CIDR block {given} is malformed"


def wrong_rule(rule: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the protocol, the ports and the ranges of addresses of a rule."""
    yield from _wrong_ranges(rule)
    protocol = str(rule.get("IpProtocol", "-1")).lower()
    is_number = protocol.isdigit() and int(protocol) <= LAST_PROTOCOL
    if protocol != "-1" and protocol not in PROTOCOLS and not is_number:
        yield VALUE, f"Invalid value '{protocol}' for IP protocol. Unknown protocol."
    first, last = rule.get("FromPort"), rule.get("ToPort")
    if protocol not in WITH_PORTS or first is None or last is None:
        return
    for port in (int(first), int(last)):
        if not -1 <= port <= LAST_PORT:
            yield VALUE, f"TCP/UDP port ({port}) out of range"
    if int(first) > int(last):
        yield VALUE, f"Invalid TCP/UDP port range ({first}:{last})"
