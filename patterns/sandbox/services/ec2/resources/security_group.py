"""AWS::EC2::SecurityGroup. Rules that are resources of their own belong to these, not to the group.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from patterns.refusals.ec2.groups import meaning
from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.ownership import resources
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider
from patterns.sandbox.services.ec2.resources._rules import EVERYTHING, normal, permission, reported, rules_by_id

OWN_TYPES = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
DIRECTIONS = {"SecurityGroupIngress": "ingress", "SecurityGroupEgress": "egress"}


class SecurityGroup(Ec2Provider):
    """A firewall around network interfaces; it begins by letting everything out, until an egress rule is declared."""

    type = "AWS::EC2::SecurityGroup"
    identifier = "GroupId"
    resource_type = "security-group"
    creation = "create_security_group"
    created_path = "GroupId"
    deletion = "delete_security_group"
    gone = frozenset({"InvalidGroup.NotFound"})
    listing = Call("describe_security_groups", "SecurityGroups")
    entry_id = "GroupId"
    traces = frozenset({"SecurityGroupEgress"})
    """A group that had egress rules and has none any more lets nothing out; a new one lets everything out."""
    properties = (
        Property("GroupDescription", create="Description", get=entry("Description")),
        Property("GroupName", create="GroupName", get=entry("GroupName")),
        Property("VpcId", create="VpcId", get=entry("VpcId")),
        Property("SecurityGroupIngress", get=entry("SecurityGroupIngress"), code="set_rules"),
        Property("SecurityGroupEgress", get=entry("SecurityGroupEgress"), code="set_rules"),
        TAGS,
    )
    examples = (
        {"GroupDescription": "Lets everything out.", "VpcId": "{vpc}"},
        {
            "GroupDescription": "Lets the web in and the database out.",
            "GroupName": "example",
            "VpcId": "{vpc}",
            "SecurityGroupIngress": [
                {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0", "Description": "web"},
                {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv6": "::/0"},
                {"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1, "CidrIp": "10.0.0.0/16"},
                {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "SourcePrefixListId": "pl-3b927c52"},
            ],
            "SecurityGroupEgress": [
                {
                    "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
                    "DestinationSecurityGroupId": "{group}", "Description": "database",
                },
                {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "CidrIp": "10.0.0.2/32"},
            ],
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
        {
            "GroupDescription": "Lets everything out.",
            "VpcId": "{vpc}",
            "SecurityGroupIngress": [
                {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0", "Description": "pages"},
                {"IpProtocol": "-1", "SourceSecurityGroupId": "{group}"},
            ],
            "SecurityGroupEgress": [EVERYTHING],
            "Tags": [{"Key": "Name", "Value": "other"}, {"Key": "Project", "Value": "cookbook"}],
        },
    )  # fmt: skip

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return super().creation_arguments(target, {"GroupName": target.name(longest=255), **given})

    def set_rules(self, target: Target, old: Mapping[str, Any]) -> None:
        """Take away the rules of before and authorize the new ones, a rule that stays in both excepted.

        What is there decides which calls are made, so that a change that failed half way can be undone. The rule that
        lets everything out goes with the first egress that is declared, and does not come back with the last.
        """
        # Tags go along with the create call: they alone say nothing of a time before.
        is_new = not old.keys() - {"Tags"}
        there = {"SecurityGroupIngress": [], "SecurityGroupEgress": [EVERYTHING]} if is_new else self.entry(target)
        for name, direction in DIRECTIONS.items():
            asked = [normal(rule) for rule in _once(target.properties.get(name) or ())]
            before = [normal(rule) for rule in old.get(name) or ([EVERYTHING] if asked else ())]
            gone = [rule for rule in there[name] if rule in before and rule not in asked]
            new = [rule for rule in asked if rule not in there[name]]
            self._call(target, f"revoke_security_group_{direction}", gone)
            self._call(target, f"authorize_security_group_{direction}", new)

    def _call(self, target: Target, operation: str, rules: list[dict[str, Any]]) -> None:
        if rules:
            client = target.account.administrator("ec2")
            getattr(client, operation)(GroupId=target.physical_id, IpPermissions=[permission(rule) for rule in rules])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Group id -> group with its own rules, of all groups, in two calls."""
        entries = super().entries(account, targets)
        others = {rule.physical_id for rule in resources(account, *OWN_TYPES)}
        for group in entries.values():
            del group["IpPermissions"], group["IpPermissionsEgress"]
            group.update({name: [] for name in DIRECTIONS})
        for rule_id, rule in sorted(rules_by_id(account).items(), key=lambda one: str(reported(one[1]))):
            name = "SecurityGroupEgress" if rule["IsEgress"] else "SecurityGroupIngress"
            if rule_id not in others:
                entries[rule["GroupId"]][name].append(reported(rule))
        return entries

    def attribute(self, target: Target, name: str) -> Any:
        """Its ids are known without asking, which every rule that names a group does."""
        return target.physical_id if name in ("GroupId", "Id") else super().attribute(target, name)

    def attributes(self, target: Target) -> dict[str, Any]:
        """The group's id, under both of its names, and its network."""
        found = self.entry(target)
        return {"GroupId": target.physical_id, "Id": target.physical_id, "VpcId": found["VpcId"]}


def _once(rules: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rules, the first of those that mean the same: EC2 refuses the others, and CloudFormation makes nothing of it.

    https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1532
    """
    first: dict[Any, Mapping[str, Any]] = {}
    for number, rule in enumerate(rules):
        first.setdefault(meaning(rule) or number, rule)
    return list(first.values())


PROVIDER = SecurityGroup()
