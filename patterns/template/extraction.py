"""A resource provider schema reduced to what this project reads of it. Where the raw schema comes from is `schema`'s.

The raw form is https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_NODE_LISTS = ("allOf", "anyOf", "oneOf")
_NODE_MAPS = ("properties", "patternProperties")
_NODES = ("if", "then", "else", "not", "propertyNames", "contains")
_KEPT = (
    "$ref",
    "additionalProperties",
    "const",
    "dependentExcluded",
    "dependentRequired",
    "enum",
    "enumCaseInsensitive",
    "exclusiveMinimum",
    "insertionOrder",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "requiredOr",
    "requiredXor",
    "type",
    "uniqueItems",
)
_PATH_LISTS = {
    "create_only": "createOnlyProperties",
    "conditional_create_only": "conditionalCreateOnlyProperties",
    "read_only": "readOnlyProperties",
    "write_only": "writeOnlyProperties",
}


def extracted(
    raw: dict[str, Any], attributes: dict[str, str], rules: Iterable[tuple[str, str, dict[str, Any]]] = ()
) -> dict[str, Any]:
    """Return the part of a raw schema that `Schema` is built from, ready for JSON.

    `attributes` maps each name Fn::GetAtt takes to its place in the raw schema (a JSON pointer). Property paths become
    dotted, with `*` for the items of a list; descriptions, permissions, formats and defaults are left out. `rules` are
    what holds beside the schema: the name of each, the dotted path it is about, and its raw node.
    """
    result: dict[str, Any] = {"type": raw["typeName"]}
    result |= {name: sorted({dotted(p) for p in raw.get(key, [])}) for name, key in _PATH_LISTS.items()}
    result["primary_identifier"] = [dotted(pointer) for pointer in raw.get("primaryIdentifier", [])]
    result["attributes"] = {name: _json_type(raw, pointer) for name, pointer in sorted(attributes.items())}
    result["tags"] = _tag_property(raw)
    node = _node(raw)
    result["node"] = {key: node[key] for key in sorted(node)}
    definitions = raw.get("definitions", {})
    result["definitions"] = {name: _node(definitions[name]) for name in sorted(_used(raw, definitions))}
    if named := [{"name": name, "at": path, "node": _node(rule)} for name, path, rule in rules]:
        result["rules"] = named
    return result


def dotted(pointer: str) -> str:
    """Return a property pointer (`/properties/A/items/properties/B`, `/properties/A/*/B`) as `A.*.B`."""
    parts = pointer.strip("/").split("/")
    named = ["*" if part == "items" else part for part in parts if part != "properties"]
    return ".".join(named)


def target(raw: dict[str, Any], reference: str) -> dict[str, Any]:
    """Return the node of the raw schema that `#/definitions/A` or any longer pointer inside it names."""
    node: Any = raw
    for part in reference.removeprefix("#").strip("/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node  # type: ignore[no-any-return]


def _node(raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    node = {key: raw[key] for key in _KEPT if key in raw}
    for key in _NODE_MAPS:
        if key in raw:
            node[key] = {name: _node(raw[key][name]) for name in sorted(raw[key])}
    for key in _NODE_LISTS:
        if key in raw:
            node[key] = [_node(branch) for branch in raw[key]]
    node |= {key: _node(raw[key]) for key in _NODES if key in raw}
    if isinstance(raw.get("items"), dict):
        node["items"] = _node(raw["items"])
    if isinstance(raw.get("additionalProperties"), dict):
        node["additionalProperties"] = _node(raw["additionalProperties"])
    return node


def _used(raw: dict[str, Any], definitions: dict[str, Any]) -> set[str]:
    """Return the definitions that the properties reach, directly or through one another."""
    used: set[str] = set()
    waiting = _references({key: value for key, value in raw.items() if key != "definitions"})
    while waiting:
        name = waiting.pop()
        if name in definitions and name not in used:
            used.add(name)
            waiting |= _references(definitions[name])
    return used


def _references(value: Any) -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in _references(item)}
    if not isinstance(value, dict):
        return set()
    reference = value.get("$ref")
    own = {reference.split("/")[2]} if isinstance(reference, str) and reference.startswith("#/definitions/") else set()
    return own | {name for member in value.values() for name in _references(member)}


def _json_type(raw: dict[str, Any], pointer: str) -> str:
    """Return the JSON type at a pointer whose steps may pass through references; "string" where the schema has none."""
    node = raw
    for part in dotted(pointer).split("."):
        node = _resolved(raw, node)
        node = node.get("items", {}) if part == "*" else node.get("properties", {}).get(part, {})
    kind = _resolved(raw, node).get("type", "string")
    return kind[0] if isinstance(kind, list) else str(kind)


def _resolved(raw: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = target(raw, node["$ref"])
    return node


def _tag_property(raw: dict[str, Any]) -> str | None:
    tagging = raw.get("tagging", {"taggable": raw.get("taggable", "Tags" in raw["properties"])})
    if not tagging.get("taggable", True):
        return None
    return dotted(tagging.get("tagProperty", "/properties/Tags"))
