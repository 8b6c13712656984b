"""AWS::IAM::Policy: the same inline policy in several roles. Not modelled yet: users and groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from patterns.sandbox.documents import as_text
from patterns.sandbox.provider import HandlerError, Property, Provider, Target
from patterns.sandbox.providers.iam._base import inline, roles, unless_gone
from patterns.sandbox.providers.iam.role import LIST, READ

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


class Policy(Provider):
    """A policy has no id in IAM; CloudFormation makes one up, and its name and roles may change."""

    type = "AWS::IAM::Policy"
    service = "iam"
    properties = (
        Property("PolicyName", code="set_policy"),
        Property("PolicyDocument", code="set_policy"),
        Property("Roles", code="set_policy"),
    )
    examples = (
        {"PolicyName": "read", "PolicyDocument": READ, "Roles": ["{role}", "{other_role}"]},
        {"PolicyName": "read", "PolicyDocument": LIST, "Roles": ["{other_role}"]},
        {"PolicyName": "list", "PolicyDocument": LIST, "Roles": ["{role}"]},
    )

    def create(self, target: Target) -> str:
        """Make up the id; `complete` puts the policy. One that stands nowhere is refused: IAM has no place for it."""
        if not target.properties.get("Roles"):
            raise HandlerError("InvalidRequest", "At least one of [Groups,Roles,Users] must be non-empty.")
        return target.name(longest=128)

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the policy into every role that shall have it, and take it out of those that shall not."""
        client, new = target.account.administrator("iam"), target.properties
        here = {(name, new["PolicyName"]) for name in new["Roles"]}
        for name in new["Roles"]:
            document = as_text(new["PolicyDocument"])
            client.put_role_policy(RoleName=name, PolicyName=new["PolicyName"], PolicyDocument=document)
        for name in old.get("Roles") or []:
            if (name, old["PolicyName"]) not in here:
                unless_gone(client.delete_role_policy, RoleName=name, PolicyName=old["PolicyName"])

    def delete(self, target: Target) -> None:
        """Take the policy out of every role."""
        client, name = target.account.administrator("iam"), target.properties["PolicyName"]
        for role in target.properties["Roles"]:
            unless_gone(client.delete_role_policy, RoleName=role, PolicyName=name)

    def read(
        self, account: Sandbox, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """Which of its roles hold the policy now, and with which text; None when none does."""
        there = {name: inline(role) for name, role in roles(account).items()}
        return {target.physical_id: _found(target, there) for target in targets}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The made-up id."""
        return {"Id": target.physical_id}


def _found(target: Target, there: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    policy = target.properties["PolicyName"]
    documents = {name: there[name][policy] for name in target.properties["Roles"] if policy in there.get(name, {})}
    if not documents:
        return None
    declared = target.properties["PolicyDocument"]
    # One text stands for all while they agree; where one was changed by hand, that one is told.
    document = next((found for found in documents.values() if found != declared), declared)
    return {"PolicyName": policy, "PolicyDocument": document, "Roles": list(documents)}


PROVIDER = Policy()
