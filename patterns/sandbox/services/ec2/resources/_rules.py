"""Security group rules, as CloudFormation writes them and as EC2 takes and reports them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call
from patterns.sandbox.provider.listed import listed

RULES = Call("describe_security_group_rules", "SecurityGroupRules")
PORTS = ("FromPort", "ToPort")
EVERYTHING = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
"""The egress rule that every new group begins with, and that a declared egress takes the place of."""

SOURCES: dict[str, tuple[str, str]] = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}
"""CloudFormation's name of what is on the other side -> EC2's list and key for it."""


def permission(rule: Mapping[str, Any]) -> dict[str, Any]:
    """One rule as an `IpPermission`."""
    made: dict[str, Any] = {"IpProtocol": str(rule["IpProtocol"])}
    made |= {name: int(rule[name]) for name in PORTS if name in rule}
    described = {"Description": rule["Description"]} if "Description" in rule else {}
    for name, (ranges, key) in SOURCES.items():
        if name in rule:
            made[ranges] = [{key: rule[name], **described}]
    return made


def reported(rule: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of `DescribeSecurityGroupRules` as CloudFormation writes it; ports that mean all are left out."""
    side = "Destination" if rule["IsEgress"] else "Source"
    found = {
        "IpProtocol": rule["IpProtocol"],
        "FromPort": rule.get("FromPort"),
        "ToPort": rule.get("ToPort"),
        "CidrIp": rule.get("CidrIpv4"),
        "CidrIpv6": rule.get("CidrIpv6"),
        f"{side}PrefixListId": rule.get("PrefixListId"),
        f"{side}SecurityGroupId": rule.get("ReferencedGroupInfo", {}).get("GroupId"),
        "Description": rule.get("Description"),
    }
    return normal({name: value for name, value in found.items() if value not in (None, "")})


def normal(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The rule as it is compared: no ports where it holds for all protocols, whose rules have none."""
    everything = str(rule["IpProtocol"]) == "-1"
    return {name: value for name, value in rule.items() if not (everything and name in PORTS)}


def rules_by_id(account: Account) -> dict[str, dict[str, Any]]:
    """Rule id -> entry of `DescribeSecurityGroupRules`, of all groups."""
    return {rule["SecurityGroupRuleId"]: rule for rule in listed(account, "ec2", RULES)}
