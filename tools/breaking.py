"""Breaks one documented rule of a type's schema at a time in what a template says of it. Not here: who must notice.

Only rules that the properties given are held to are broken, so that each break is a template that was right but for it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patterns.template.limits import matches
from patterns.template.schema import schema

Path = tuple[str | int, ...]
DROP = object()
"""Stands for the absence of what stood there."""
NOT_ALLOWED = "not-one-of-them"
ODD = ("not a value!", "£ \t*", "", "a" * 600)
"""Texts of which some pattern takes one or the other; none where a pattern takes them all."""


@dataclass(frozen=True)
class Break:
    """A rule of a schema, where it holds, and the properties in which it does not."""

    rule: str
    path: Path
    properties: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.rule} at {'.'.join(map(str, self.path))}"


def breaks(type_name: str, properties: dict[str, Any]) -> Iterator[Break]:
    """Every way in which one rule of the type's schema is broken in these properties, in the order of the schema."""
    for rule, path, value in _changes(schema(type_name).node, properties, ()):
        yield Break(rule, path, changed(properties, path, value))


def changed(properties: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy of properties with another value at a path, or with none there for `DROP`."""
    copied = copy.deepcopy(properties)
    *way, last = path
    around: Any = copied
    for step in way:
        around = around[step]
    if value is DROP:
        del around[last]
    else:
        around[last] = value
    return copied


def _changes(node: dict[str, Any], value: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    if path:
        yield from _scalars(node, value, path)
    if isinstance(value, list):
        yield from _lists(node, value, path)
        for number, item in enumerate(value[:2]):
            yield from _changes(node.get("items", {}), item, (*path, number))
    if isinstance(value, dict):
        yield from _objects(node, value, path)
        for name, member in value.items():
            if name in node.get("properties", {}):
                yield from _changes(node["properties"][name], member, (*path, name))


def _scalars(node: dict[str, Any], value: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    if isinstance(value, dict | list):
        # With a scheme, since a plain text in the place of code is a local path.
        yield "type", path, "text://neither object nor list"
        return
    yield "type", path, {"Un": "heard"}
    if "enum" in node or "enumCaseInsensitive" in node:
        yield "enum", path, NOT_ALLOWED
    if unlike := next((text for text in ODD if "pattern" in node and not matches(node["pattern"], text)), None):
        yield "pattern", path, unlike
    if "minimum" in node:
        yield "minimum", path, node["minimum"] - 1
    if "maximum" in node:
        yield "maximum", path, node["maximum"] + 1
    if node.get("minLength"):
        yield "minLength", path, ""
    if node.get("maxLength", 10**6) < 10_000:
        yield "maxLength", path, str(value) + "a" * (node["maxLength"] + 1 - len(str(value)))


def _lists(node: dict[str, Any], value: list[Any], path: Path) -> Iterator[tuple[str, Path, Any]]:
    if node.get("uniqueItems") and value:
        yield "uniqueItems", path, [*value, value[0]]
    if node.get("minItems"):
        yield "minItems", path, value[: node["minItems"] - 1]
    if value and node.get("maxItems", 10**6) < 100:
        yield "maxItems", path, [value[0]] * (node["maxItems"] + 1)


def _objects(node: dict[str, Any], value: dict[str, Any], path: Path) -> Iterator[tuple[str, Path, Any]]:
    for name in node.get("required", ()):
        if name in value:
            yield "required", (*path, name), DROP
    if node.get("additionalProperties") is False and not any(
        matches(one, "Unheard") for one in node.get("patternProperties", ())
    ):
        yield "additionalProperties", (*path, "Unheard"), "of"
    for name, others in node.get("dependentRequired", {}).items():
        for other in others:
            if name in value and other in value:
                yield f"dependentRequired of {name}", (*path, other), DROP
    yield from _exclusions(node, value, path)
    for keyword in ("requiredXor", "requiredOr"):
        names = [name for name in node.get(keyword, ()) if name in value]
        if len(names) == 1:
            yield keyword, (*path, names[0]), DROP


def _exclusions(node: dict[str, Any], value: dict[str, Any], path: Path) -> Iterator[tuple[str, Path, Any]]:
    together = [(name, other) for name, others in node.get("dependentExcluded", {}).items() for other in others]
    together += [(name, other) for name in node.get("requiredXor", ()) for other in node["requiredXor"]]
    for name, other in together:
        if name in value and other not in value and other in node.get("properties", {}):
            yield f"{other} together with {name}", (*path, other), sample(node["properties"][other])


def sample(node: dict[str, Any], depth: int = 3) -> Any:
    """A value that a node allows, the simplest that comes to mind."""
    if choices := node.get("enum") or node.get("enumCaseInsensitive"):
        return choices[0]
    kinds = node.get("type", "object" if "properties" in node else "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "object":
        known = node.get("properties", {})
        return {name: sample(known[name], depth - 1) for name in node.get("required", ()) if name in known and depth}
    if kind == "array":
        return [sample(node.get("items", {}), depth - 1)] if depth else []
    return {"boolean": True, "integer": node.get("minimum", 1), "number": node.get("minimum", 1)}.get(kind, "example")
