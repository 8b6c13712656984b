"""The keywords of a schema's nodes, checked against a value in CloudFormation's words. It reads no schema files.

Messages are those of CloudFormation's own validation ("#/Path: " is left to the caller), followed by the value and
the limit.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from patterns.expressions import Expression, ExpressionError

from .errors import Path
from .values import Unknown, shown, spoken

Problem = tuple[Path, str]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str | bool | int | float),
    "boolean": lambda value: isinstance(value, bool) or value in ("true", "false"),
    "integer": lambda value: number(value) is not None and float(value).is_integer(),
    "number": lambda value: number(value) is not None,
}
SIMPLE = {"string", "number", "boolean"}
"""Where a schema allows all of these, CloudFormation takes a text, and makes one of a number or truth value."""

_SPOKEN = {
    "object": "JSONObject",
    "array": "JSONArray",
    "string": "String",
    "boolean": "Boolean",
    "integer": "Integer",
    "number": "Number",
}


def number(value: Any) -> float | None:
    """Return what a number, or a text that says one, is worth; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def violations(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    """Yield (path, message) for everything in the value that the node does not allow; an Unknown is never at fault."""
    if isinstance(value, Unknown):
        return
    wrong = _wrong_type(node, value)
    if wrong is not None:
        yield path, wrong
        return
    for keywords, check in _CHECKS:
        if not keywords.isdisjoint(node):
            yield from check(node, value, path)


def _wrong_type(node: dict[str, Any], value: Any) -> str | None:
    declared: Any = node.get("type")
    if declared is None and "properties" in node:
        declared = "object"
    kinds: list[str] = declared if isinstance(declared, list) else [declared] if declared else []
    if set(kinds) >= SIMPLE and isinstance(value, dict | list):
        return f"expected type: String or another simple type, found: {_found(value)}"
    if not kinds or any(_TYPES[kind](value) for kind in kinds if kind in _TYPES):
        return None
    expected = " or ".join(_SPOKEN.get(kind, kind) for kind in kinds)
    given = "" if isinstance(value, dict | list) else f" ({shown(value)})"
    return f"expected type: {expected}, found: {_found(value)}{given}"


def _found(value: Any) -> str:
    names = {dict: "JSONObject", list: "JSONArray", str: "String", bool: "Boolean", int: "Integer", float: "Double"}
    return names.get(type(value), type(value).__name__)


def _properties(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name in node["properties"]:
                yield from violations(node["properties"][name], member, (*path, name))


def other(node: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the node for a member that `properties` does not name; an empty one allows anything."""
    for pattern, found in node.get("patternProperties", {}).items():
        if _matches(pattern, name):
            return found  # type: ignore[no-any-return]
    extra = node.get("additionalProperties")
    return extra if isinstance(extra, dict) else {}


def _additional(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        return
    named, patterns = node.get("properties", {}), node.get("patternProperties", {})
    for name, member in value.items():
        if name in named:
            continue
        if node.get("additionalProperties") is False and not any(_matches(pattern, name) for pattern in patterns):
            yield path, f"extraneous key [{name}] is not permitted"
        else:
            yield from violations(other(node, name), member, (*path, name))


def _required(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, dict):
        yield from ((path, f"required key [{name}] not found") for name in node["required"] if name not in value)


def _required_one(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    for keyword, allowed in (("requiredXor", (1,)), ("requiredOr", range(1, 100))):
        names = node.get(keyword, [])
        if names and isinstance(value, dict) and sum(name in value for name in names) not in allowed:
            what = "exactly one" if keyword == "requiredXor" else "at least one"
            yield path, f"{what} of the keys [{', '.join(names)}] must be present"


def _dependent(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        return
    for name, others in node.get("dependentRequired", {}).items():
        missing = [other for other in others if name in value and other not in value]
        yield from ((path, f"required key [{other}] not found: [{name}] needs it") for other in missing)
    for name, others in node.get("dependentExcluded", {}).items():
        together = [other for other in others if name in value and other in value]
        yield from ((path, f"key [{other}] is not permitted together with [{name}]") for other in together)


def _items(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from violations(node["items"], item, (*path, index))


def _enum(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    allowed = node.get("enum") or node.get("enumCaseInsensitive") or []
    if isinstance(value, dict | list):
        return
    fold = str.lower if "enumCaseInsensitive" in node else str
    if fold(spoken(value)) not in {fold(spoken(choice)) for choice in allowed}:
        choices = ", ".join(map(spoken, allowed))
        yield path, f"failed validation constraint for keyword [enum]: {shown(value)} is not one of [{choices}]"


def _const(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if value != node["const"]:
        yield path, f"failed validation constraint for keyword [const]: must be {node['const']!r}"


def _pattern(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict | list) and not _matches(node["pattern"], spoken(value)):
        yield (
            path,
            f"failed validation constraint for keyword [pattern]: {shown(value)} does not match {node['pattern']}",
        )


def _length(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict | list):
        yield from _bounds(node, len(spoken(value)), path, ("minLength", "maxLength"), "expected {}: {}, actual: {}")


def _count(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, list):
        yield from _bounds(node, len(value), path, ("minItems", "maxItems"), "expected {}: {}, found: {}")


def _range(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    size = number(value)
    if size is not None:
        yield from _bounds(node, size, path, ("minimum", "maximum"), "expected {}: {}, actual: {:g}")


def _bounds(node: dict[str, Any], size: float, path: Path, limits: tuple[str, str], message: str) -> Iterator[Problem]:
    low, high = limits
    if low in node and size < node[low]:
        yield path, message.format(low, node[low], size)
    if high in node and size > node[high]:
        yield path, message.format(high, node[high], size)


def _unique(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if node["uniqueItems"] and isinstance(value, list):
        written = {json.dumps(item, sort_keys=True, default=repr) for item in value}
        if len(written) < len(value):
            yield path, "array items are not unique"


def _all_of(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    for branch in node["allOf"]:
        yield from violations(branch, value, path)


def _alternatives(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    for keyword in ("anyOf", "oneOf"):
        found = [list(violations(branch, value, path)) for branch in node.get(keyword, [])]
        if found and all(found):
            yield from min(found, key=len)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | Expression | None:
    """Return the pattern: as Python reads it, which is fast to load, or as Java does where Python cannot.

    None where neither can.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(pattern)
    except re.error:
        with suppress(ExpressionError):
            return Expression(pattern)
        return None


def _matches(pattern: str, text: str) -> bool:
    compiled = _compiled(pattern)
    return compiled is None or bool(compiled.search(text))


_CHECKS: tuple[tuple[frozenset[str], Callable[[dict[str, Any], Any, Path], Iterable[Problem]]], ...] = (
    (frozenset({"properties"}), _properties),
    (frozenset({"additionalProperties", "patternProperties"}), _additional),
    (frozenset({"required"}), _required),
    (frozenset({"requiredXor", "requiredOr"}), _required_one),
    (frozenset({"dependentRequired", "dependentExcluded"}), _dependent),
    (frozenset({"items"}), _items),
    (frozenset({"enum", "enumCaseInsensitive"}), _enum),
    (frozenset({"const"}), _const),
    (frozenset({"pattern"}), _pattern),
    (frozenset({"minLength", "maxLength"}), _length),
    (frozenset({"minItems", "maxItems"}), _count),
    (frozenset({"minimum", "maximum"}), _range),
    (frozenset({"uniqueItems"}), _unique),
    (frozenset({"allOf"}), _all_of),
    (frozenset({"anyOf", "oneOf"}), _alternatives),
)
