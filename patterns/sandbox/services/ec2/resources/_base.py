"""What all EC2 types share: one listing, and tags that go in at creation and change by calls of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry


def to_value(of: Any) -> dict[str, Any]:
    """An attribute's value in the shape of EC2's `Modify...Attribute` calls."""
    return {"Value": of}


def own_tags(entries: list[dict[str, str]]) -> list[dict[str, str]]:
    """The tags without those that AWS itself sets."""
    return [tag for tag in entries if not tag["Key"].startswith("aws:")]


TAGS = Property("Tags", get=entry("Tags"), code="set_tags", from_service=own_tags)
"""The row for tags in the table of a type that has them."""


class Ec2Provider(ListedProvider):
    """An EC2 type; `resource_type` is EC2's own word for it, under which create calls take tags: "route-table"."""

    service = "ec2"
    resource_type: ClassVar[str]
    created_path: ClassVar[str]
    """The dotted place of the new id in the create call's response: `Vpc.VpcId`."""

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """Tags go along with the create call, so that nothing is untagged for a moment."""
        own = target.properties.get("Tags")
        if not own:
            return given
        return {**given, "TagSpecifications": [{"ResourceType": self.resource_type, "Tags": own}]}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The id that the service made."""
        found: Any = response
        for step in self.created_path.split("."):
            found = found[step]
        return str(found)

    def complete(self, target: Target) -> None:
        """Set what the create call did not carry; tags it did."""
        self._apply(target, {"Tags": target.properties.get("Tags")}, [p for p in self.properties if not p.create])

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        self.change_tags(target, old.get("Tags") or [], target.properties.get("Tags") or [])

    def change_tags(self, target: Target, before: list[dict[str, str]], after: list[dict[str, str]]) -> None:
        """Bring the tags of a resource from `before` to `after`."""
        client = target.account.administrator("ec2")
        gone, added = tags.changes(before, after)
        if gone:
            client.delete_tags(Resources=[self.tagged(target)], Tags=[{"Key": key} for key in gone])
        if added:
            client.create_tags(Resources=[self.tagged(target)], Tags=tags.as_list(added))

    def tagged(self, target: Target) -> str:
        """The id by which EC2 tags the resource."""
        return target.physical_id
