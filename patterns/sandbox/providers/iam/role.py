"""AWS::IAM::Role. Policies that are resources of their own belong to these, not to the role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from patterns.sandbox import tags
from patterns.sandbox.documents import as_text
from patterns.sandbox.listed import ListedProvider, entry
from patterns.sandbox.ownership import resources
from patterns.sandbox.provider import Call, Property, Target
from patterns.sandbox.providers.iam._base import GONE, attached, inline, roles, unless_gone

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

INLINE_TYPES = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy")
DEFAULT_SESSION_SECONDS = 3600
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"""

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


class Role(ListedProvider):
    """A set of rights that a principal can take on for a while."""

    type = "AWS::IAM::Role"
    service = "iam"
    identifier = "RoleName"
    creation = "create_role"
    deletion = "delete_role"
    gone = GONE
    listing = Call("list_roles", "Roles")
    entry_id = "RoleName"
    properties = (
        Property("RoleName", create="RoleName", get=entry("RoleName")),
        Property("Path", create="Path", default="/", get=entry("Path")),
        Property("AssumeRolePolicyDocument", create="AssumeRolePolicyDocument", get=entry("AssumeRolePolicyDocument"),
                 put=Call("update_assume_role_policy", "PolicyDocument"), to_service=as_text),
        Property("Description", create="Description", get=entry("Description"), code="set_text",
                 from_service=lambda text: text or None),
        Property("MaxSessionDuration", create="MaxSessionDuration", default=DEFAULT_SESSION_SECONDS,
                 get=entry("MaxSessionDuration"), code="set_text"),
        Property("PermissionsBoundary", create="PermissionsBoundary",
                 get=entry("PermissionsBoundary.PermissionsBoundaryArn"),
                 put=Call("put_role_permissions_boundary", "PermissionsBoundary"),
                 remove="delete_role_permissions_boundary"),
        Property("ManagedPolicyArns", get=entry("ManagedPolicyArns"), code="set_attached"),
        Property("Policies", get=entry("Policies"), code="set_inline"),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"AssumeRolePolicyDocument": TRUST},
        {
            "RoleName": "example",
            "Path": "/app/",
            "AssumeRolePolicyDocument": TRUST,
            "Description": "What the example may do.",
            "MaxSessionDuration": 7200,
            "PermissionsBoundary": "arn:aws:iam::aws:policy/PowerUserAccess",
            "ManagedPolicyArns": [
                "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
                "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
            ],
            "Policies": [{"PolicyName": "read", "PolicyDocument": READ}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "AssumeRolePolicyDocument": {
                **TRUST,
                "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
                ],
            },
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "{policy}"],
            "Policies": [
                {"PolicyName": "read", "PolicyDocument": LIST},
                {"PolicyName": "list", "PolicyDocument": LIST},
            ],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"RoleName": target.name(longest=64), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The role's name."""
        return str(response["Role"]["RoleName"])

    def set_text(self, target: Target, old: Any) -> None:
        """Set both: the call clears what it does not carry."""
        new = target.properties
        target.account.administrator("iam").update_role(
            RoleName=target.physical_id,
            Description=new.get("Description", ""),
            MaxSessionDuration=new.get("MaxSessionDuration", DEFAULT_SESSION_SECONDS),
        )

    def set_attached(self, target: Target, old: Mapping[str, Any]) -> None:
        """Attach what is new, detach what is gone; what is there decides, so that half a change can be undone."""
        client, role = target.account.administrator("iam"), {"RoleName": target.physical_id}
        there, asked = attached(self.entry(target)), target.properties.get("ManagedPolicyArns") or []
        for arn in old.get("ManagedPolicyArns") or []:
            if arn in there and arn not in asked:
                client.detach_role_policy(**role, PolicyArn=arn)
        for arn in asked:
            if arn not in there:
                client.attach_role_policy(**role, PolicyArn=arn)

    def set_inline(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put what is new or changed, delete what is gone."""
        client, role = target.account.administrator("iam"), {"RoleName": target.physical_id}
        there, asked = inline(self.entry(target)), _by_name(target.properties)
        for name in _by_name(old):
            if name in there and name not in asked:
                client.delete_role_policy(**role, PolicyName=name)
        for name, document in asked.items():
            if there.get(name) != document:
                client.put_role_policy(**role, PolicyName=name, PolicyDocument=as_text(document))

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        client, role = target.account.administrator("iam"), {"RoleName": target.physical_id}
        gone, added = tags.changes(old.get("Tags"), target.properties.get("Tags"))
        if gone:
            client.untag_role(**role, TagKeys=gone)
        if added:
            client.tag_role(**role, Tags=tags.as_list(added))

    def delete(self, target: Target) -> None:
        """Take the role's own policies away, without which it cannot go; anybody else's stand against it."""
        client, role = target.account.administrator("iam"), {"RoleName": target.physical_id}
        found = self.entry(target)
        for arn in attached(found):
            if arn in (target.properties.get("ManagedPolicyArns") or []):
                unless_gone(client.detach_role_policy, **role, PolicyArn=arn)
        for name in inline(found):
            if name in _by_name(target.properties):
                unless_gone(client.delete_role_policy, **role, PolicyName=name)
        super().delete(target)

    def entries(self, account: Sandbox, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Role name -> role with its own policies, of all roles, in two calls: neither tells everything."""
        found, others = super().entries(account, targets), _owned_elsewhere(account)
        for name, role in roles(account).items():
            own = [one for one in role["RolePolicyList"] if (name, one["PolicyName"]) not in others]
            arns = [arn for arn in attached(role) if (name, arn) not in others]
            found[name] |= role | {"Policies": own, "ManagedPolicyArns": arns}
        return found

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html."""
        found = self.entry(target)
        return {"Arn": found["Arn"], "RoleId": found["RoleId"]}


def _by_name(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {policy["PolicyName"]: policy["PolicyDocument"] for policy in properties.get("Policies") or []}


def _owned_elsewhere(account: Sandbox) -> set[tuple[str, str]]:
    """(role, name or ARN of a policy) that another resource puts there."""
    found = set()
    for policy in resources(account, *INLINE_TYPES, "AWS::IAM::ManagedPolicy"):
        properties = policy.declared
        names = properties.get("Roles") or [properties.get("RoleName", "")]
        named = properties["PolicyName"] if policy.type in INLINE_TYPES else policy.physical_id
        found |= {(name, named) for name in names}
    return found


PROVIDER = Role()
