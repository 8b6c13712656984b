"""AWS::IAM::Role. Policies that are resources of their own belong to these, not to the role."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.policy_documents import as_text
from patterns.sandbox.services.iam.resources._base import ROLE
from patterns.sandbox.services.iam.resources._identity import LIST, POLICIES, READ, TRUST, Identity, boundary

DEFAULT_SESSION_SECONDS = 3600
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"""


class Role(Identity):
    """A set of rights that a principal can take on for a while."""

    type = "AWS::IAM::Role"
    identifier = "RoleName"
    creation = "create_role"
    deletion = "delete_role"
    kind = ROLE
    longest_name = 64
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
        boundary("role"),
        *POLICIES,
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

    def set_text(self, target: Target, old: Any) -> None:
        """Set both: the call clears what it does not carry."""
        new = target.properties
        target.account.administrator("iam").update_role(
            RoleName=target.physical_id,
            Description=new.get("Description", ""),
            MaxSessionDuration=new.get("MaxSessionDuration", DEFAULT_SESSION_SECONDS),
        )

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Role name -> role with its own policies, of all roles, in two calls: neither tells everything."""
        listed = ListedProvider.entries(self, account, targets)
        return {name: listed[name] | found for name, found in super().entries(account, targets).items()}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html."""
        role = target.account.observer("iam").get_role(RoleName=target.physical_id)["Role"]
        return {"Arn": role["Arn"], "RoleId": role["RoleId"]}


PROVIDER = Role()
