"""What both ElastiCache types share: tags known by the ARN."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Target
from patterns.sandbox.provider.listed import ListedProvider


class CacheProvider(ListedProvider):
    """An ElastiCache type; ElastiCache stores its names in lower case."""

    service = "elasticache"
    tagging = tags.Tagging("ResourceName", tag="add_tags_to_resource", untag="remove_tags_from_resource")

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {self.identifier: target.name(longest=self.longest).lower(), **given}

    longest = 255

    def tagged(self, target: Target) -> str:
        """The ARN."""
        return str(self.entry(target)["ARN"])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> entry, with tags for the targets."""
        found = super().entries(account, targets)
        client = account.observer("elasticache")
        for target in targets:
            if entry := found.get(target.physical_id):
                entry["TagList"] = client.list_tags_for_resource(ResourceName=entry["ARN"])["TagList"]
        return found
