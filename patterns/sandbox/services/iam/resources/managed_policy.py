"""AWS::IAM::ManagedPolicy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, nothing_changes
from patterns.sandbox.provider.policy_documents import as_text
from patterns.sandbox.services.iam.resources._base import (
    GONE,
    KINDS,
    attached,
    details,
    identities,
    places,
    unless_gone,
)
from patterns.sandbox.services.iam.resources._identity import LIST, READ

MOST_VERSIONS = 5
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""


class ManagedPolicy(ListedProvider):
    """A policy with an ARN; another text is a new version, and the default one."""

    type = "AWS::IAM::ManagedPolicy"
    service = "iam"
    identifier = "PolicyArn"
    creation = "create_policy"
    deletion = "delete_policy"
    gone = GONE
    listing = Call("get_account_authorization_details", "Policies")
    properties = (
        Property("ManagedPolicyName", create="PolicyName", get=entry("PolicyName")),
        Property("Path", create="Path", default="/", get=entry("Path")),
        Property("Description", create="Description", default="", get=entry("Description")),
        Property("PolicyDocument", create="PolicyDocument", get=entry("PolicyDocument"), code="set_document",
                 to_service=as_text),
        *(Property(kind.property, get=entry(kind.property), code="set_holders") for kind in KINDS),
    )  # fmt: skip
    examples = (
        {"PolicyDocument": READ},
        {
            "ManagedPolicyName": "example",
            "Path": "/app/",
            "Description": "Reads what the example keeps.",
            "PolicyDocument": READ,
            "Roles": ["{role}", "{other_role}"],
        },
        {"PolicyDocument": LIST, "Roles": ["{role}"]},
        {"PolicyDocument": READ, "Users": ["{user}", "{other_user}"], "Groups": ["{user_group}"]},
        {"PolicyDocument": READ, "Roles": ["{role}"], "Users": ["{user}"]},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"PolicyName": target.name(longest=128), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The policy's ARN."""
        return str(response["Policy"]["Arn"])

    def set_document(self, target: Target, old: Any) -> None:
        """Make a new version the default, in place of the oldest where there is no room."""
        client, policy = target.account.administrator("iam"), {"PolicyArn": target.physical_id}
        there = self.entry(target)
        if there["PolicyDocument"] == target.properties["PolicyDocument"]:
            return
        versions = there["PolicyVersionList"]
        if len(versions) >= MOST_VERSIONS:
            oldest = next(version for version in versions if not version["IsDefaultVersion"])
            client.delete_policy_version(**policy, VersionId=oldest["VersionId"])
        document = as_text(target.properties["PolicyDocument"])
        client.create_policy_version(**policy, PolicyDocument=document, SetAsDefault=True)

    def set_holders(self, target: Target, old: Mapping[str, Any]) -> None:
        """Attach to what is new, detach from what is gone; what is there decides, so that half of it can be undone."""
        client, policy = target.account.administrator("iam"), {"PolicyArn": target.physical_id}
        there, asked = self.entry(target)["Attached"], list(places(target.properties))
        for kind, name in places(old):
            if (kind, name) in there and (kind, name) not in asked:
                kind.operation(client, "detach")(**policy, **kind.arguments(name))
        for kind, name in asked:
            if (kind, name) not in there:
                kind.operation(client, "attach")(**policy, **kind.arguments(name))

    def delete(self, target: Target) -> None:
        """Detach the policy and delete its other versions, without which it cannot go."""
        client, policy = target.account.administrator("iam"), {"PolicyArn": target.physical_id}
        found = self.entry(target)
        for kind, name in places(target.properties):
            if (kind, name) in found.get("Attached", ()):
                unless_gone(kind.operation(client, "detach"), **policy, **kind.arguments(name))
        for version in found.get("PolicyVersionList", ()):
            if not version["IsDefaultVersion"]:
                unless_gone(client.delete_policy_version, **policy, VersionId=version["VersionId"])
        super().delete(target)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> policy, its default text and who has it, of all policies of the account, in one call.

        Its holders are those the target names: others attach the policy themselves (`ManagedPolicyArns` of a role).
        """
        with nothing_changes():
            holders = {place: attached(found) for place, found in identities(account, *KINDS).items()}
            found = {policy["Arn"]: dict(policy) for policy in details(account, "Policies")}
        named = {target.physical_id: set(places(target.properties)) for target in targets}
        for arn, policy in found.items():
            default = next(one for one in policy["PolicyVersionList"] if one["IsDefaultVersion"])
            policy["PolicyName"] = arn.rpartition("/")[2]
            policy["PolicyDocument"] = default["Document"]
            policy["Attached"] = [place for place, arns in holders.items() if arn in arns]
            mine = [place for place in policy["Attached"] if place in named.get(arn, ())]
            policy |= {one.property: [name for kind, name in mine if kind is one] for one in KINDS}
        return found

    def attributes(self, target: Target) -> dict[str, Any]:
        """The policy's ARN, and what IAM counts about it."""
        found = self.entry(target)
        counted = ("AttachmentCount", "DefaultVersionId", "IsAttachable", "PolicyId")
        return {"PolicyArn": target.physical_id, **{name: found[name] for name in counted if name in found}}


PROVIDER = ManagedPolicy()
