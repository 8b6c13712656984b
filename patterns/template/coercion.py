"""A value in the types that its schema names, as CloudFormation brings it there before it calls a service.

Not here: whether a value is allowed (`keywords`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from .keywords import SIMPLE, other
from .limits import number
from .values import Unknown, spoken


def coerced_value(node: dict[str, Any], value: Any) -> Any:
    """Return the value with every scalar in the type its node names, where that loses nothing."""
    kind = node.get("type")
    kinds = set(kind) if isinstance(kind, list) else {kind}
    if kinds >= {"object", "string"} and not kinds >= SIMPLE and (isinstance(value, str) or _is_policy(value)):
        return _as_document(value)
    if isinstance(value, dict):
        members = node.get("properties", {})
        return {name: coerced_value(members.get(name) or other(node, name), member) for name, member in value.items()}
    if isinstance(value, list):
        items = node.get("items", {})
        return [coerced_value(items, item) for item in value]
    convert = spoken if kinds >= SIMPLE else _COERCIONS.get(kind) if isinstance(kind, str) else None
    return value if convert is None or isinstance(value, Unknown) else convert(value)


def _is_policy(value: Any) -> bool:
    return isinstance(value, dict) and "Statement" in value


def _as_document(value: Any) -> Any:
    """A policy, or a JSON object given as its text, as policies may be; any other text stays."""
    if not isinstance(value, str):
        return _in_texts(value)
    try:
        document = json.loads(value)
    except ValueError:
        return value
    return document if isinstance(document, dict) else value


def _in_texts(value: Any) -> Any:
    """A policy with every number and truth value as text: an account's number, a Sid, a version without quotes."""
    if isinstance(value, dict):
        return {key: _in_texts(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_in_texts(member) for member in value]
    return value if isinstance(value, Unknown) else spoken(value)


def _as_number(value: Any) -> Any:
    found = number(value)
    if found is None or not isinstance(value, str):
        return value
    return int(value) if re.fullmatch(r"\s*[-+]?\d{1,18}\s*", value) else found


def _as_integer(value: Any) -> Any:
    found = _as_number(value)
    return int(found) if isinstance(found, float) and found.is_integer() else found


_COERCIONS: dict[str, Callable[[Any], Any]] = {
    "string": spoken,
    "boolean": lambda value: {"true": True, "false": False}.get(value, value),
    "integer": _as_integer,
    "number": _as_number,
}
