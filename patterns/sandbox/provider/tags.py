"""What an update does to tags: which go, and which come, and the calls that every service names otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def by_key(tags: Any) -> dict[str, str]:
    """Tags by key, from either of CloudFormation's shapes; none is empty."""
    if isinstance(tags, Mapping):
        return dict(tags)
    return {tag["Key"]: tag["Value"] for tag in tags or ()}


def as_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags by key in the shape of most services."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def changes(before: Any, after: Any) -> tuple[list[str], dict[str, str]]:
    """The keys that are gone, and the tags that are new or have another value, between two property values."""
    old, new = by_key(before), by_key(after)
    return [key for key in old if key not in new], {k: v for k, v in new.items() if k not in old or old[k] != v}


@dataclass(frozen=True)
class Tagging:
    """The calls by which a service tags a resource, and their keywords: for the resource, the tags and the keys.

    `shape` makes of tags by key what the call takes; `further` goes along with both calls. `listing` tells the tags of
    one resource, in its answer under `listed`, where `TaggedApart` is to ask for them.
    """

    named: str
    tag: str = "tag_resource"
    untag: str = "untag_resource"
    tags: str = "Tags"
    keys: str = "TagKeys"
    shape: Callable[[Mapping[str, str]], Any] = as_list
    further: Mapping[str, Any] = field(default_factory=dict)
    listing: str = "list_tags_for_resource"
    listed: str = "Tags"

    def change(self, client: Any, resource: Any, before: Any, after: Any) -> None:
        """Remove what is gone between two property values, and add what is new."""
        gone, added = changes(before, after)
        named = {self.named: resource, **self.further}
        if gone:
            getattr(client, self.untag)(**named, **{self.keys: gone})
        if added:
            getattr(client, self.tag)(**named, **{self.tags: self.shape(added)})
