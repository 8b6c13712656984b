"""A security group rule that is a resource of its own: what ingress and egress share."""

from __future__ import annotations

from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.services.ec2.resources._rules import permission, reported, rules_by_id

COMMON = ("GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6")


def rows(*sources: str) -> tuple[Property, ...]:
    """The table: what makes a rule another one, and the description, which may change."""
    fixed = (Property(name, create=name, get=entry(name)) for name in (*COMMON, *sources))
    return (*fixed, Property("Description", create="Description", get=entry("Description"), code="set_description"))


class OwnRule(ListedProvider):
    """One rule of a group; its physical id is the rule's, `sgr-...`."""

    service = "ec2"
    listing = Call("describe_security_group_rules", "SecurityGroupRules")
    entry_id = "SecurityGroupRuleId"
    gone = frozenset({"InvalidGroup.NotFound", "InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound"})
    is_egress: ClassVar[bool]

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """The rule as the call takes it."""
        return {"GroupId": given["GroupId"], "IpPermissions": [permission(target.properties)]}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The rule's id."""
        return str(response["SecurityGroupRules"][0]["SecurityGroupRuleId"])

    def complete(self, target: Target) -> None:
        """The create call carries all of it."""

    def set_description(self, target: Target, old: Any) -> None:
        """Change the text; everything else makes a new rule."""
        direction = "egress" if self.is_egress else "ingress"
        described = {"Description": "", **target.properties}
        client = target.account.administrator("ec2")
        change = getattr(client, f"update_security_group_rule_descriptions_{direction}")
        change(GroupId=target.properties["GroupId"], IpPermissions=[permission(described)])

    def identity(self, target: Target) -> dict[str, Any]:
        """Group and rule."""
        return {"GroupId": target.properties["GroupId"], "SecurityGroupRuleIds": [target.physical_id]}

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Rule id -> rule as CloudFormation writes it, of all groups."""
        found = rules_by_id(account).items()
        return {
            rule_id: {"GroupId": rule["GroupId"], **reported(rule)}
            for rule_id, rule in found
            if rule["IsEgress"] == self.is_egress
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """The rule's id."""
        return {"Id": target.physical_id}
