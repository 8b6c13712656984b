"""What both ElastiCache types share: tags known by the ARN."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Target
from patterns.sandbox.provider.listed import TaggedApart


class CacheProvider(TaggedApart):
    """An ElastiCache type; ElastiCache stores its names in lower case."""

    service = "elasticache"
    tagging = tags.Tagging(
        "ResourceName", tag="add_tags_to_resource", untag="remove_tags_from_resource", listed="TagList"
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {self.identifier: target.name(longest=self.longest).lower(), **given}

    longest = 255

    def tagged(self, target: Target) -> str:
        """The ARN."""
        return str(self.entry(target)["ARN"])

    def tagged_as(self, target: Target, entry: dict[str, Any]) -> str:
        """The ARN that the entry tells."""
        return str(entry["ARN"])
