"""What all RDS types share: names in lower case, tags known by the ARN, and one call for all that changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import ListedProvider, TaggedApart


def modified(name: str, *, default: Any = None, create: str = "", **row: Any) -> Property:
    """The row of a property that goes along with the one call that changes the resource."""
    return Property(name, create=create or name, default=default, code="modify", **row)


class RdsProvider(ListedProvider):
    """An RDS type; RDS stores its names in lower case."""

    service = "rds"
    tagging = tags.Tagging(
        "ResourceName", tag="add_tags_to_resource", untag="remove_tags_from_resource", listed="TagList"
    )
    longest: ClassVar[int] = 63
    arn_key: ClassVar[str]
    """The key of an entry that holds the ARN."""
    renamed: ClassVar[Mapping[str, str]] = {}
    """What the create call names otherwise than the call that changes it: the one's keyword -> the other's."""
    modification: ClassVar[str]

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {self.identifier: target.name(longest=self.longest).lower(), **given}

    def changes(self, target: Target, old: Mapping[str, Any]) -> dict[str, Any]:
        """The keywords of the modification, for all that differs; what is declared no more goes back to its default."""
        changes: dict[str, Any] = {}
        for prop in self.properties:
            if prop.code == "modify" and self._differs(prop, old, target.properties):
                value = target.properties.get(prop.name, prop.default)
                if value is not None and prop.create:
                    changes[self.renamed.get(prop.create, prop.create)] = prop.to_service(value)
        return changes

    def modify(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change in one call what differs, at once and not in the next maintenance window, as CloudFormation does."""
        if changes := self.changes(target, old):
            client = target.account.administrator("rds")
            getattr(client, self.modification)(**self.identity(target), **changes, ApplyImmediately=True)

    def tagged(self, target: Target) -> str:
        """The ARN."""
        return str(self.entry(target)[self.arn_key])


class RdsTaggedApart(RdsProvider, TaggedApart):
    """An RDS type whose entry does not tell its tags."""

    def tagged_as(self, target: Target, entry: dict[str, Any]) -> str:
        """The ARN that the entry tells."""
        return str(entry[self.arn_key])
