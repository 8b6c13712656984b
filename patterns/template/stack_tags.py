"""Tags of a whole stack, which CloudFormation puts on every resource that can carry tags.

A resource's own tag of the same key wins. Not here: the tags that AWS adds of its own, `aws:cloudformation:...`, which
the sandbox does not make.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .errors import ParameterError, UnknownTypeError
from .schema import Schema, schema
from .source import Document, load

MOST = 50
LONGEST_KEY, LONGEST_VALUE = 128, 256
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Tag.html"""
RESERVED = "aws:"


def with_tags(source: Any, tags: Mapping[str, str] | None) -> Document:
    """The template with the tags that its stack has; None leaves what the source says itself.

    Raises `ParameterError` for tags that no stack can have, and what `load` raises.
    """
    document = load(source)
    if tags is None:
        return document
    kept = checked(tags)

    def each(stacks: Iterable[Document]) -> tuple[Document, ...]:
        return tuple(with_tags(stack, kept) for stack in stacks)

    said = document.assembly
    said = replace(said, needs=each(said.needs)) if said is not None else None
    return replace(document, tags=kept, assembly=said, parts=each(document.parts))


def checked(tags: Any) -> dict[str, str]:
    """Tags by key as texts. Raises `ParameterError` for what is none, too many, too long or AWS's own."""
    if not isinstance(tags, Mapping):
        raise ParameterError(f"tags must be a mapping of keys to values, got {tags!r:.80}")
    if len(tags) > MOST:
        raise ParameterError(f"{len(tags)} tags: a stack has at most {MOST}")
    return {_key(key): _value(key, value) for key, value in tags.items()}


def _key(key: Any) -> str:
    if not isinstance(key, str) or not 1 <= len(key) <= LONGEST_KEY:
        raise ParameterError(f"tag key {key!r:.80}: a key is a text of 1 to {LONGEST_KEY} characters")
    if key.lower().startswith(RESERVED):
        raise ParameterError(f"tag key {key!r}: keys that begin with {RESERVED} are AWS's own")
    return key


def _value(key: Any, value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int | float) else value
    if not isinstance(text, str) or len(text) > LONGEST_VALUE:
        raise ParameterError(f"tag {key!r} has the value {value!r:.80}: a value has at most {LONGEST_VALUE} characters")
    return text


def tagged(type_name: str, properties: dict[str, Any], tags: Mapping[str, str]) -> dict[str, Any]:
    """The properties of a resource of this type in a stack with these tags."""
    kind = _schema(type_name) if tags else None
    if kind is None or kind.tags is None:
        return properties
    return _put(properties, kind.tags.split("."), kind, tags)


def _put(properties: dict[str, Any], path: list[str], kind: Schema, tags: Mapping[str, str]) -> dict[str, Any]:
    name, *further = path
    if further:
        inner = properties.get(name, {})
        return {**properties, name: _put(inner, further, kind, tags)} if isinstance(inner, dict) else properties
    if kind.tag_shape == "map":
        own = properties.get(name, {})
        return {**properties, name: {**tags, **own}} if isinstance(own, dict) else properties
    own = properties.get(name, [])
    if not isinstance(own, list):
        return properties
    keys = {tag.get("Key") for tag in own if isinstance(tag, dict)}
    handed_on = {"PropagateAtLaunch": True} if kind.tags_are_handed_on else {}
    added = [{"Key": key, "Value": value, **handed_on} for key, value in tags.items() if key not in keys]
    return {**properties, name: [*own, *added]}


def _schema(type_name: str) -> Schema | None:
    try:
        return schema(type_name)
    except UnknownTypeError:
        return None
