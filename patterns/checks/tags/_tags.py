"""What several checks need to know about the tags of a resource, as values and as written. Not a check."""

from __future__ import annotations

from typing import Any

from patterns.template.errors import UnknownTypeError
from patterns.template.properties import at
from patterns.template.resolve import Resolved, Resource
from patterns.template.schema import schema

Path = tuple[str | int, ...]


def tag_property(type_name: str) -> str | None:
    """The property that holds the tags of a type, None for a type without."""
    try:
        return schema(type_name).tags
    except UnknownTypeError:
        return None


def tag_path(resource: Resource, key: str) -> Path | None:
    """Where the value of a tag stands in a resource's properties, in either shape of tags."""
    name = tag_property(resource.type)
    if name is None:
        return None
    path: Path = tuple(name.split("."))
    tags = at(resource.properties, *path)
    if isinstance(tags, dict) and key in tags:
        return (*path, key)
    for number, tag in enumerate(tags if isinstance(tags, list) else ()):
        if at(tag, "Key") == key:
            return (*path, number, "Value")
    return None


def tag_value(resource: Resource, key: str) -> Any:
    """The value of a tag, None where there is no such tag."""
    path = tag_path(resource, key)
    return None if path is None else at(resource.properties, *path)


def written_at(resolved: Resolved, resource: Resource, path: Path) -> Any:
    """What the template's text has at a path of the properties; None where the text goes another way, by a function."""
    return at(resolved.document.body["Resources"][resource.logical_id].get("Properties"), *path)
