"""AWS::EC2::NetworkAclEntry."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed

CALLED = {"Icmp": "IcmpTypeCode"}
"""Where EC2 has another name for what CloudFormation calls a property."""


class NetworkAclEntry(ListedProvider):
    """One numbered rule of a network ACL, in one direction; list, direction and number are its identity."""

    type = "AWS::EC2::NetworkAclEntry"
    service = "ec2"
    creation = "create_network_acl_entry"
    deletion = "delete_network_acl_entry"
    listing = Call("describe_network_acls", "NetworkAcls")
    properties = (
        Property("NetworkAclId", create="NetworkAclId", get=entry("NetworkAclId")),
        Property("RuleNumber", create="RuleNumber", get=entry("RuleNumber")),
        Property("Egress", create="Egress", default=False, get=entry("Egress")),
        Property("Protocol", create="Protocol", get=entry("Protocol"), code="replace_rule",
                 to_service=str, from_service=int),
        *(
            Property(name, create=CALLED.get(name, name), get=entry(CALLED.get(name, name)), code="replace_rule")
            for name in ("RuleAction", "CidrBlock", "Ipv6CidrBlock", "PortRange", "Icmp")
        ),
    )  # fmt: skip
    examples = (
        {
            "NetworkAclId": "{acl}", "RuleNumber": 100, "Protocol": 6, "RuleAction": "allow",
            "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 443, "To": 443},
        },
        {"NetworkAclId": "{acl}", "RuleNumber": 100, "Protocol": -1, "RuleAction": "deny", "CidrBlock": "10.9.0.0/16"},
        {
            "NetworkAclId": "{other_acl}", "RuleNumber": 200, "Protocol": 1, "RuleAction": "allow", "Egress": True,
            "CidrBlock": "10.0.0.0/8", "Icmp": {"Code": -1, "Type": 8},
        },
        {
            "NetworkAclId": "{acl}", "RuleNumber": 100, "Protocol": 17, "RuleAction": "allow",
            "Ipv6CidrBlock": "::/0", "PortRange": {"From": 53, "To": 53},
        },
    )  # fmt: skip

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """Inwards unless the template says otherwise."""
        return {"Egress": False, **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """List, direction and number."""
        return _id(target.properties["NetworkAclId"], target.properties)

    def complete(self, target: Target) -> None:
        """The create call carries all of it."""

    def identity(self, target: Target) -> dict[str, Any]:
        """List, direction and number, as a call names them."""
        named = {name: target.properties[name] for name in ("NetworkAclId", "RuleNumber")}
        return {**named, "Egress": target.properties.get("Egress", False)}

    def replace_rule(self, target: Target, old: Any) -> None:
        """Replace the whole rule: EC2 knows no change of a part."""
        given = {
            p.create: p.to_service(target.properties[p.name])
            for p in self.properties
            if p.create and p.name in target.properties
        }
        arguments = self.creation_arguments(target, given)
        target.account.administrator("ec2").replace_network_acl_entry(**arguments)

    def delete(self, target: Target) -> None:
        """Remove the rule; one that is already gone is no error."""
        if self.entry(target):
            super().delete(target)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Rule id -> rule, of all lists."""
        return {
            _id(acl["NetworkAclId"], rule): {**rule, "NetworkAclId": acl["NetworkAclId"]}
            for acl in listed(account, "ec2", self.listing)
            for rule in acl["Entries"]
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """The made-up id."""
        return {"Id": target.physical_id}


def _id(acl_id: str, rule: Any) -> str:
    direction = "egress" if rule.get("Egress") else "ingress"
    return f"{acl_id}|{direction}|{rule['RuleNumber']}"


PROVIDER = NetworkAclEntry()
