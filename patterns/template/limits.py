"""What a schema's node allows of one value by itself: choices, patterns, lengths and limits, in CloudFormation's words.

Not here: what it says of the members of a value, and keywords that hold on a condition (`keywords`).
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
from .values import shown, spoken

Problem = tuple[Path, str]
Check = Callable[[dict[str, Any], Any, Path], Iterable[Problem]]
"""Yields what one or two keywords of a node have against a value at a path."""


def number(value: Any) -> float | None:
    """Return what a number, or a text that says one, is worth; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


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
    if not isinstance(value, dict | list) and not matches(node["pattern"], spoken(value)):
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


def _beyond(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    size = number(value)
    if size is None:
        return
    if "exclusiveMinimum" in node and size <= node["exclusiveMinimum"]:
        yield path, f"expected exclusiveMinimum: {node['exclusiveMinimum']}, actual: {size:g}"
    if "multipleOf" in node and size % node["multipleOf"]:
        yield path, f"expected multipleOf: {node['multipleOf']}, actual: {size:g}"


def _unique(node: dict[str, Any], value: Any, path: Path) -> Iterator[Problem]:
    if node["uniqueItems"] and isinstance(value, list):
        written = {json.dumps(item, sort_keys=True, default=repr) for item in value}
        if len(written) < len(value):
            yield path, "array items are not unique"


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


def matches(pattern: str, text: str) -> bool:
    """Return whether a pattern is found in a text, as `_compiled` reads it; one that nobody can read is."""
    compiled = _compiled(pattern)
    return compiled is None or bool(compiled.search(text))


CHECKS: tuple[tuple[frozenset[str], Check], ...] = (
    (frozenset({"enum", "enumCaseInsensitive"}), _enum),
    (frozenset({"const"}), _const),
    (frozenset({"pattern"}), _pattern),
    (frozenset({"minLength", "maxLength"}), _length),
    (frozenset({"minItems", "maxItems"}), _count),
    (frozenset({"minimum", "maximum"}), _range),
    (frozenset({"exclusiveMinimum", "multipleOf"}), _beyond),
    (frozenset({"uniqueItems"}), _unique),
)
"""Keywords, and the function that checks them."""
