"""What AWS's resource schemas say about a type: its properties, what replaces it, its attributes, how it is tagged.

The schemas of the types in use are data files in `schemas/`, made by tools/schemas.py from those cfn-lint ships;
other types are read from cfn-lint itself, which takes about a second the first time.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from .coercion import coerced_value
from .errors import Path, UnknownTypeError
from .extraction import extracted, target
from .keywords import violations
from .own_types import BY_HAND, CUSTOM, CUSTOM_NODE, OwnType

FOLDER = pathlib.Path(__file__).with_name("schemas")
_DEPTH = 2


@dataclass(frozen=True, eq=False)
class ConditionalRule:
    """What properties mean for one another: `node` holds for every value at `at`, a dotted path, empty for them all.

    `name` is that of cfn-lint's rule, under which https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md
    has the page that it follows.
    """

    name: str
    at: str
    node: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Schema:
    """One resource type.

    `properties` maps each property to its JSON-schema node, references already followed (a type that contains itself
    makes the nodes circular), descriptions left out. The sets hold dotted property paths, `*` for the items of a list
    ("LifecycleConfiguration.Rules.*.Prefix"). `attributes` maps the names Fn::GetAtt takes to their JSON type. `tags`
    is the dotted path of the tag property, None for a type without tags; `tag_shape` tells a list of Key and Value
    from a map.
    """

    type: str
    node: dict[str, Any]
    create_only: frozenset[str]
    conditional_create_only: frozenset[str]
    read_only: frozenset[str]
    write_only: frozenset[str]
    primary_identifier: tuple[str, ...]
    attributes: dict[str, str]
    tags: str | None
    open_attributes: str | None = None
    """How the names of attributes begin that are told later: any of a custom resource, a stack's outputs."""
    rules: tuple[ConditionalRule, ...] = ()

    @property
    def properties(self) -> dict[str, Any]:
        """The JSON-schema node of each property."""
        return self.node.get("properties", {})  # type: ignore[no-any-return]

    @property
    def required(self) -> frozenset[str]:
        """The properties that must be present."""
        return frozenset(self.node.get("required", ()))

    @property
    def tag_shape(self) -> Literal["list", "map"] | None:
        """How tags are written: a list of Key and Value, a map, or None for a type without tags."""
        if self.tags is None:
            return None
        node = self.node_at(self.tags)
        return "map" if node is not None and node.get("type") == "object" else "list"

    @property
    def tags_are_handed_on(self) -> bool:
        """Whether each tag says if what the resource launches carries it too."""
        node = self.node_at(f"{self.tags}.*") if self.tags else None
        return node is not None and "PropagateAtLaunch" in node.get("properties", {})

    def has_attribute(self, name: str) -> bool:
        """Whether Fn::GetAtt takes a name."""
        is_open = self.open_attributes is not None and name.startswith(self.open_attributes)
        return is_open or name in self.attributes

    def node_at(self, path: str) -> dict[str, Any] | None:
        """Return the JSON-schema node at a dotted path, None where the schema has none."""
        node: dict[str, Any] | None = self.node
        for part in path.split("."):
            if node is None:
                return None
            node = node.get("items") if part == "*" else node.get("properties", {}).get(part)
        return node

    def writable_paths(self) -> list[str]:
        """Return the properties a template can set, sorted: objects opened one level, lists and maps not."""
        return sorted(path for path in _leaves(self.node, "", _DEPTH) if not self._is_read_only(path))

    def _is_read_only(self, path: str) -> bool:
        return any(path == other or path.startswith(other + ".") for other in self.read_only)

    def __repr__(self) -> str:
        return f"Schema({self.type!r}, {len(self.properties)} properties)"


def _leaves(node: dict[str, Any], prefix: str, depth: int) -> list[str]:
    members = node.get("properties")
    if not members or not depth:
        return [prefix] if prefix else []
    return [path for name in members for path in _leaves(members[name], f"{prefix}.{name}".lstrip("."), depth - 1)]


def is_custom(type_name: str) -> bool:
    """Whether resources of a type are made by somebody's own function or topic."""
    return type_name.startswith("Custom::") or type_name == CUSTOM


