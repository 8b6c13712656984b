"""AWS::EC2::SecurityGroupEgress.

It takes the place of the rule that a group begins with and nobody declared, as CloudFormation removes that one first
(seen on AWS: https://github.com/aws/aws-cdk/issues/987); nothing brings it back, not the last egress rule's end either:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.provider.base import Target
from patterns.sandbox.provider.ownership import resources
from patterns.sandbox.services.ec2.resources._own_rule import OwnRule, rows
from patterns.sandbox.services.ec2.resources._rules import EVERYTHING, normal, permission, reported, rules_by_id


class SecurityGroupEgress(OwnRule):
    """A rule that lets out; the first of a group ends that everything is let out."""

    type = "AWS::EC2::SecurityGroupEgress"
    creation = "authorize_security_group_egress"
    deletion = "revoke_security_group_egress"
    is_egress = True
    properties = rows("DestinationPrefixListId", "DestinationSecurityGroupId")
    examples = (
        {
            "GroupId": "{closed_group}", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
            "DestinationSecurityGroupId": "{other_group}", "Description": "to the database",
        },
        {"GroupId": "{closed_group}", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 23, "CidrIp": "10.0.0.0/8"},
        {
            "GroupId": "{closed_group}", "IpProtocol": "udp", "FromPort": 1, "ToPort": 9, "CidrIpv6": "::/0",
            "Description": "anybody",
        },
        {
            "GroupId": "{closed_group}", "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "DestinationPrefixListId": "pl-3b927c52",
        },
    )  # fmt: skip

    def create(self, target: Target) -> str:
        """Authorize the rule in the place of the group's first one, which comes back where EC2 refuses."""
        client, group = target.account.administrator("ec2"), {"GroupId": target.properties["GroupId"]}
        first = _first_rules(target)
        if first:
            client.revoke_security_group_egress(**group, SecurityGroupRuleIds=first)
        try:
            return super().create(target)
        except ClientError:
            if first:
                client.authorize_security_group_egress(**group, IpPermissions=[permission(EVERYTHING)])
            raise


def _first_rules(target: Target) -> list[str]:
    """The id of the rule that EC2 gave the group, if it is still there and no stack declares the same."""
    group = target.properties["GroupId"]
    there = [
        rule_id
        for rule_id, rule in rules_by_id(target.account).items()
        if rule["GroupId"] == group and rule["IsEgress"] and reported(rule) == EVERYTHING
    ]
    return [] if _is_declared(target, group) else there


def _is_declared(target: Target, group: str) -> bool:
    """Whether a resource of a stack says, within the group or beside it, that everything is let out."""
    declared: list[dict[str, Any]] = []
    for resource in resources(target.account, "AWS::EC2::SecurityGroup", SecurityGroupEgress.type):
        if resource.type == SecurityGroupEgress.type and resource.declared["GroupId"] == group:
            declared.append({name: value for name, value in resource.declared.items() if name != "GroupId"})
        elif resource.physical_id == group:
            declared += resource.declared.get("SecurityGroupEgress") or []
    return EVERYTHING in map(normal, declared)


PROVIDER = SecurityGroupEgress()
