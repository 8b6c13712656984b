"""AWS::IAM::User. Not modelled: the password of a login profile, which no service tells again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.iam.resources._base import USER, unless_gone
from patterns.sandbox.services.iam.resources._identity import LIST, POLICIES, READ, Identity, boundary


class User(Identity):
    """Somebody, or something, with keys of its own for as long as nobody takes them away."""

    type = "AWS::IAM::User"
    identifier = "UserName"
    creation = "create_user"
    deletion = "delete_user"
    kind = USER
    longest_name = 64
    properties = (
        Property("UserName", create="UserName", get=entry("UserName")),
        Property("Path", create="Path", default="/", get=entry("Path"), put=Call("update_user", "NewPath"),
                 cleared="/"),
        boundary("user"),
        Property("Groups", get=entry("GroupList"), code="set_groups"),
        *POLICIES,
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {},
        {
            "UserName": "example",
            "Path": "/app/",
            "PermissionsBoundary": "arn:aws:iam::aws:policy/PowerUserAccess",
            "Groups": ["{user_group}", "{other_user_group}"],
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
            "Policies": [{"PolicyName": "read", "PolicyDocument": READ}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Path": "/other/",
            "PermissionsBoundary": "{policy}",
            "Groups": ["{other_user_group}"],
            "ManagedPolicyArns": ["{policy}"],
            "Policies": [
                {"PolicyName": "read", "PolicyDocument": LIST},
                {"PolicyName": "list", "PolicyDocument": LIST},
            ],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def set_groups(self, target: Target, old: Mapping[str, Any]) -> None:
        """Enter the new groups, leave those that are gone; what is there decides, so that half can be undone."""
        client, user = target.account.administrator("iam"), self.identity(target)
        there, asked = self.entry(target)["GroupList"], target.properties.get("Groups") or []
        for name in old.get("Groups") or []:
            if name in there and name not in asked:
                client.remove_user_from_group(**user, GroupName=name)
        for name in asked:
            if name not in there:
                client.add_user_to_group(**user, GroupName=name)

    def delete(self, target: Target) -> None:
        """Leave the groups that the stack entered, without which the user cannot go."""
        client = target.account.administrator("iam")
        for name in self.entry(target).get("GroupList", ()):
            if name in (target.properties.get("Groups") or []):
                unless_gone(client.remove_user_from_group, **self.identity(target), GroupName=name)
        super().delete(target)


PROVIDER = User()