@cache
def schema(type_name: str) -> Schema:
    """Return the schema of a type such as "AWS::S3::Bucket"; raises UnknownTypeError for one without."""
    if is_custom(type_name):
        return _by_hand(type_name, OwnType(CUSTOM_NODE))
    if type_name in BY_HAND:
        return _by_hand(type_name, BY_HAND[type_name])
    file = FOLDER / file_name(type_name)
    data = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else from_cfn_lint(type_name)
    return Schema(
        type=data["type"],
        node=_linked(data["node"], data),
        create_only=frozenset(data["create_only"]),
        conditional_create_only=frozenset(data["conditional_create_only"]),
        read_only=frozenset(data["read_only"]),
        write_only=frozenset(data["write_only"]),
        primary_identifier=tuple(data["primary_identifier"]),
        attributes=data["attributes"],
        tags=data["tags"],
        rules=tuple(ConditionalRule(**rule) for rule in data.get("rules", ())),
    )


def _by_hand(type_name: str, own: OwnType) -> Schema:
    """A schema of a type of CloudFormation's own."""
    nothing, tags = frozenset[str](), "Tags" if "Tags" in own.node["properties"] else None
    return Schema(
        type_name, own.node, own.create_only, nothing, nothing, nothing, (), dict(own.attributes), tags,
        open_attributes=own.open_attributes,
    )  # fmt: skip


def file_name(type_name: str) -> str:
    """Return the name of a type's data file: "AWS::S3::Bucket" is in "aws_s3_bucket.json"."""
    return type_name.replace("::", "_").lower() + ".json"


def from_cfn_lint(type_name: str, rules: Iterable[tuple[str, str, dict[str, Any]]] = ()) -> dict[str, Any]:
    """Return the extract of the schema that cfn-lint ships for a type in us-east-1, which has every type in use."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

    try:
        answer = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_name)
    except ResourceNotFoundError:
        raise UnknownTypeError(
            f"Template format error: Unrecognized resource types: [{type_name}]. Check the spelling against "
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html"
        ) from None
    return extracted(answer.schema, dict(answer.get_atts), rules)


def problems(type_name: str, properties: dict[str, Any]) -> list[tuple[Path, str]]:
    """Return what CloudFormation would refuse in a resource's properties, as (path inside them, message), in its words.

    Checked: unknown and missing properties, JSON types, enumerations, patterns, lengths, ranges and alternatives; then
    what properties mean for one another. Values that are still Unknown pass. Raises UnknownTypeError.
    """
    known = schema(type_name)
    problems = list(violations(known.node, properties, ()))
    for rule in known.rules:
        for path, value in _values_at(properties, rule.at.split(".") if rule.at else [], ()):
            problems += violations(rule.node, value, path)
    return problems


def _values_at(value: Any, steps: list[str], path: Path) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, value
    elif steps[0] == "*":
        for number, item in enumerate(value if isinstance(value, list) else ()):
            yield from _values_at(item, steps[1:], (*path, number))
    elif isinstance(value, dict) and steps[0] in value:
        yield from _values_at(value[steps[0]], steps[1:], (*path, steps[0]))


def coerced(type_name: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with scalars as the schema types them, as CloudFormation does before it calls a service.

    "512" becomes 512 for an integer, "true" becomes True for a boolean, 80 becomes "80" for a string. A value that
    cannot be converted stays; `problems` names it. Raises UnknownTypeError.
    """
    return coerced_value(schema(type_name).node, properties)  # type: ignore[no-any-return]


def _linked(node: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Return the node with every `$ref` replaced by the node it names, each of those made once."""
    made: dict[str, dict[str, Any]] = {}
    raw = {**data["node"], "definitions": data["definitions"]}

    def link(value: Any) -> Any:
        if isinstance(value, list):
            return [link(item) for item in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if not isinstance(reference, str):
            return {key: link(member) for key, member in value.items()}
        if reference not in made:
            made[reference] = {}
            made[reference].update(link(target(raw, reference)))
        return made[reference]

    return link(node)  # type: ignore[no-any-return]
