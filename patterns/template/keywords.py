"""The keywords of a schema's nodes, checked against a value in CloudFormation's words. It reads no schema files.

Messages are those of CloudFormation's own validation ("#/Path: " is left to the caller), followed by the value and
the limit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from .errors import Path
from .limits import CHECKS, Check, Problem, matches, number
from .values import Unknown, shown, spoken

Node = dict[str, Any] | bool
"""A node of a schema: keywords, or whether anything may stand there at all."""

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str | bool | int | float),
    "boolean": lambda value: isinstance(value, bool) or value in ("true", "false"),
    "integer": lambda value: number(value) is not None and float(value).is_integer(),
    "number": lambda value: number(value) is not None,
}
DOCUMENT = {"object", "string"}
"""Where a schema allows these two, a document is meant, which may be written as JSON text."""

SIMPLE = {"string", "number", "boolean"}
"""Where a schema allows all of these, CloudFormation takes a text, and makes one of a number or truth value."""

_LONGEST_TOLD = 80
_SPOKEN = {
    "object": "JSONObject",
    "array": "JSONArray",
    "string": "String",
    "boolean": "Boolean",
    "integer": "Integer",
    "number": "Number",
}


def violations(node: Node, value: Any, path: Path) -> Iterator[Problem]:
    """Yield (path, message) for everything in the value that the node does not allow; an Unknown is never at fault."""
    if isinstance(node, bool):
        yield from () if node else [(path, f"extraneous key [{path[-1] if path else ''}] is not permitted here")]
        return
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
        return _not_json(value) if set(kinds) == DOCUMENT else None
    expected = " or ".join(_SPOKEN.get(kind, kind) for kind in kinds)
    given = "" if isinstance(value, dict | list) else f" ({shown(value)})"
    return f"expected type: {expected}, found: {_found(value)}{given}"


def _not_json(value: Any) -> str | None:
    """What is wrong with a text that stands where a document is wanted: it has to be one, written as JSON."""
    if isinstance(value, dict):
        return None
    try:
        is_document = isinstance(json.loads(spoken(value)), dict)
    except ValueError:
        is_document = False
    return None if is_document else f"expected type: JSONObject, found: String ({shown(value)})"


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
        if matches(pattern, name):
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
        if node.get("additionalProperties") is False and not any(matches(pattern, name) for pattern in patterns):
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


def _contains(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, list) and not any(holds(node["contains"], item) is not False for item in value):
        yield path, f"expected at least one array item to match: {_told(node['contains'])}"


def _names(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, dict):
        for name in value:
            if any(violations(node["propertyNames"], name, path)):
                yield (*path, name), f"extraneous key [{name}] is not permitted"


def _all_of(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    for branch in node["allOf"]:
        yield from violations(branch, value, path)


def _conditional(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    is_so = holds(node["if"], value)
    branch = node.get("then" if is_so else "else") if is_so is not None else None
    if branch is not None:
        yield from violations(branch, value, path)


def _not(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if holds(node["not"], value):
        yield path, f"failed validation constraint for keyword [not]: {_told(node['not'])}"


def _told(node: Node) -> str:
    """What must not be, in short."""
    said = json.dumps(node, sort_keys=True)
    return said if len(said) <= _LONGEST_TOLD else f"{said[:_LONGEST_TOLD]}..."


def holds(node: Node, value: Any) -> bool | None:
    """Whether a node allows a value; None where that hangs on something that only a deployment settles."""
    if not isinstance(node, bool) and _is_undecided(node, value):
        return None
    return not any(violations(node, value, ()))


def _is_undecided(node: Node, value: Any) -> bool:
    """Whether a node asks for what a value does not say yet; that something stands there may be all it asks."""
    if isinstance(node, bool) or not node:
        return False
    if isinstance(value, Unknown):
        return True
    parts = [(branch, value) for key in ("allOf", "anyOf", "oneOf") for branch in node.get(key, ())]
    parts += [(node[key], value) for key in ("if", "then", "else", "not") if key in node]
    if isinstance(value, dict):
        parts += [(part, value[name]) for name, part in node.get("properties", {}).items() if name in value]
    if isinstance(value, list):
        parts += [(node.get(key, {}), item) for key in ("items", "contains") for item in value]
    return any(_is_undecided(part, member) for part, member in parts)


def _alternatives(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    for keyword in ("anyOf", "oneOf"):
        found = [list(violations(branch, value, path)) for branch in node.get(keyword, [])]
        if found and all(found):
            yield from min(found, key=len)


_CHECKS: tuple[tuple[frozenset[str], Check], ...] = (
    (frozenset({"properties"}), _properties),
    (frozenset({"additionalProperties", "patternProperties"}), _additional),
    (frozenset({"required"}), _required),
    (frozenset({"requiredXor", "requiredOr"}), _required_one),
    (frozenset({"dependentRequired", "dependentExcluded"}), _dependent),
    (frozenset({"items"}), _items),
    (frozenset({"contains"}), _contains),
    *CHECKS,
    (frozenset({"propertyNames"}), _names),
    (frozenset({"allOf"}), _all_of),
    (frozenset({"anyOf", "oneOf"}), _alternatives),
    (frozenset({"if"}), _conditional),
    (frozenset({"not"}), _not),
)
