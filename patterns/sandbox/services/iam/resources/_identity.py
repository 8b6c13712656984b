"""What roles, users and groups share: policies of their own, beside those that are resources of their own.

Not here: the policies that are resources (`policy`, `role_policy`, `managed_policy`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.ownership import resources
from patterns.sandbox.services.iam.resources._base import GONE, ROLE, Kind, attached, identities, places, unless_gone

INLINE_TYPES = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy")

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
READ = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example/*"}],
}
LIST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example"}],
}

POLICIES = (
    Property("ManagedPolicyArns", get=entry("ManagedPolicyArns"), code="set_attached"),
    Property("Policies", get=entry("Policies"), code="set_inline"),
)
"""The rows for policies in the table of an identity."""


def boundary(word: str) -> Property:
    """The row for the permissions boundary of a role or a user: `boundary("role")`."""
    return Property(
        "PermissionsBoundary",
        create="PermissionsBoundary",
        get=entry("PermissionsBoundary.PermissionsBoundaryArn"),
        put=Call(f"put_{word}_permissions_boundary", "PermissionsBoundary"),
        remove=f"delete_{word}_permissions_boundary",
    )


class Identity(ListedProvider):
    """An IAM identity; its name is its physical id."""

    service = "iam"
    gone = GONE
    listing = Call("get_account_authorization_details", "")
    kind: ClassVar[Kind]
    longest_name: ClassVar[int]
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {**self.kind.arguments(target.name(longest=self.longest_name)), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The identity's name."""
        return str(response[self.kind.word][f"{self.kind.word}Name"])

    def set_attached(self, target: Target, old: Mapping[str, Any]) -> None:
        """Attach what is new, detach what is gone; what is there decides, so that half a change can be undone."""
        client, mine = target.account.administrator("iam"), self.identity(target)
        there, asked = attached(self.entry(target)), target.properties.get("ManagedPolicyArns") or []
        for arn in old.get("ManagedPolicyArns") or []:
            if arn in there and arn not in asked:
                self.kind.operation(client, "detach")(**mine, PolicyArn=arn)
        for arn in asked:
            if arn not in there:
                self.kind.operation(client, "attach")(**mine, PolicyArn=arn)

    def set_inline(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put what is new or changed, delete what is gone."""
        client, name = target.account.administrator("iam"), target.physical_id
        # One just made has none yet.
        there, asked = self.kind.inline(self.entry(target)) if old else {}, _by_name(target.properties)
        for policy in _by_name(old):
            if policy in there and policy not in asked:
                self.kind.delete(client, name, policy)
        for policy, document in asked.items():
            if there.get(policy) != document:
                self.kind.put(client, name, policy, document)

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        client, word = target.account.administrator("iam"), self.kind.word.lower()
        gone, added = tags.changes(old.get("Tags"), target.properties.get("Tags"))
        if gone:
            getattr(client, f"untag_{word}")(**self.identity(target), TagKeys=gone)
        if added:
            getattr(client, f"tag_{word}")(**self.identity(target), Tags=tags.as_list(added))

    def delete(self, target: Target) -> None:
        """Take the identity's own policies away, without which it cannot go; anybody else's stand against it."""
        client = target.account.administrator("iam")
        found = self.entry(target)
        for arn in attached(found):
            if arn in (target.properties.get("ManagedPolicyArns") or []):
                unless_gone(self.kind.operation(client, "detach"), **self.identity(target), PolicyArn=arn)
        for name in self.kind.inline(found):
            if name in _by_name(target.properties):
                self.kind.delete(client, target.physical_id, name)
        super().delete(target)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> identity with the policies that are its own, of all of its kind, in one call."""
        others, made = _owned_elsewhere(account), {}
        for (kind, name), found in identities(account, self.kind).items():
            own = [
                {"PolicyName": policy, "PolicyDocument": document}
                for policy, document in kind.inline(found).items()
                if (kind, name, policy) not in others
            ]
            arns = [arn for arn in attached(found) if (kind, name, arn) not in others]
            made[name] = found | {"Policies": own, "ManagedPolicyArns": arns}
        return made

    def attributes(self, target: Target) -> dict[str, Any]:
        """The identity's ARN."""
        return {"Arn": self.entry(target)["Arn"]}


def _by_name(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {policy["PolicyName"]: policy["PolicyDocument"] for policy in properties.get("Policies") or []}


def _owned_elsewhere(account: Account) -> set[tuple[Kind, str, str]]:
    """(kind, name, name or ARN of a policy) that another resource puts there."""
    found = set()
    for policy in resources(account, *INLINE_TYPES, "AWS::IAM::ManagedPolicy"):
        properties = policy.declared
        named = properties["PolicyName"] if policy.type in INLINE_TYPES else policy.physical_id
        if "RoleName" in properties:
            found.add((ROLE, properties["RoleName"], named))
        found |= {(kind, name, named) for kind, name in places(properties)}
    return found
