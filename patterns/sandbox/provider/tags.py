"""What an update does to tags: which go, and which come. Not here: the calls, which every service names otherwise."""

from __future__ import annotations

from collections.abc import Mapping
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
