"""AWS::IAM::InstanceProfile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.services.iam.resources._base import GONE, unless_gone


class InstanceProfile(ListedProvider):
    """What gives a role to instances; it holds one role."""

    type = "AWS::IAM::InstanceProfile"
    service = "iam"
    identifier = "InstanceProfileName"
    creation = "create_instance_profile"
    deletion = "delete_instance_profile"
    gone = GONE
    listing = Call("list_instance_profiles", "InstanceProfiles")
    entry_id = "InstanceProfileName"
    properties = (
        Property("InstanceProfileName", create="InstanceProfileName", get=entry("InstanceProfileName")),
        Property("Path", create="Path", default="/", get=entry("Path")),
        Property("Roles", get=entry("Roles"), code="set_roles",
                 from_service=lambda roles: [role["RoleName"] for role in roles]),
    )  # fmt: skip
    examples = (
        {"Roles": ["{role}"]},
        {"InstanceProfileName": "example", "Path": "/app/", "Roles": ["{role}"]},
        {"Roles": ["{other_role}"]},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"InstanceProfileName": target.name(longest=128), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The profile's name."""
        return str(response["InstanceProfile"]["InstanceProfileName"])

    def set_roles(self, target: Target, old: Mapping[str, Any]) -> None:
        """Take the old role out before the new one goes in: there is room for one."""
        client, profile = target.account.administrator("iam"), self.identity(target)
        there = [role["RoleName"] for role in self.entry(target)["Roles"]]
        asked = target.properties["Roles"]
        for name in there:
            if name not in asked:
                client.remove_role_from_instance_profile(**profile, RoleName=name)
        for name in asked:
            if name not in there:
                client.add_role_to_instance_profile(**profile, RoleName=name)

    def delete(self, target: Target) -> None:
        """Take the role out, without which the profile cannot go."""
        client, profile = target.account.administrator("iam"), self.identity(target)
        for role in self.entry(target).get("Roles", ()):
            unless_gone(client.remove_role_from_instance_profile, **profile, RoleName=role["RoleName"])
        super().delete(target)

    def attributes(self, target: Target) -> dict[str, Any]:
        """The profile's ARN."""
        return {"Arn": self.entry(target)["Arn"]}


PROVIDER = InstanceProfile()
