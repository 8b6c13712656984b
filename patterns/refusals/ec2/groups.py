"""What EC2 refuses of security groups and their rules as they stand in the call. Not what depends on the account.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal

VALUE = "InvalidParameterValue"

TEXT = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")
PROTOCOLS = ("tcp", "udp", "icmp", "icmpv6")
WITH_PORTS = ("tcp", "udp", "6", "17")
LAST_PORT, LAST_PROTOCOL = 65_535, 255


def wrong_group(name: str, description: str) -> Iterator[Refusal]:
    """What is wrong with the name and the description of a security group."""
    if name.lower().startswith("sg-"):
        yield VALUE, f"Invalid group name '{name}': group names may not be in the format sg-*"
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


def wrong_rule(rule: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the protocol and the ports of a rule; ranges of addresses moto looks at."""
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
